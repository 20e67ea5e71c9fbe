"""What the labels refer to: the bundled statements, by id."""

from collections.abc import Iterable, Sequence
from functools import cache

from assistant.domain import Statement
from assistant.record.corpus import load_corpus


@cache
def statements() -> dict[str, Statement]:
    """Return the bundled statements by id."""
    return {statement.id: statement for statement in load_corpus()}


def require_on_record(ids: Iterable[str]) -> None:
    """Refuse ids that no bundled statement has.

    Raises:
        ValueError: There is one.
    """
    if unknown := sorted(set(ids) - set(statements())):
        raise ValueError(f"the record holds no statement {unknown[0]!r}")


def topic_of(ids: Sequence[str]) -> str:
    """Return the first topic of the first statement named; empty where none is."""
    known = [statements()[each] for each in ids if each in statements()]
    return known[0].topics[0] if known and known[0].topics else ""


def cited(statement_id: str, text: str) -> str:
    """Return a line of evidence for a report."""
    return f"{statement_id}: {' '.join(text.split())}"
