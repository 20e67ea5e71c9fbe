"""Checks a text: sentence by sentence against the record, and as a whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from assistant.consistency.agreeing import check_each_other
from assistant.consistency.context import DraftContext, SentenceContext, reference_to
from assistant.consistency.evidence import EvidenceGatherer, Unit
from assistant.consistency.figures import check_figures
from assistant.consistency.hygiene import check_post_length
from assistant.consistency.intensity import check_intensity
from assistant.consistency.labels import CONTRADICTING, MIN_WORDS, judge, supporting_unit, turned_unit
from assistant.consistency.moving import check_moving_figures
from assistant.consistency.names import check_names
from assistant.consistency.official_list import check_official_list
from assistant.consistency.principles import coverage
from assistant.consistency.publication import check_publication
from assistant.consistency.publication_rules import PublicationRules
from assistant.consistency.quotations import StatementSearch, check_quotations, quotations_in, source_of, stands_whole
from assistant.consistency.reader import Reader
from assistant.consistency.red_lines import check_red_lines
from assistant.consistency.terms import check_terms
from assistant.consistency.tone import check_tone
from assistant.consistency.verdicts import verdict_of
from assistant.domain import (
    Finding,
    Label,
    Ledger,
    Progress,
    Report,
    SentenceReport,
    Severity,
    Statement,
    silent,
)
from assistant.errors import InputError
from assistant.retrieval.retriever import MAX_QUERY_CHARS, Retriever
from assistant.text.language import detect_language
from assistant.text.normalise import printable
from assistant.text.sentences import split_sentences
from assistant.text.words import tokens

MAX_TEXT_CHARS = 100_000
READ_AGAINST = 0.7
"""Probability from which a reading alone calls a sentence contrary to the record."""
Spans = tuple[tuple[int, int], ...]

_CHECKS = (
    check_figures,
    check_names,
    check_terms,
    check_official_list,
    check_red_lines,
    check_moving_figures,
    check_tone,
    check_intensity,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSentence:
    """A sentence's report together with its findings."""

    report: SentenceReport
    findings: tuple[Finding, ...]


