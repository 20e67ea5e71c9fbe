"""Models that write drafts as told, for `evals.chat_server.ChatServer`: faithful, inventing, obedient to anything."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.assembly import Assistant
from assistant.domain import Brief, DraftFormat
from assistant.settings import Settings
from evals.chat_server import MODEL, Answering, Asked, ChatServer
from evals.writers import shaped


def faithful(asked: Asked, most: int = 4) -> str:
    """Say what the evidence says, word for word."""
    lines = [(text, [number]) for number, texts in asked.evidence.items() for text in texts[:2]]
    if asked.is_repair:
        return shaped(asked, lines[len(asked.failing) :] or lines)
    short = [line for line in lines if len(line[0]) < 240]
    return shaped(asked, (short or lines)[: 1 if "Write one item" in asked.rules else most])


def saying(*texts: str, then: Callable[[Asked], str] | None = None, first: int = 1) -> Answering:
    """Always say the same, in a repair too, unless `then` answers that."""

    def answer(asked: Asked) -> str:
        if asked.is_repair and then is not None:
            return then(asked)
        return shaped(asked, [(text, [first]) for text in texts])

    return answer


def given_up(asked: Asked) -> str:
    """Give up every sentence that failed."""
    return json.dumps(
        {"sentences": [{"number": n, "evidence": [], "quote": False, "text": ""} for n, _ in asked.failing]}
    )


def with_model(settings: Settings, server: ChatServer, **changes: Any) -> Settings:
    """Return settings under which the server's model writes."""
    return settings.model_copy(
        update={"llm_model": MODEL, "llm_base_url": server.url, "llm_timeout_seconds": 10.0, **changes}
    )


@contextmanager
def writing(home: Path, answering: Answering, **changes: Any) -> Iterator[tuple[Assistant, ChatServer]]:
    """Open a home in which a model writes as told."""
    of_server = {name: changes.pop(name) for name in ("pause", "unknown_forms", "streams") if name in changes}
    with ChatServer(answering, **of_server).up() as server:
        settings = with_model(Settings(home=home, _env_file=None), server, **changes)  # type: ignore[call-arg]
        with Assistant.open(settings) as assistant:
            yield assistant, server


def meeting(lang: str = "es", format_: DraftFormat = DraftFormat.TALKING_POINTS, **changes: Any) -> Brief:
    """A brief on the third meeting of the group."""
    topics = {
        "es": "Tercera reunión del Grupo de Implementación de Seguridad, Washington",
        "en": "Third meeting of the Security Implementation Group, Washington",
    }
    return Brief(topic=topics[lang], format=format_, lang=lang, **changes)


def drafts_kept(home: Path) -> int:
    """Return how many drafts a home holds."""
    import sqlite3

    (path,) = [p for p in home.glob("*.sqlite3") if re.search("record", p.name)]
    with sqlite3.connect(path) as connection:
        return int(connection.execute("SELECT count(*) FROM drafts").fetchone()[0])
