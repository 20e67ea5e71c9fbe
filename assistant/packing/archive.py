"""The ZIP itself: the same content is the same bytes, and every member answers for its digest."""

import hashlib
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from assistant.errors import InputError

MANIFEST = "manifest.json"
WHOLE_TEXT = "texto/texto.txt"
"""The text and nothing else; its digest is that of the text."""
_KIND = "assistant-records-pack"
_FORMAT = 1
_MAX_MANIFEST = 16 * 2**20
_MAX_BYTES = 2**30
_ENCRYPTED = 0x1
_DAMAGE = (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error, zlib.error)
"""What the library raises over a file that is no ZIP, or no longer one."""
_UNIX, _PLAIN_FILE = 3, 0o644 << 16
_OLDEST = 1980
"""No ZIP can bear an earlier year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a pack says of itself, all its members being as they were packed."""

    draft_id: str
    cleared: bool
    text_sha256: str
    members: int
    manifest_sha256: str
    """Compare it with what was noted when the pack was made: who changes a member can write a new manifest, too."""


def sealed(members: Mapping[str, bytes], facts: Mapping[str, Any], at: datetime) -> tuple[bytes, str]:
    """Return a ZIP of the members and a manifest with the digest of each, all dated `at`; and the manifest's digest."""
    manifest = {
        "kind": _KIND,
        "format": _FORMAT,
        **facts,
        "at": at.astimezone(UTC).isoformat(),
        "members": [
            {"name": name, "bytes": len(data), "sha256": digest(data)} for name, data in sorted(members.items())
        ],
    }
    told, stream, moment = as_json(manifest), BytesIO(), _dos_time(at)
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for name, data in sorted({**members, MANIFEST: told}.items()):
            info = ZipInfo(name, moment)
            info.create_system, info.external_attr, info.compress_type = _UNIX, _PLAIN_FILE, ZIP_DEFLATED
            packed.writestr(info, data)
    return stream.getvalue(), digest(told)


def _dos_time(at: datetime) -> tuple[int, int, int, int, int, int]:
    there = at.astimezone(UTC)
    if there.year < _OLDEST:
        return (_OLDEST, 1, 1, 0, 0, 0)
    return (there.year, there.month, there.day, there.hour, there.minute, there.second)


def as_json(value: Any) -> bytes:
    """Return a value as JSON for people and programs; what is no text in Unicode is written as an escape."""
    return as_text(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def as_text(text: str) -> bytes:
    """Return a text as a file that any editor opens, ending with one line feed."""
    return as_bytes(f"{text.rstrip()}\n")


def as_bytes(text: str) -> bytes:
    """Return a text and nothing else; what is no character of Unicode is written out."""
    return text.encode("utf-8", "backslashreplace")


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def verify(path: Path) -> Verified:
    """Tell that a pack is whole and as it was made.

    Raises:
        InputError: It cannot be read, is none of ours, or a member was altered, added or taken away.
    """
    try:
        with ZipFile(path) as packed:
            return _verified(packed, path.name)
    except OSError as error:
        raise InputError(f"The file {path.name!r} cannot be read ({error.strerror}); check the path.") from None
    except _DAMAGE as error:
        raise InputError(f"The pack {path.name!r} is damaged ({error}); ask for it again.") from None


def _verified(packed: ZipFile, where: str) -> Verified:
    infos = {info.filename: info for info in packed.infolist()}
    if len(infos) != len(packed.infolist()):
        raise InputError(f"The pack {where!r} holds two members of one name; it was altered.")
    if MANIFEST not in infos or infos[MANIFEST].file_size > _MAX_MANIFEST:
        raise InputError(f"The file {where!r} is no pack of this program: it has no manifest.")
    told = packed.read(MANIFEST)
    manifest = _manifest(told, where)
    listed = {str(member["name"]): member for member in manifest["members"]}
    for name in sorted(listed.keys() ^ (infos.keys() - {MANIFEST})):
        what = "lacks" if name in listed else "holds, though its manifest does not list it,"
        raise InputError(f"The pack {where!r} {what} {name!r}; it was altered.")
    if sum(info.file_size for info in infos.values()) > _MAX_BYTES:
        raise InputError(f"The pack {where!r} unpacks to more than any pack of this program; it was altered.")
    for name, member in sorted(listed.items()):
        info = infos[name]
        ours = info.compress_type in {ZIP_STORED, ZIP_DEFLATED} and not info.flag_bits & _ENCRYPTED
        if not ours or info.file_size != member["bytes"] or digest(packed.read(name)) != member["sha256"]:
            raise InputError(f"The member {name!r} of the pack {where!r} is not what was packed; it was altered.")
    if listed[WHOLE_TEXT]["sha256"] != manifest["text_sha256"]:
        raise InputError(f"The text of the pack {where!r} is not the one its manifest names; it was altered.")
    return Verified(
        draft_id=str(manifest["draft_id"]),
        cleared=bool(manifest["cleared"]),
        text_sha256=str(manifest["text_sha256"]),
        members=len(listed),
        manifest_sha256=digest(told),
    )


def _manifest(told: bytes, where: str) -> dict[str, Any]:
    """Read a manifest, whoever wrote it.

    Raises:
        InputError: It is none of ours.
    """
    none = f"The file {where!r} is no pack of this program: its manifest cannot be read."
    try:
        manifest = json.loads(told)
        members = [(str(each["name"]), int(each["bytes"]), str(each["sha256"])) for each in manifest["members"]]
        sound = manifest["kind"] == _KIND and len({name for name, *_ in members}) == len(members)
        sound = sound and WHOLE_TEXT in {name for name, *_ in members} and {"draft_id", "cleared"} <= manifest.keys()
        sound = sound and isinstance(manifest["text_sha256"], str)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(none) from None
    if not sound:
        raise InputError(none)
    if manifest.get("format") != _FORMAT:
        raise InputError(f"The pack {where!r} is of a newer version of the program; use that to verify it.")
    return dict(manifest)
