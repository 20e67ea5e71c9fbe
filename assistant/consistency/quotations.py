"""Is every quotation, word for word, in a verbatim statement?"""

from collections.abc import Callable, Sequence

from assistant.consistency.context import SentenceContext, reference_to
from assistant.consistency.names import COMMON
from assistant.domain import Finding, Form, Severity, Statement
from assistant.text.assertions import reports_others
from assistant.text.names import proper_names
from assistant.text.normalise import fold
from assistant.text.quotations import find_quotations, is_verbatim
from assistant.text.sentences import split_sentences
from assistant.text.spans import Span
from assistant.text.words import tokens

MIN_QUOTE_WORDS = 4
"""Shorter runs in quotation marks are terms of art or irony, not somebody's words."""

MAX_QUOTED_SENTENCES = 8

StatementSearch = Callable[[str], Sequence[Statement]]


def quotations_in(text: str) -> list[Span]:
    """Return the quotations of a text that claim to be somebody's words."""
    return [span for span in find_quotations(text) if len(span.text.split()) >= MIN_QUOTE_WORDS]


def source_of(quote: str, statements: Sequence[Statement]) -> Statement | None:
    """Return the first verbatim statement that holds the quotation word for word."""
    return next((s for s in statements if s.form is Form.VERBATIM and is_verbatim(quote, s.text)), None)


def stands_whole(quote: str, source: Statement) -> bool:
    """Tell whether a quotation is one or more whole sentences of its source, none of them asking or quoting."""
    return passage_quoted(quote, source) is not None


def passage_quoted(quote: str, source: Statement) -> str | None:
    """Return the whole sentences of a source that a quotation consists of, as they stand there; none asks or quotes.

    A fragment can say the opposite of its sentence: "accept the presence of …" out of "we will not accept …".
    """
    spans = split_sentences(source.text, source.lang)
    for first in range(len(spans)):
        for last in range(first, min(len(spans), first + MAX_QUOTED_SENTENCES)):
            passage = source.text[spans[first].start : spans[last].end]
            if _bare(passage) == _bare(quote):
                return None if "?" in passage or find_quotations(passage) else passage
    return None


def _bare(text: str) -> str:
    return fold(text).strip(" .\"'")


def check_quotations(context: SentenceContext, search: StatementSearch) -> list[Finding]:
    """Block quotations that are in no verbatim statement, and those that only match a paraphrase."""
    findings = []
    for quote in quotations_in(context.text):
        statements = [*context.evidence.statements, *search(quote.text)]
        source = source_of(quote.text, statements)
        if source is not None:
            if not stands_whole(quote.text, source):
                findings.append(_fragment(context, quote, source))
            continue
        paraphrase = next((s for s in statements if _in_paraphrase(quote.text, s)), None)
        if paraphrase is None and _of_nobody_named(context, quote):
            findings.append(
                context.finding("quotations", Severity.INFO, "quotation_unnamed", start=quote.start, end=quote.end)
            )
            continue
        findings.append(
            context.finding(
                "quotations",
                Severity.BLOCK,
                "quotation_paraphrase" if paraphrase else "quotation_unknown",
                start=quote.start,
                end=quote.end,
                evidence=(paraphrase.id,) if paraphrase else (),
            )
        )
    return findings


def _of_nobody_named(context: SentenceContext, quote: Span) -> bool:
    """Tell whether a quotation is put into the mouth of "some" or "critics": then nobody real is misquoted."""
    around = f"{context.text[: quote.start - 1]} {context.text[quote.end + 1 :]}"
    named = [name for name in proper_names(around, context.lang) if not _is_country(name.text)]
    return not named and reports_others(around, context.lang)


def _is_country(name: str) -> bool:
    return {fold(token.text) for token in tokens(name)} <= COMMON


def _fragment(context: SentenceContext, quote: Span, source: Statement) -> Finding:
    return context.finding(
        "quotations",
        Severity.WARN,
        "quotation_fragment",
        start=quote.start,
        end=quote.end,
        evidence=(source.id,),
        reference=reference_to(source, context.lang),
    )


def _in_paraphrase(quote: str, statement: Statement) -> bool:
    if statement.form is not Form.PARAPHRASE:
        return False
    texts = [statement.text, *(wording for pair in statement.lines for wording in (pair.es, pair.en))]
    return any(is_verbatim(quote, text) for text in texts)
