"""The desk opens on this machine alone, and says in one sentence why it does not."""

import socket
from pathlib import Path

import pytest

from assistant.errors import ConfigurationError
from assistant.settings import Settings
from assistant.ui.errors import in_language
from assistant.ui.launch import _address, _free_port, launch


def _settings(**changes: object) -> Settings:
    return Settings(_env_file=None, **changes)  # type: ignore[arg-type, call-arg]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org"])
def test_other_addresses_are_refused_where_nobody_signs_in(host: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="assistant users add"):
        launch(_settings(home=tmp_path / "h", ui_host=host), lambda *_: None)
    assert not (tmp_path / "h").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_users_file_that_is_gone_opens_nothing(host: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"gone\.yaml"):
        launch(_settings(home=tmp_path / "h", ui_host=host, users_file=tmp_path / "gone.yaml"), lambda *_: None)
    assert not (tmp_path / "h").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_the_machines_own_addresses_are_accepted(host: str) -> None:
    assert _address(_settings(ui_host=host))


def test_a_taken_port_names_the_remedy() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ConfigurationError, match="--port or ASSISTANT_UI_PORT"):
            _free_port("127.0.0.1", other.getsockname()[1])


def test_port_0_is_any_free_port() -> None:
    assert _free_port("127.0.0.1", 0) > 0


def test_known_faults_are_told_in_spanish_and_others_left_alone() -> None:
    assert in_language("The file is larger than 20 MB; split it.", "es") == "El archivo pesa más de 20 MB; divídalo."
    assert in_language("The file is larger than 20 MB; split it.", "en").startswith("The file")
    assert in_language("Something new.", "es") == "Something new."
