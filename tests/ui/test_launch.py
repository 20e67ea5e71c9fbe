"""The desk opens on this machine alone, and says in one sentence why it does not."""

import socket
from pathlib import Path

import pytest

from assistant.errors import ConfigurationError
from assistant.settings import Settings
from assistant.ui.errors import in_language
from assistant.ui.launch import _free_port, _loopback, launch


def _settings(**changes: object) -> Settings:
    return Settings(_env_file=None, **changes)  # type: ignore[arg-type, call-arg]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org"])
@pytest.mark.parametrize("users", [None, Path("users.yaml")])
def test_other_addresses_are_refused(host: str, users: Path | None, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no sign-in yet"):
        launch(_settings(home=tmp_path / "h", ui_host=host, users_file=users), lambda *_: None)
    assert not (tmp_path / "h").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_the_machines_own_addresses_are_accepted(host: str) -> None:
    assert _loopback(_settings(ui_host=host))


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
