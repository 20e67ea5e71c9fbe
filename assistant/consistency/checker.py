"""Checks a text: sentence by sentence against the record, and as a whole."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from assistant.consistency.agreeing import EACH_OTHER, check_each_other
from assistant.consistency.checked import CheckedSentence, Known
from assistant.consistency.context import DraftContext, SentenceContext, reference_to, unended
from assistant.consistency.copying import added_to_a_copy
from assistant.consistency.evidence import EvidenceGatherer, Unit, shares_words
from assistant.consistency.figures import check_figures
from assistant.consistency.hygiene import check_post_length
from assistant.consistency.intensity import check_intensity
from assistant.consistency.judging import CHECK as JUDGE
from assistant.consistency.judging import Confirms, Reviewed, ToReview
from assistant.consistency.labels import (
    MIN_WORDS,
    against,
    judge,
    only_shortened,
    says_the_same,
    supporting_unit,
    turned_unit,
)
from assistant.consistency.moving import check_moving_figures
from assistant.consistency.names import check_names
from assistant.consistency.official_list import check_official_list
from assistant.consistency.opinions import of_networks, together
from assistant.consistency.principles import coverage
from assistant.consistency.publication import check_publication
from assistant.consistency.publication_rules import PublicationRules
from assistant.consistency.quotations import StatementSearch, check_quotations, quotations_in, source_of, stands_whole
from assistant.consistency.reader import Reader
from assistant.consistency.reading import read_sentence
from assistant.consistency.reasons import explain
from assistant.consistency.red_lines import check_red_lines
from assistant.consistency.terms import check_terms
from assistant.consistency.tone import check_tone
from assistant.consistency.verdicts import verdict_of
from assistant.domain import (
    Classification,
    Filters,
    Finding,
    Hit,
    JudgeUse,
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
from assistant.gate import Gate
from assistant.retrieval.retriever import MAX_QUERY_CHARS, Retriever
from assistant.text.assertions import split_assertions
from assistant.text.language import detect_language
from assistant.text.normalise import printable
from assistant.text.spans import Span
from assistant.text.words import tokens

if TYPE_CHECKING:
    from assistant.consistency.judge_review import Judge

MAX_TEXT_CHARS = 100_000
AT_ONCE = os.cpu_count() or 1
"""Sentences that are checked at the same time."""
CONFIRMED = 0.5
"""Probability from which the reader confirms what a model found: two signals that agree."""
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


class Checker:
    """Reads texts against the record and the ledger."""

    def __init__(
        self,
        retriever: Retriever,
        ledger: Callable[[], Ledger],
        rules: Callable[[], PublicationRules],
        judge: "Callable[[Ledger, Confirms], Judge | None]" = lambda _ledger, _confirms: None,
        asking: Callable[[], None] = lambda: None,
        gate: Gate | None = None,
    ) -> None:
        """Check against what `retriever` finds, what `ledger` holds and `rules`, those of publication, say.

        The ledger is asked for once a check, so that a text is never read by two of them. `judge` opens the model
        that reads beside the checks, where one is configured; `asking` is called before it reads, and may refuse;
        `gate` says what may be sent to models.
        """
        self._asking = asking
        self._gate = gate
        self._rules = rules
        self._retriever = retriever
        self._gatherer = EvidenceGatherer(retriever)
        self._reader = Reader()
        self._ledger = ledger
        # For the ledger of each moment, of which there are few.
        self._judge = lru_cache(maxsize=2)(lambda now: judge(now, self._confirms))

    def check(
        self,
        text: str,
        *,
        lang: str | None = None,
        frames: Spans = (),
        posts: Spans = (),
        on: date | None = None,
        judged: bool = True,
        known: Known | None = None,
        classification: Classification = Classification.PUBLIC,
        progress: Progress = silent,
    ) -> Report:
        """Return the report on a text.

        Args:
            text: What is to go out.
            lang: Its language; each sentence's own is recognised where not given.
            frames: Spans that state nothing (numbering, labels, attributions added by us): not checked.
            posts: Spans that are posts and must fit the platform's limit.
            on: The day on which it goes out, for periods of electoral silence; today by default.
            judged: Have the configured model, if any, read it too.
            known: Sentences that need not be checked again, to which those of this text are added.
            classification: How far the text may travel.
            progress: Called after each sentence.

        Raises:
            InputError: The text is empty or too long.
            RestrictedError: It is restricted, and a model would see it that may not.
        """
        if not text.strip():
            raise InputError("The text is empty; write what you want to check.")
        if len(text) > MAX_TEXT_CHARS:
            raise InputError(f"The text has {len(text):,} characters; check at most {MAX_TEXT_CHARS:,} at a time.")
        if self._gate is not None:
            self._gate.require_embeddings(classification)
            if judged:
                self._gate.require_model(classification)
        text = printable(text)
        whole_lang = lang or detect_language(text)
        ledger = self._ledger()
        spans = split_assertions(_masked(text, frames), whole_lang)
        langs = [lang or detect_language(span.text, default=whole_lang) for span in spans]
        checked = self._sentences(spans, langs, ledger, {} if known is None else known, progress)
        checked, findings, use = self._judged(checked, ledger, progress) if judged else (checked, [], None)
        findings += [finding for sentence in checked for finding in sentence.findings]
        findings += check_post_length(text, whole_lang, posts)
        findings += check_publication(text, whole_lang, self._rules(), on=on or date.today(), posts=posts)
        return self.as_a_whole(text, whole_lang, [sentence.report for sentence in checked], findings, use, ledger)

    def as_a_whole(
        self,
        text: str,
        lang: str,
        sentences: Sequence[SentenceReport],
        findings: Sequence[Finding],
        judge: JudgeUse | None = None,
        ledger: Ledger | None = None,
    ) -> Report:
        """Return the report on a text whose sentences were checked, with what only the whole of it shows.

        That is: which sentences are against each other, and which principles the text expresses or leaves out.
        """
        sentences, ledger = tuple(sentences), ledger or self._ledger()
        draft = DraftContext(text=text, lang=lang, sentences=sentences, ledger=ledger)
        found = [*(f for f in findings if f.check != EACH_OTHER), *check_each_other(draft)]
        return Report(
            verdict=verdict_of(sentences, found),
            sentences=sentences,
            findings=tuple(sorted(found, key=lambda f: (f.start, f.end, f.check))),
            principles=coverage(text, lang, ledger, _found(sentences)),
            judge=judge,
        )

    def rests_on(self, sentence: str, lang: str, statement_ids: frozenset[str]) -> bool:
        """Tell whether a sentence is consistent where nothing but these statements is on the record.

        One of them must share words with it: see `shares_words`.
        """
        span = Span(0, len(sentence), sentence)
        report = self._sentence(span, lang, self._ledger(), Filters(statement_ids=statement_ids)).report
        shown = [hit.statement for hit in report.evidence]
        return report.label is Label.CONSISTENT and any(shares_words(sentence, lang, each) for each in shown)

    def _sentences(
        self, spans: Sequence[Span], langs: Sequence[str], ledger: Ledger, known: Known, progress: Progress
    ) -> list[CheckedSentence]:
        """Check sentences side by side, one a core: most of the time goes into networks, which wait for nobody."""

        def check(span: Span, lang: str) -> CheckedSentence:
            before = known.get((span.text, lang))
            return before.moved_to(span.start) if before else self._sentence(span, lang, ledger)

        pool = ThreadPoolExecutor(min(AT_ONCE, len(spans)), "sentence") if len(spans) > 1 else None
        each: Iterable[CheckedSentence] = (pool.map if pool else map)(check, spans, langs)
        checked = []
        try:
            for sentence in each:
                checked.append(sentence)
                progress("checking", len(checked), len(spans))
        finally:
            if pool:
                pool.shutdown(cancel_futures=True)
        known.update({(span.text, lang): one for span, lang, one in zip(spans, langs, checked, strict=True)})
        return checked

    def _sentence(self, span: Span, lang: str, ledger: Ledger, filters: Filters | None = None) -> CheckedSentence:
        start, text = span.start, span.text
        evidence = self._gatherer.gather(text, lang, filters)
        context = SentenceContext(
            start=start, end=start + len(text), text=text, lang=lang, evidence=evidence, ledger=ledger
        )
        findings = [finding for check in _CHECKS for finding in check(context)]
        holding = cache(self._holding)  # two questions are asked of each quotation; it is looked for once
        findings += check_quotations(context, holding)
        findings += _polarity(context)
        quoted = _only_quotes(text, evidence.statements, holding)
        read = None if quoted or _settled(context, findings) else read_sentence(self._reader, context)
        if read and read.unit and read.is_against and not only_shortened(text, evidence):
            findings.append(_contrary(context, "reading", "read_against", read.unit, start=read.start, end=read.end))
        judgement = judge(
            evidence,
            findings,
            read.reading if read else None,
            quoted=quoted,
            nearest=read.unit if read else None,
            copy=added_to_a_copy(text, evidence) if read and says_the_same(read.reading) else None,
        )
        if judgement.label is Label.CONSISTENT and judgement.support is not None:
            findings += self._superseded(context, judgement.support.statement)
        why = explain(context, judgement, findings)
        report = SentenceReport(
            start=start,
            end=start + len(text),
            text=text,
            label=judgement.label,
            confidence=judgement.confidence,
            evidence=_first(evidence.hits, judgement.support if judgement.label is Label.CONSISTENT else None),
            reason=why.reason,
            support=why.support,
            conflict=why.conflict,
            suggestion=why.suggestion,
        )
        return CheckedSentence(report=report, findings=tuple(findings), lang=lang)

    def _judged(
        self, checked: Sequence[CheckedSentence], ledger: Ledger, progress: Progress
    ) -> tuple[list[CheckedSentence], list[Finding], JudgeUse | None]:
        """Have the configured model read the sentences too, and return what that leaves of them."""
        model = self._judge(ledger)
        if model is None or not checked:
            return list(checked), [], None
        self._asking()
        review = model.review([_to_review(sentence) for sentence in checked], progress)
        after = [_reviewed(before, now) for before, now in zip(checked, review.sentences, strict=True)]
        return after, list(review.findings), review.use

    def _confirms(self, sentence: str, passage: str) -> bool:
        """Tell whether the reader, which is no language model, finds a sentence in a passage too."""
        return together(of_networks(self._reader, sentence, [passage])).consistent >= CONFIRMED

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


def _settled(context: SentenceContext, findings: Sequence[Finding]) -> bool:
    """Tell whether something plainer than reading has settled the label."""
    evidence = context.evidence
    return supporting_unit(evidence) is not None or bool(against(findings)) or len(evidence.words) < MIN_WORDS


def _first(hits: Sequence[Hit], support: Unit | None) -> tuple[Hit, ...]:
    """Return the evidence with the statement first that made the sentence consistent."""
    if support is None:
        return tuple(hits)
    in_order = sorted(hits, key=lambda hit: hit.statement.id != support.statement.id)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(in_order, start=1))


def _to_review(sentence: CheckedSentence) -> ToReview:
    report = sentence.report
    return ToReview(
        start=report.start,
        end=report.end,
        text=report.text,
        lang=sentence.lang,
        label=report.label,
        confidence=report.confidence,
        hits=report.evidence,
        findings=sentence.findings,
    )


def _reviewed(before: CheckedSentence, now: Reviewed) -> CheckedSentence:
    """Return a sentence as a model's reading leaves it. Where that changes the label, it is the reason."""
    changed = now.label is not before.report.label
    said = [finding for finding in now.findings if finding.check == JUDGE]
    reason = said[-1].message if changed and said else before.report.reason
    report = replace(before.report, label=now.label, confidence=now.confidence, reason=reason)
    return replace(before, report=report, findings=now.findings)


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


def _contrary(
    context: SentenceContext,
    check: str,
    template: str,
    unit: Unit,
    *,
    words: str = "",
    start: int = 0,
    end: int | None = None,
) -> Finding:
    """Make the finding that a sentence, or a stretch of it, goes against a unit, which it suggests."""
    return context.finding(
        check,
        Severity.BLOCK,
        template,
        start=start,
        end=end,
        evidence=(unit.statement.id,),
        suggestion=None if unit.verbatim else unit.text,
        recorded=unended(unit.text),
        reference=reference_to(unit.statement, context.lang),
        words=words,
    )


def _found(sentences: Sequence[SentenceReport]) -> list[Statement]:
    return [hit.statement for sentence in sentences for hit in sentence.evidence]
