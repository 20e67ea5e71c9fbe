"""Retro-drift: texts that were cleared or published, checked against the record as it is now.

What a text was cleared on can be withdrawn, corrected or overtaken. Each sentence that no longer agrees is
listed with what it was, what it is now, and the statement that is responsible.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.citing import quote_from
from assistant.clearing import KEPT, as_whole, noted
from assistant.consistency.checker import Checker
from assistant.consistency.claims import Matter, claims_in, counterparts_in
from assistant.consistency.superseding import NewerFigures
from assistant.domain import (
    Finding,
    Label,
    Ledger,
    Outgoing,
    Progress,
    Report,
    SentenceReport,
    Severity,
    State,
    Statement,
    StatementTrace,
    silent,
)
from assistant.record.outgoing import OutgoingTexts
from assistant.record.topics import topics_in

LEDGER_MARK = "+ledger."
"""Stands in the program's name before the digest of the home's own ledger."""
OF_LEDGER = frozenset({"terms", "red-lines", "moving-figures"})
"""Checks that go by the ledger alone: what they find anew after it changed is drift too."""
_WORSE = [Label.CONSISTENT, Label.UNSUPPORTED, Label.CONTRADICTS]
_Sentence = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a sentence no longer agrees, and the statement responsible, with what it says on the matter."""

    kind: str
    """"label", "withdrawn", "corrected", "superseded", "newer-figure" or "finding"."""
    message: str
    statement: Statement | None = None
    state: State = State.ACTIVE
    quote: str = ""
    finding: str = ""
    """What a check says of it, in the language of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftedSentence:
    """A sentence of a kept text that no longer agrees with the record."""

    start: int
    end: int
    text: str
    was: Label
    now: Label
    rested_on: str
    """The statement that made it consistent; "" where none did."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftedText:
    """A kept text with sentences that no longer agree."""

    outgoing: Outgoing
    sentences: tuple[DriftedSentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What a look at the kept texts found."""

    checked: int
    agree: int
    read_again: int
    """How many of them had to be checked anew, because the record or the program changed since."""
    drifted: tuple[DriftedText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    """A text as it is checked now, and the statements that changed since it was kept."""

    report: Report
    changed: frozenset[str]


class DriftFinder:
    """Checks kept texts again."""

    def __init__(
        self,
        texts: OutgoingTexts,
        trace: Callable[[str], StatementTrace | None],
        checker: Checker,
        newer: NewerFigures,
        ledger: Ledger,
        last_seq: Callable[[], int],
        program: str,
    ) -> None:
        """Read `texts`; `trace` tells what became of a statement, `newer` finds newer figures."""
        self._texts = texts
        self._trace = trace
        self._checker = checker
        self._newer = newer
        self._ledger = ledger
        self._last_seq = last_seq
        self._program = program

    def drift(self, *, since: date | None = None, everything: bool = False, progress: Progress = silent) -> Drift:
        """Return the kept texts that no longer agree with the record.

        Args:
            since: Only texts kept on this day or later.
            everything: Check all of them anew, even where neither record nor program changed.
            progress: Called after each text.
        """
        texts = self._texts.all(since=since)
        drifted, read_again = [], 0
        for done, outgoing in enumerate(texts, start=1):
            seq = self._last_seq()
            anew = everything or not self._is_up_to_date(outgoing, seq)
            sentences = self._look_at(outgoing, anew=anew)
            read_again += anew
            if sentences:
                drifted.append(DriftedText(outgoing=outgoing, sentences=tuple(sentences)))
            elif anew:
                agreed = noted(outgoing, agreed_seq=seq, agreed_program=self._program)
                self._texts.note(outgoing.id, agreed.report)
            progress("checking texts", done, len(texts))
        return Drift(checked=len(texts), agree=len(texts) - len(drifted), read_again=read_again, drifted=tuple(drifted))

    def _is_up_to_date(self, outgoing: Outgoing, seq: int) -> bool:
        kept = outgoing.report[KEPT]
        states = ((outgoing.seq, kept["program"]), (kept.get("agreed_seq"), kept.get("agreed_program")))
        return (seq, self._program) in states

    def _is_other_ledger(self, outgoing: Outgoing) -> bool:
        """Tell whether the text was kept while another ledger was in force: the program's name ends on its digest."""
        then = str(outgoing.report[KEPT]["program"])
        return then.partition(LEDGER_MARK)[2] != self._program.partition(LEDGER_MARK)[2]

    def _look_at(self, outgoing: Outgoing, *, anew: bool) -> list[DriftedSentence]:
        now = self._now(outgoing) if anew else None
        found = []
        for sentence in outgoing.report["sentences"]:
            fresh = _same_place(now.report.sentences, sentence) if now else None
            reasons = self._foundation(sentence, fresh)
            if now is not None:
                reasons += self._judged(outgoing, sentence, fresh, now, reasons)
                reasons += self._overtaken(outgoing, sentence, now, reasons)
            if reasons:
                was = _without_model(outgoing, sentence)
                found.append(
                    DriftedSentence(
                        start=sentence["start"],
                        end=sentence["end"],
                        text=sentence["text"],
                        was=was,
                        now=fresh.label if fresh else was,
                        rested_on=_rested_on(sentence),
                        reasons=tuple(reasons),
                    )
                )
        return found

    def _now(self, outgoing: Outgoing) -> _Now:
        whole = as_whole(outgoing)
        day = outgoing.at.date()  # silence that began later does not bear on it
        report = self._checker.check(
            whole.text, lang=whole.lang, frames=whole.frames, posts=whole.posts, on=day, judged=False
        )
        return _Now(report=report, changed=self._texts.changed_since(outgoing.seq))

    def _foundation(self, sentence: _Sentence, fresh: SentenceReport | None) -> list[Reason]:
        """What became of the statement that the sentence rested on. Links leave no trace in the sequence numbers."""
        statement_id = _rested_on(sentence)
        if not statement_id:
            return []
        trace = self._trace(statement_id)
        if trace is None:
            return [Reason(kind="withdrawn", message=f"The statement {statement_id} is no longer on the record.")]
        then = sentence["evidence"][0]
        statement = trace.statement
        if trace.state is not State.ACTIVE:
            why = f": {trace.reason}" if trace.reason else ""
            message = f"The statement it rested on is {trace.state.value}{why}."
            return [self._reason("withdrawn", message, statement, sentence, state=trace.state)]
        reasons = []
        words = (sentence.get("support") or then)["text"]
        if not _still_there(words, statement) and not _still_repeats(fresh, statement_id):
            reasons.append(self._reason("corrected", "The statement it rested on was corrected.", statement, sentence))
        for newer_id in statement.superseded_by:
            if newer_id not in then["superseded_by"] and (newer := self._trace(newer_id)) is not None:
                message = f"The statement it rested on, {statement_id}, was superseded."
                reasons.append(self._reason("superseded", message, newer.statement, sentence, state=newer.state))
        return reasons

    def _judged(
        self,
        outgoing: Outgoing,
        sentence: _Sentence,
        fresh: SentenceReport | None,
        now: _Now,
        known: Sequence[Reason],
    ) -> list[Reason]:
        """A label that got worse, or a new finding that cites a statement that changed."""
        was = _without_model(outgoing, sentence)
        named = {reason.statement.id for reason in known if reason.statement}
        reasons = []
        before = {(f["check"], f["start"], f["message"]) for f in outgoing.report["findings"]}
        for finding in _within(now.report.findings, sentence):
            if (finding.check, finding.start, finding.message) in before:
                continue
            cited = [i for i in finding.evidence if i in now.changed and i not in named]
            if finding.severity is Severity.INFO:
                continue
            if not cited:
                if finding.check in OF_LEDGER and self._is_other_ledger(outgoing):
                    reasons.append(Reason(kind="finding", message=finding.message, finding=finding.message))
                continue
            if (trace := self._trace(cited[0])) is not None:
                reason = self._reason("finding", finding.message, trace.statement, sentence, state=trace.state)
                reasons.append(replace(reason, finding=finding.message))
                named.add(cited[0])
        if fresh is not None and _WORSE.index(fresh.label) > _WORSE.index(was):
            message = f"The sentence was {was.value} and is {fresh.label.value} now."
            if reasons:
                first, *others = reasons
                return [replace(first, kind="label", message=f"{message} {first.message}"), *others]
            if not named:
                changed = next((hit.statement for hit in fresh.evidence if hit.statement.id in now.changed), None)
                reasons.append(self._reason("label", message, changed, sentence))
        return reasons

    def _overtaken(self, outgoing: Outgoing, sentence: _Sentence, now: _Now, known: Sequence[Reason]) -> list[Reason]:
        """A figure of the sentence for which a changed statement gives a newer value."""
        matter = self._matter(outgoing, sentence)
        named = {reason.statement.id for reason in known if reason.statement}
        reasons = []
        for found in self._newer.of_claims(list(claims_in(sentence["text"], outgoing.lang, matter))):
            newer_id = found.newer.matter.statement_id
            if newer_id not in now.changed or newer_id in named:
                continue
            if (trace := self._trace(newer_id)) is not None:
                message = f"There is a newer figure: {found.older.figure.text} → {found.newer.figure.text}."
                reasons.append(
                    Reason(kind="newer-figure", message=message, statement=trace.statement, quote=found.newer.sentence)
                )
        return reasons

    def _matter(self, outgoing: Outgoing, sentence: _Sentence) -> Matter:
        """What the sentence is about: what its statement is about, or what its own words tell."""
        trace = self._trace(_rested_on(sentence)) if _rested_on(sentence) else None
        if trace is not None:
            return Matter.of(trace.statement)
        return Matter(
            statement_id=outgoing.id,
            date=outgoing.at.date(),
            topics=frozenset(topics_in(outgoing.text, self._ledger.topics)),
            counterparts=counterparts_in(""),
        )

    def _reason(
        self, kind: str, message: str, statement: Statement | None, sentence: _Sentence, state: State = State.ACTIVE
    ) -> Reason:
        quote = quote_from(statement, sentence["text"], statement.lang) if statement else ""
        return Reason(kind=kind, message=message, statement=statement, state=state, quote=quote)


def _without_model(outgoing: Outgoing, sentence: _Sentence) -> Label:
    """Return the label that the checks alone gave: it is they that look again, not a model, which costs."""
    judged = (outgoing.report.get("judge") or {}).get("sentences", [])
    offline = next((each["offline"] for each in judged if each["start"] == sentence["start"]), sentence["label"])
    return Label(offline)


def _rested_on(sentence: _Sentence) -> str:
    """Return the statement that made the sentence consistent; evidence stands in that order."""
    evidence = sentence["evidence"]
    return str(evidence[0]["statement_id"]) if sentence["label"] == Label.CONSISTENT and evidence else ""


def _still_there(words: str, statement: Statement) -> bool:
    """Tell whether what was the evidence still stands in the statement."""
    lines = [wording for pair in statement.lines for wording in (pair.es, pair.en)]
    return words in lines or words in statement.text


def _still_repeats(fresh: SentenceReport | None, statement_id: str) -> bool:
    """Tell whether the sentence rests on the same statement now: what was corrected were other words."""
    if fresh is None or fresh.label is not Label.CONSISTENT or not fresh.evidence:
        return False
    return fresh.evidence[0].statement.id == statement_id


def _same_place(sentences: Sequence[SentenceReport], sentence: _Sentence) -> SentenceReport | None:
    """Return the sentence as it is judged now; another version of the program may cut it otherwise."""
    overlapping = [s for s in sentences if s.start < sentence["end"] and sentence["start"] < s.end]
    return max(overlapping, key=lambda s: _WORSE.index(s.label), default=None)


def _within(findings: Sequence[Finding], sentence: _Sentence) -> list[Finding]:
    """Return the findings on a sentence, what blocks first."""
    inside = [f for f in findings if sentence["start"] <= f.start < sentence["end"]]
    return sorted(inside, key=lambda f: f.severity is not Severity.BLOCK)


def drift_json(drift: Drift) -> dict[str, Any]:
    """The result as plain data, as `assistant drift --json` prints it."""
    return {
        "checked": drift.checked,
        "agree": drift.agree,
        "read_again": drift.read_again,
        "drifted": [_text_json(text) for text in drift.drifted],
    }


def _text_json(text: DriftedText) -> dict[str, Any]:
    outgoing = text.outgoing
    return {
        "id": outgoing.id,
        "status": outgoing.status.value,
        "draft_id": outgoing.draft_id,
        "lang": outgoing.lang,
        "at": outgoing.at.isoformat(),
        "text": outgoing.text,
        "sentences": [
            {
                "start": sentence.start,
                "end": sentence.end,
                "text": sentence.text,
                "was": sentence.was.value,
                "now": sentence.now.value,
                "rested_on": sentence.rested_on or None,
                "reasons": [_reason_json(reason) for reason in sentence.reasons],
            }
            for sentence in text.sentences
        ],
    }


def _reason_json(reason: Reason) -> dict[str, Any]:
    statement = reason.statement
    return {
        "kind": reason.kind,
        "message": reason.message,
        "statement": None
        if statement is None
        else {
            "statement_id": statement.id,
            "date": statement.date.isoformat(),
            "speaker": statement.speaker,
            "role": statement.role,
            "state": reason.state.value,
            "text": reason.quote,
        },
    }
