"""Finds the files that travel with the program: the bundled corpus and the prompts."""

from pathlib import Path

from assistant.errors import ConfigurationError


def resource_dir(name: str) -> Path:
    """Return the folder `name` (``corpus`` or ``prompts``), in the wheel or in a checkout.

    Raises:
        ConfigurationError: The installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "_data" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise ConfigurationError(
        f"The folder {name!r} is missing beside the program. Install the package again, or run from a checkout."
    )
