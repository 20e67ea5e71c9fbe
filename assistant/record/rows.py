"""A statement as its row will hold it, made without the database: whoever only reads files need not load that."""

from dataclasses import dataclass

from assistant.domain import Statement
from assistant.domain.record import digest_of
from assistant.errors import InputError
from assistant.text.normalise import fold, printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A statement as its row holds it; made where there is time, so that the database is written without delay."""

    statement: Statement
    payload: str
    digest: str
    text_folded: str


def written(statement: Statement) -> Written:
    """Return a statement as its row holds it.

    Raises:
        InputError: It holds half a character.
    """
    payload = statement.to_json()
    try:
        digest = digest_of(payload)
    except UnicodeEncodeError:
        raise InputError(
            f"The statement {printable(statement.id)!r} holds half a character (a lone surrogate); save its file again "
            "as UTF-8."
        ) from None
    return Written(statement=statement, payload=payload, digest=digest, text_folded=folded_text(statement.text))


def folded_text(text: str) -> str:
    """Return a text as it is kept for looking words up; PostgreSQL refuses the character NUL."""
    return fold(text).replace("\0", "")
