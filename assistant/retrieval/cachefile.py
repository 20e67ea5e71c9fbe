"""SQLite files that hold what can be made again: several processes share them, and a damaged one is thrown away."""

import sqlite3
from pathlib import Path
from typing import Literal

WAIT_SECONDS = 10.0


def open_cache(path: Path, tables: str, isolation_level: Literal["DEFERRED"] | None = None) -> sqlite3.Connection:
    """Open or create a cache with its `tables`; its owner sees to threads, and without a level to transactions.

    Raises:
        sqlite3.Error: The disk refuses, or the file is damaged.
    """
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, check_same_thread=False, isolation_level=isolation_level)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.executescript(tables)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def discard(path: Path) -> None:
    """Remove the file at `path` and what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
