"""What the labels refer to: the bundled statements, by id."""

from functools import cache

from assistant.domain import Statement
from assistant.record.corpus import load_corpus


@cache
def statements() -> dict[str, Statement]:
    """Return the bundled statements by id."""
    return {statement.id: statement for statement in load_corpus()}


def topic_of(ids: "tuple[str, ...] | list[str]") -> str:
    """Return the first topic of the first statement named; empty where none is."""
    known = [statements()[each] for each in ids if each in statements()]
    return known[0].topics[0] if known and known[0].topics else ""


def cited(statement_id: str, text: str) -> str:
    """Return a line of evidence for a report."""
    return f"{statement_id}: {' '.join(text.split())}"
