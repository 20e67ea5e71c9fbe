"""Recorded replies of a model: with them the suites that need one run offline, and always alike.

A reply is kept under the digest of all that was asked. Where prompt or evidence have changed since, nothing is recorded
for what is asked now; such a sample is unscored, which the figures show, and never counted as a failure or a success.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from evals.chat_server import Answering, Asked, Fault


@cache
def _rows(path: Path) -> tuple[dict[str, Any], ...]:
    if not path.exists():
        return ()
    lines = path.read_text("utf-8").split("\n")  # a reply may hold what `splitlines` takes for the end of a line
    return tuple(json.loads(line) for line in lines if line)


def samples_recorded(path: Path) -> frozenset[str]:
    """Return the ids of the samples for which replies are recorded, where the file names them."""
    return frozenset(str(row["sample"]) for row in _rows(path) if "sample" in row)


def recorded(path: Path, *, otherwise: str | None = None, asking: Path | None = None) -> Answering:
    """Return an answerer that gives the recorded replies.

    Args:
        path: The replies, JSON Lines of ``{"key", "reply"}``.
        otherwise: What to answer where nothing is recorded; None refuses, as an endpoint does that wants a key.
        asking: A folder into which what is not recorded is written, so that it can be answered and recorded.
    """
    replies = {row["key"]: row["reply"] for row in _rows(path)}

    def answer(asked: Asked) -> str | Fault:
        if asked.key in replies:
            reply = replies[asked.key]
            return reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)
        if asking is not None:
            asking.mkdir(parents=True, exist_ok=True)
            wanted = {"key": asked.key, "rules": asked.rules, "data": asked.data}
            (asking / f"{asked.key[:16]}.json").write_text(json.dumps(wanted, ensure_ascii=False), "utf-8")
        return Fault(status=401) if otherwise is None else otherwise

    return answer
