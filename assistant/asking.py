"""Answers what the position is: exact quotes from statements, newest first, each with its citation."""

from collections.abc import Sequence

from assistant.citing import best_line, cite, long_date, worded
from assistant.domain import Answer, AnswerStatus, Citation, Filters, Form, Hit, TimelineEntry
from assistant.retrieval.query import Query
from assistant.retrieval.relevance import ON_RECORD
from assistant.retrieval.retriever import Retriever

CANDIDATES = 12
MAX_QUOTED = 5
SUMMARY_CHARS = 200

_TEXTS = {
    "es": {
        "none": "No hay nada en el registro que responda a esta pregunta.",
        "head": "Lo que consta en el registro, de lo más reciente a lo más antiguo:",
        "superseded": "superada por una declaración posterior",
    },
    "en": {
        "none": "There is nothing on the record that answers this question.",
        "head": "What is on the record, newest first:",
        "superseded": "superseded by a later statement",
    },
}


class Asker:
    """Answers questions from the record alone."""

    def __init__(self, retriever: Retriever) -> None:
        """Answer with what `retriever` finds."""
        self._retriever = retriever

    def ask(self, question: str, filters: Filters | None = None) -> Answer:
        """Answer a question, or say that nothing on the record does.

        Raises:
            InputError: The question is empty or far too long, or an operator in it cannot be read.
        """
        return self.answer(self._retriever.understand(question, filters))

    def answer(self, query: Query) -> Answer:
        """Answer a question that was understood already."""
        text, lang = query.text, query.lang
        hits = self._quotable(query)
        if not hits:
            return Answer(status=AnswerStatus.NO_RECORD, text=_TEXTS[lang]["none"])
        newest_first = sorted(hits, key=lambda hit: (hit.statement.date, -hit.rank), reverse=True)
        citations = cite(newest_first, text, lang)
        return Answer(
            status=AnswerStatus.ANSWERED,
            text=_compose(citations, text, lang),
            citations=tuple(citations),
            timeline=_timeline(citations, text, lang),
        )

    def _quotable(self, query: Query) -> list[Hit]:
        hits = self._retriever.search(query, k=CANDIDATES)
        return [hit for hit in hits if hit.relevance >= ON_RECORD][:MAX_QUOTED]


def _compose(citations: Sequence[Citation], question: str, lang: str) -> str:
    lines = [_TEXTS[lang]["head"]]
    for citation in citations:
        statement = citation.statement
        said = worded(statement, citation.quote, lang)
        if statement.form is Form.PARAPHRASE and statement.lang != lang:
            said = best_line(statement, question, lang) or said
        note = f" ({_TEXTS[lang]['superseded']})" if statement.superseded_by else ""
        day = long_date(statement.date, lang)
        lines.append(f"• {day}, {statement.speaker} ({statement.role}){note}: {said} [{citation.number}]")
    return "\n".join(lines)


def _timeline(citations: Sequence[Citation], question: str, lang: str) -> tuple[TimelineEntry, ...]:
    """Return the steps of a position oldest first, or nothing where it was stated on one day only."""
    if len({citation.statement.date for citation in citations}) < 2:
        return ()
    ordered = sorted(citations, key=lambda c: (c.statement.date, c.number))
    return tuple(
        TimelineEntry(
            date=c.statement.date,
            statement_id=c.statement.id,
            summary=_shorten(best_line(c.statement, question, lang) or c.quote),
        )
        for c in ordered
    )


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    if len(flat) <= SUMMARY_CHARS:
        return flat
    return flat[:SUMMARY_CHARS].rsplit(" ", 1)[0].rstrip(",;:") + "…"
