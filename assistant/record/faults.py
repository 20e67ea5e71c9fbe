"""What a database's refusal means, in one sentence with the way out."""

import sqlite3
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

_LOCKED = "Another program is writing to it; wait until that ends, then try again."
_FULL = "The disk is full; nothing was half written. Free some space, then try again."
_READ_ONLY = "It may only be read; allow this user to write there, or choose another home with --home."
_DAMAGED = (
    "The file is damaged; `assistant restore` brings a backup back, or start a new home with --home and read the "
    "sources in again."
)
_GONE = "Check that the folder exists and that this user may write there, or choose another home with --home."
_UNREACHABLE = (
    "Check that the server is up, that the database exists, and that user and password in ASSISTANT_DATABASE_URL "
    "are right."
)
_UNKNOWN = "Check the disk and the file, or start a new home with --home."

_SQLITE: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: "The disk refuses; check that it is whole and has space, then try again.",
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _GONE,
}
# By SQLSTATE, or the class that its first two characters name.
_POSTGRESQL: Mapping[str, str] = {
    "55P03": _LOCKED,
    "40P01": _LOCKED,
    "40001": _LOCKED,
    "53100": _FULL,
    "25006": "It may only be read; use the server that takes writes in ASSISTANT_DATABASE_URL.",
    "XX001": "The server reports damaged data; `assistant restore` brings a backup back into a sound database.",
    "XX002": "The server reports a damaged table index; ask its keeper for a REINDEX.",
    "42501": "The user of ASSISTANT_DATABASE_URL lacks a right; grant it reading, writing and creating tables.",
    "08": _UNREACHABLE,
    "57": _UNREACHABLE,
}


def is_damage(error: SQLAlchemyError) -> bool:
    """Say whether a SQLite file itself is damaged, so that only a new one helps."""
    return _sqlite_code(getattr(error, "orig", None)) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def sentence_of(error: SQLAlchemyError, engine: sa.Engine) -> str:
    """Return what to tell a person; a password in the address is masked."""
    original = getattr(error, "orig", None)
    reason = next((line.strip() for line in str(original or error).splitlines() if line.strip()), type(error).__name__)
    remedy = _remedy(original, engine.dialect.name)
    return f"The record store {engine.url.render_as_string()!r} cannot be used: {reason.rstrip('.')}. {remedy}"


def _remedy(original: Any, dialect: str) -> str:
    code = _sqlite_code(original)
    if code is not None:
        return _SQLITE.get(code, _UNKNOWN)
    if dialect != "postgresql":
        return _UNKNOWN
    state = getattr(original, "sqlstate", None)
    if not state:  # refused while connecting: the driver says no more than its sentence
        return _UNREACHABLE
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2], "Look into the database server's log for the cause.")


def _sqlite_code(original: object) -> int | None:
    """Return SQLite's primary code; its extended codes carry more in the higher bits."""
    code = getattr(original, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF
