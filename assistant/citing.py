"""Citations: numbers, exact quotes, and how a reference reads in either language."""

from collections.abc import Iterable
from datetime import date

from assistant.domain import Authority, Bilingual, Citation, Form, Hit, PassageKind, Statement
from assistant.text.sentences import split_sentences
from assistant.text.words import content_stems

MAX_QUOTE_CHARS = 420

_MONTHS = {
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


AUTHORITY_NAMES = {
    "es": {
        Authority.AGREEMENT: "tratado o declaración conjunta",
        Authority.COMMUNIQUE: "comunicado",
        Authority.SPEECH: "discurso o conferencia",
        Authority.POST: "publicación",
    },
    "en": {
        Authority.AGREEMENT: "treaty or joint statement",
        Authority.COMMUNIQUE: "communiqué",
        Authority.SPEECH: "speech or press conference",
        Authority.POST: "post",
    },
}


def long_date(day: date, lang: str) -> str:
    """Write a date out: ``21 de enero de 2026`` or ``21 January 2026``."""
    month = _MONTHS[lang][day.month - 1]
    return f"{day.day} de {month} de {day.year}" if lang == "es" else f"{day.day} {month} {day.year}"


def quote_from(statement: Statement, query: str, lang: str, passage: tuple[int, int] | None = None) -> str:
    """Return the run of whole sentences of the statement's text that says most on `query`.

    The quote is an exact substring of `statement.text`, within `passage` (half-open offsets) where given,
    and as long as fits in about three lines.
    """
    start, end = passage or (0, len(statement.text))
    sentences = [
        span for span in split_sentences(statement.text, statement.lang) if span.start >= start and span.end <= end
    ]
    if not sentences:
        return statement.text[start:end].strip()
    wanted = set(content_stems(query, lang))
    scores = [len(wanted & set(content_stems(span.text, statement.lang))) for span in sentences]
    first = last = max(range(len(sentences)), key=lambda i: (scores[i], -i))
    # Grow towards the better neighbour while it fits: one sentence of an answer is often elliptic.
    while True:
        before = first - 1 if first > 0 else None
        after = last + 1 if last + 1 < len(sentences) else None
        choices = [i for i in (after, before) if i is not None]
        choices = [
            i for i in choices if sentences[max(i, last)].end - sentences[min(i, first)].start <= MAX_QUOTE_CHARS
        ]
        if not choices:
            break
        best = max(choices, key=lambda i: scores[i])
        first, last = min(first, best), max(last, best)
    return statement.text[sentences[first].start : sentences[last].end]


def cite(hits: Iterable[Hit], query: str, lang: str) -> list[Citation]:
    """Number the hits' statements from 1, each once, each with an exact quote."""
    citations: list[Citation] = []
    seen: set[str] = set()
    for hit in hits:
        if hit.statement.id in seen:
            continue
        seen.add(hit.statement.id)
        span = (hit.passage.start, hit.passage.end) if hit.passage.kind is PassageKind.TEXT else None
        quote = quote_from(hit.statement, query, lang, span)
        citations.append(Citation(number=len(citations) + 1, statement=hit.statement, quote=quote))
    return citations


def worded(statement: Statement, quote: str, lang: str) -> str:
    """Return the quote as it may be shown: in quotation marks only where the words are verbatim."""
    if statement.form is not Form.VERBATIM:
        return quote
    return f"“{quote}”" if lang == "en" else f"«{quote}»"


def reference(citation: Citation, lang: str) -> str:
    """Write a reference: speaker, role on the date, date, venue, source."""
    statement = citation.statement
    form = {
        ("es", Form.PARAPHRASE): "paráfrasis",
        ("en", Form.PARAPHRASE): "paraphrase",
        ("es", Form.VERBATIM): "textual",
        ("en", Form.VERBATIM): "verbatim",
    }[(lang, statement.form)]
    day = long_date(statement.date, lang)
    newer = _newer(citation, lang)
    kind = AUTHORITY_NAMES[lang][statement.authority]
    return (
        f"[{citation.number}] {statement.speaker}, {statement.role}, {day}, {statement.venue} ({kind}, {form}). "
        f"{statement.source.title}. {statement.source.ref}{newer}"
    )


def _newer(citation: Citation, lang: str) -> str:
    """Say which later statements replaced this one, or may have."""
    known, maybe = citation.statement.superseded_by, citation.maybe_superseded_by
    words = {"es": ("superada por", "quizá superada por"), "en": ("superseded by", "maybe superseded by")}[lang]
    return "".join(f" [{word} {', '.join(ids)}]" for word, ids in zip(words, (known, maybe), strict=True) if ids)


def best_line(statement: Statement, query: str, lang: str) -> str | None:
    """Return the line to take that says most on `query`, or None where the statement has none."""
    pair = best_pair(statement, query, lang)
    return pair.get(lang) if pair else None


def best_pair(statement: Statement, query: str, lang: str) -> Bilingual | None:
    """Return the same line in both languages, chosen by what its wording in `lang` says on `query`."""
    wanted = set(content_stems(query, lang))
    return max(statement.lines, key=lambda pair: len(wanted & set(content_stems(pair.get(lang), lang))), default=None)
