"""Settings: from the environment and .env, the command line's home first, faults named by variable."""

from pathlib import Path

import pytest

from assistant.errors import ConfigurationError
from assistant.settings import Settings, load_settings


def test_defaults_need_no_environment(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.home.is_absolute()
    assert settings.home.name == "assistant"
    assert (settings.embeddings, settings.bundled, settings.database_url, settings.chroma_url) == (
        "bundled",
        True,
        None,
        None,
    )
    assert (settings.llm_model, settings.openai_api_key, settings.ui_host, settings.ui_port) == (
        None,
        None,
        "127.0.0.1",
        7860,
    )


@pytest.mark.parametrize(
    ("variable", "value", "field", "expected"),
    [
        ("ASSISTANT_HOME", "some/where", "home", Path("some/where")),
        ("ASSISTANT_DATABASE_URL", "sqlite:///x", "database_url", "sqlite:///x"),
        ("ASSISTANT_CHROMA_URL", "http://127.0.0.1:8000", "chroma_url", "http://127.0.0.1:8000"),
        ("ASSISTANT_EMBEDDINGS", "openai", "embeddings", "openai"),
        ("ASSISTANT_EMBEDDINGS_MODEL", "m", "embeddings_model", "m"),
        ("ASSISTANT_EMBEDDINGS_BASE_URL", "http://h/v1", "embeddings_base_url", "http://h/v1"),
        ("ASSISTANT_LLM_MODEL", "m", "llm_model", "m"),
        ("ASSISTANT_LLM_BASE_URL", "http://h/v1", "llm_base_url", "http://h/v1"),
        ("ASSISTANT_UI_HOST", "0.0.0.0", "ui_host", "0.0.0.0"),
        ("ASSISTANT_UI_PORT", "8080", "ui_port", 8080),
        ("ASSISTANT_USERS_FILE", "users.yaml", "users_file", Path("users.yaml")),
        ("ASSISTANT_BUNDLED", "0", "bundled", False),
        ("ASSISTANT_BUNDLED", "1", "bundled", True),
    ],
)
def test_every_variable_is_read(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, field: str, expected: object
) -> None:
    monkeypatch.setenv(variable, value)
    assert getattr(load_settings(), field) == expected
    Path(".env").write_text(f"{variable}={value}\n", encoding="utf-8")
    monkeypatch.delenv(variable)
    assert getattr(load_settings(), field) == expected


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UI_PORT", "BUNDLED", "DATABASE_URL", "EMBEDDINGS"):
        monkeypatch.setenv(f"ASSISTANT_{name}", "")
    settings = load_settings()
    assert (settings.ui_port, settings.bundled, settings.database_url) == (7860, True, None)


def test_the_given_home_wins_and_the_environment_beats_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Path(".env").write_text("ASSISTANT_HOME=from-file\nASSISTANT_UI_PORT=1234\n", encoding="utf-8")
    assert load_settings().home == Path("from-file")
    monkeypatch.setenv("ASSISTANT_HOME", "from-environment")
    assert load_settings().home == Path("from-environment")
    settings = load_settings(tmp_path / "given")
    assert settings.home == tmp_path / "given"
    assert settings.ui_port == 1234


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ASSISTANT_UI_PORT", "eighty"),
        ("ASSISTANT_UI_PORT", "70000"),
        ("ASSISTANT_UI_PORT", "-1"),
        ("ASSISTANT_EMBEDDINGS", "magic"),
        ("ASSISTANT_BUNDLED", "perhaps"),
    ],
)
def test_a_bad_value_is_named_with_its_variable(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=rf"{variable} cannot be used.*'{value}'.*\.env") as caught:
        load_settings()
    assert "\n" not in str(caught.value)


def test_the_api_key_is_kept_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    settings = load_settings()
    assert settings.openai_api_key is not None
    assert settings.openai_api_key.get_secret_value() == "sk-very-secret"
    assert "very-secret" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_other_variables_do_not_disturb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_FUTURE_SETTING", "x")
    Path(".env").write_text("ASSISTANT_OTHER=1\nPATHOLOGICAL=2\n", encoding="utf-8")
    assert load_settings().ui_port == 7860


def test_settings_cannot_be_changed() -> None:
    settings = Settings(home=Path("h"))
    with pytest.raises(ValueError, match="frozen"):
        settings.ui_port = 1  # type: ignore[misc]
