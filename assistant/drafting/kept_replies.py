"""Keeps what a model replied, so that an identical request costs nothing and gives the same.

A cache in one SQLite file of the home. It only saves time and money, so it never fails: what it cannot read is asked
again, what it cannot keep is not kept, and a damaged file is thrown away. What is served from it is checked anew.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.chat import Reply
from assistant.retrieval.cachefile import discard, open_cache

MOST = 2_000
"""Replies that are kept; the oldest make room."""
_TABLE = (
    "CREATE TABLE IF NOT EXISTS replies "
    "(n INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, reply TEXT NOT NULL, tokens_in INTEGER NOT NULL, "
    "tokens_out INTEGER NOT NULL)"
)


def key_of(parts: Mapping[str, object]) -> str:
    """Return the key (SHA-256, hex) of a request: brief, evidence, digest of the prompt, model, address and seed."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()


class KeptReplies:
    """Replies by the key of their request. Safe for threads and for several processes."""

    def __init__(self, path: Path) -> None:
        """Keep replies in the file `path`, which is opened for the length of each use."""
        self._path = path
        self._mutex = threading.Lock()

    def get(self, key: str) -> Reply | None:
        """Return what was replied to an identical request."""
        found: list[Reply] = []

        def read(connection: sqlite3.Connection) -> None:
            query = "SELECT reply, tokens_in, tokens_out FROM replies WHERE key = ?"
            for text, tokens_in, tokens_out in connection.execute(query, (key,)):
                found.append(Reply(text=str(text), tokens_in=int(tokens_in), tokens_out=int(tokens_out)))

        self._run(read)
        return found[0] if found else None

    def put(self, key: str, reply: Reply) -> None:
        """Keep a reply in the place of an earlier one."""

        def write(connection: sqlite3.Connection) -> None:
            row = (key, reply.text, reply.tokens_in, reply.tokens_out)
            connection.execute(
                "INSERT OR REPLACE INTO replies (key, reply, tokens_in, tokens_out) VALUES (?, ?, ?, ?)", row
            )
            connection.execute("DELETE FROM replies WHERE n <= (SELECT max(n) FROM replies) - ?", (MOST,))

        self._run(write)

    def _run(self, work: Callable[[sqlite3.Connection], None]) -> None:
        with self._mutex:
            for _ in range(2):
                try:
                    connection = open_cache(self._path, _TABLE, "DEFERRED")
                    try:
                        with connection:
                            work(connection)
                    finally:
                        connection.close()
                    return
                except sqlite3.OperationalError:
                    return  # locked for long, no space, read-only
                except sqlite3.DatabaseError:
                    discard(self._path)
