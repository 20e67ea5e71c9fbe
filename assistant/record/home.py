"""Where a home lies, and where its record is."""

from pathlib import Path

from assistant.errors import ConfigurationError
from assistant.record.backup import RECORD_FILE
from assistant.settings import Settings


def database_url(settings: Settings) -> str:
    """Return the address of the record: the one that was set, or a file in the home."""
    return settings.database_url or f"sqlite:///{settings.home / RECORD_FILE}"


def prepare_home(home: Path) -> Path:
    """Create the home if need be.

    Raises:
        ConfigurationError: It cannot be created or written to.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigurationError(
            f"The home folder {str(home)!r} cannot be used ({error.strerror}); choose another with --home."
        ) from None
    return home
