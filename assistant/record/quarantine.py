"""Why a statement should be looked at by a person before anything rests on it."""

from collections.abc import Iterator
from functools import lru_cache

from assistant.domain import Statement
from assistant.record.instructions import blob_in, instruction_in
from assistant.text.hidden import UNUSUAL, hidden_character, visible
from assistant.text.lookalikes import lookalike

_SHOWN, _SHORT = 90, 300


def suspicion(statement: Statement) -> str:
    """Return one sentence on what is suspicious about a statement, and where; "" for a clean one.

    Suspicious is what addresses a language model instead of a reader, what hides characters, and what is stored in
    other letters than the eye sees. The question before an answer counts too, because the index reads it.
    """
    for where, text in _parts(statement):
        # Title, speaker and role stand again and again in a file; what was looked at once need not be again.
        reason = _of_short(where, text) if len(text) <= _SHORT else _reason(where, text)
        if reason:
            return reason
    return ""


def _parts(statement: Statement) -> Iterator[tuple[str, str]]:
    yield "text", statement.text
    yield "question before it", statement.context
    yield "title", statement.source.title
    yield "source", statement.source.ref
    yield "speaker", statement.speaker
    yield "role", statement.role
    yield "venue", statement.venue
    yield "counterpart", statement.counterpart
    for number, pair in enumerate(statement.lines, start=1):
        yield f"Spanish line {number}", pair.es
        yield f"English line {number}", pair.en
    for name, values in (("figures", statement.figures), ("topics", statement.topics)):
        yield name, "\n".join(values)


@lru_cache(maxsize=1024)
def _of_short(where: str, text: str) -> str:
    return _reason(where, text)


def _reason(where: str, text: str) -> str:
    if not text:
        return ""
    for look in (hidden_character, lookalike) if UNUSUAL.search(text) else ():
        what, place = look(text)
        if what:
            return f'The {where} {what}: "{_short(place)}".'
    begins = instruction_in(text)
    if begins:
        return f'The {where} reads like an instruction to a language model: "{_short(visible(begins))}".'
    block = blob_in(text)
    return f'The {where} holds an encoded block that no reader can read: "{_short(block)}".' if block else ""


def _short(place: str) -> str:
    return place if len(place) <= _SHOWN else place[:_SHOWN] + "…"
