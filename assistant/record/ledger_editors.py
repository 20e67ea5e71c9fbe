"""Who may change the ledger: the names under `ledger_editors` in the home's `clearance_rules.yaml`."""

from pathlib import Path

from assistant.errors import RecordError
from assistant.record.schema import parse_yaml, read_text
from assistant.text.normalise import fold

FILE = "clearance_rules.yaml"
KEY = "ledger_editors"


def ledger_editors(home: Path) -> tuple[str, ...]:
    """Return the names of those who may; nothing where nobody is named, which lets anybody with a name.

    The rest of the file is not looked at: it is read elsewhere.

    Raises:
        RecordError: The file cannot be read, or the names are none: then nobody can tell who may.
    """
    path = home / FILE
    if not path.exists():
        return ()
    data = parse_yaml(read_text(path), path.name)
    named = data.get(KEY) if isinstance(data, dict) else None
    if not named:
        return ()
    names = [named] if isinstance(named, str) else named if isinstance(named, list) else [None]
    if not all(isinstance(name, str) and name.strip() for name in names):
        raise RecordError(f"{path.name!r}, field {KEY!r}: write a list of names, or leave it out. Correct the file.")
    return tuple(" ".join(str(name).split()) for name in names)


def may_edit(name: str, editors: tuple[str, ...]) -> bool:
    """Tell whether somebody of this name may change the ledger; capitals and accents do not matter."""
    wanted = " ".join(fold(name).split())
    return bool(wanted) and (not editors or wanted in {" ".join(fold(each).split()) for each in editors})