class Checker:
    """Reads texts against the record and the ledger."""

    def __init__(self, retriever: Retriever, ledger: Ledger, rules: Callable[[], PublicationRules]) -> None:
        """Check against what `retriever` finds, what `ledger` holds and `rules`, those of publication, say."""
        self._rules = rules
        self._retriever = retriever
        self._gatherer = EvidenceGatherer(retriever)
        self._reader = Reader()
        self._ledger = ledger

    def check(
        self,
        text: str,
        *,
        lang: str | None = None,
        frames: Spans = (),
        posts: Spans = (),
        on: date | None = None,
        progress: Progress = silent,
    ) -> Report:
        """Return the report on a text.

        Args:
            text: What is to go out.
            lang: Its language; each sentence's own is recognised where not given.
            frames: Spans that state nothing (numbering, labels, attributions added by us): not checked.
            posts: Spans that are posts and must fit the platform's limit.
            on: The day on which it goes out, for periods of electoral silence; today by default.
            progress: Called after each sentence.

        Raises:
            InputError: The text is empty or too long.
        """
        if not text.strip():
            raise InputError("The text is empty; write what you want to check.")
        if len(text) > MAX_TEXT_CHARS:
            raise InputError(f"The text has {len(text):,} characters; check at most {MAX_TEXT_CHARS:,} at a time.")
        text = printable(text)
        whole_lang = lang or detect_language(text)
        spans = [s for s in split_sentences(_masked(text, frames), whole_lang) if tokens(s.text)]
        checked = []
        for done, span in enumerate(spans, start=1):
            sentence_lang = lang or detect_language(span.text, default=whole_lang)
            checked.append(self._sentence(span.start, span.text, sentence_lang))
            progress("checking", done, len(spans))
        findings = [finding for sentence in checked for finding in sentence.findings]
        findings += check_post_length(text, whole_lang, posts)
        findings += check_publication(text, whole_lang, self._rules(), on=on or date.today(), posts=posts)
        sentences = tuple(sentence.report for sentence in checked)
        findings += check_each_other(DraftContext(text=text, lang=whole_lang, sentences=sentences, ledger=self._ledger))
        return Report(
            verdict=verdict_of(sentences, findings),
            sentences=sentences,
            findings=tuple(sorted(findings, key=lambda f: (f.start, f.end, f.check))),
            principles=coverage(text, whole_lang, self._ledger, _found(sentences)),
        )

    def _sentence(self, start: int, text: str, lang: str) -> CheckedSentence:
        evidence = self._gatherer.gather(text, lang)
        context = SentenceContext(
            start=start, end=start + len(text), text=text, lang=lang, evidence=evidence, ledger=self._ledger
        )
        findings = [finding for check in _CHECKS for finding in check(context)]
        holding = cache(self._holding)  # two questions are asked of each quotation; it is looked for once
        findings += check_quotations(context, holding)
        findings += _polarity(context)
        quoted = _only_quotes(text, evidence.statements, holding)
        if not quoted:
            findings += self._read(context, findings)
        judgement = judge(evidence, findings, quoted=quoted)
        if judgement.label is Label.CONSISTENT and judgement.unit is not None:
            findings += self._superseded(context, judgement.unit.statement)
        report = SentenceReport(
            start=start,
            end=start + len(text),
            text=text,
            label=judgement.label,
            confidence=judgement.confidence,
            evidence=evidence.hits,
        )
        return CheckedSentence(report=report, findings=tuple(findings))

    def _read(self, context: SentenceContext, findings: Sequence[Finding]) -> list[Finding]:
        """Read the sentence as a whole against the nearest lines, where nothing plainer has settled it."""
        evidence = context.evidence
        settled = supporting_unit(evidence) is not None or any(
            f.check in CONTRADICTING and f.severity is Severity.BLOCK for f in findings
        )
        if settled or len(evidence.words) < MIN_WORDS:
            return []
        reading = self._reader.read(context.text, evidence.nearest)
        if reading is None or reading.contradicts < READ_AGAINST:
            return []
        unit = self._reader.against(context.text, evidence.nearest)
        if unit is None:
            return []
        return [_contrary(context, "reading", "read_against", unit)]

    def _superseded(self, context: SentenceContext, statement: Statement) -> list[Finding]:
        newer = self._retriever.statements(statement.superseded_by)
        if not newer:
            return []
        return [
            context.finding(
                "superseded",
                Severity.WARN,
                "superseded",
                evidence=(statement.id, *(s.id for s in newer)),
                reference="; ".join(reference_to(s, context.lang) for s in newer),
            )
        ]

    def _holding(self, quote: str) -> Sequence[Statement]:
        """Return the statements most likely to hold a quotation."""
        hits = self._retriever.search(quote[:MAX_QUERY_CHARS], k=20)
        return [hit.statement for hit in hits]


def _only_quotes(text: str, statements: Sequence[Statement], holding: StatementSearch) -> bool:
    """Tell whether a sentence is nothing but one verified quotation of whole sentences, marks aside."""
    quotes = quotations_in(text)
    if len(quotes) != 1 or tokens(text[: quotes[0].start]) or tokens(text[quotes[0].end :]):
        return False
    source = source_of(quotes[0].text, [*statements, *holding(quotes[0].text)])
    return source is not None and stands_whole(quotes[0].text, source)


def _masked(text: str, frames: Spans) -> str:
    """Blank out frames, keeping every offset."""
    characters = list(text)
    for start, end in frames:
        characters[start:end] = ["\n" if c == "\n" else " " for c in characters[start:end]]
    return "".join(characters)


def _polarity(context: SentenceContext) -> list[Finding]:
    unit = turned_unit(context.evidence)
    if unit is None:
        return []
    return [_contrary(context, "polarity", "turned", unit, words=", ".join(unit.alignment.turned))]


def _contrary(context: SentenceContext, check: str, template: str, unit: Unit, *, words: str = "") -> Finding:
    """Make the finding that a sentence goes against a unit of the record, whose wording it suggests."""
    return context.finding(
        check,
        Severity.BLOCK,
        template,
        evidence=(unit.statement.id,),
        suggestion=None if unit.verbatim else unit.text,
        recorded=unit.text,
        reference=reference_to(unit.statement, context.lang),
        words=words,
    )


def _found(sentences: Sequence[SentenceReport]) -> list[Statement]:
    return [hit.statement for sentence in sentences for hit in sentence.evidence]
