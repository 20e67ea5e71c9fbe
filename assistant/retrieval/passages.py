"""Cuts statements into passages: spans of a few sentences of one speaker, and the lines to take."""

from collections.abc import Iterator

from assistant.domain import LANGUAGES, Passage, PassageKind, Statement
from assistant.errors import RetrievalError
from assistant.text.sentences import split_sentences
from assistant.text.spans import Span

TARGET_WORDS = 90
"""About one spoken paragraph: long enough to carry a position, short enough for one vector."""
CONTEXT_BELOW_WORDS = 60
"""Short answers ("Sí, se mantiene la revisión") are found through the question they answer."""


def passages_of(statement: Statement) -> list[Passage]:
    """Return a statement's passages. Text passages are spans of its text, in order, without overlap."""
    spans = [_text_passage(statement, statement.lang, start, end) for start, end in _spans(statement)]
    return spans + [_line(statement, lang, n) for n in range(len(statement.lines)) for lang in LANGUAGES]


def statement_id_of(passage_id: str) -> str:
    """Return the id of the statement to which a passage belongs."""
    return passage_id.rpartition("#")[0]


def language_of(passage_id: str) -> str:
    """Return the language of a passage."""
    return passage_id.rpartition("#")[2].split(":")[1]


def passage_at(statement: Statement, passage_id: str) -> Passage:
    """Rebuild a passage from its id, which says where in the statement it is.

    Raises:
        RetrievalError: The index is older than the statement.
    """
    try:
        kind, lang, place = passage_id.rpartition("#")[2].split(":")
        if kind == PassageKind.LINE.value:
            return _line(statement, lang, int(place))
        start, end = (int(number) for number in place.split("-"))
    except (ValueError, IndexError):
        raise RetrievalError(
            f"The index knows a passage {passage_id!r} that the record does not. Run `assistant reindex`."
        ) from None
    return _text_passage(statement, lang, start, end)


def _text_passage(statement: Statement, lang: str, start: int, end: int) -> Passage:
    text = statement.text[start:end]
    short_answer = start == 0 and len(text.split()) < CONTEXT_BELOW_WORDS
    return Passage(
        id=f"{statement.id}#text:{lang}:{start}-{end}",
        statement_id=statement.id,
        kind=PassageKind.TEXT,
        lang=lang,
        text=text,
        start=start,
        end=end,
        context=statement.context if short_answer else "",
    )


def _line(statement: Statement, lang: str, number: int) -> Passage:
    return Passage(
        id=f"{statement.id}#line:{lang}:{number}",
        statement_id=statement.id,
        kind=PassageKind.LINE,
        lang=lang,
        text=statement.lines[number].get(lang),
    )


def _spans(statement: Statement) -> Iterator[tuple[int, int]]:
    group: list[Span] = []
    words = 0
    for sentence in split_sentences(statement.text, statement.lang):
        length = len(sentence.text.split())
        if group and words + length > TARGET_WORDS:
            yield group[0].start, group[-1].end
            group, words = [], 0
        group.append(sentence)
        words += length
    if group:
        yield group[0].start, group[-1].end


def indexed_text(passage: Passage) -> str:
    """Return what the index sees: the passage, after the question it answers where it has one."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text
