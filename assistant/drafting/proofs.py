"""Whether each sentence of a draft holds: read by the checker, beside the rest, and on the statements that it cites."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from assistant.consistency.alignment import repeats
from assistant.consistency.checked import Known
from assistant.consistency.checker import Checker
from assistant.consistency.quotations import passage_quoted
from assistant.domain import Brief, Classification, Finding, Form, Label, Report, Severity, Statement
from assistant.drafting.dossier import Dossier
from assistant.drafting.following import Following
from assistant.drafting.layout import Claim, Item, frames, joined, placed, posts, touched
from assistant.drafting.manners import is_fair_question, unmannered
from assistant.drafting.notes import why
from assistant.drafting.prompting import shown_to_model
from assistant.drafting.replies import Sentence
from assistant.record.instructions import instruction_in

AT_ONCE = 2
"""Sentences that are checked ahead while a model is still writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What became of one sentence: a claim that holds, or why it does not."""

    claim: Claim | None
    reason: str = ""
    """One sentence, in the language of the draft."""
    nearest: str = ""
    """What the record says that comes nearest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The whole of a draft as checked, with the claims in it that do not hold."""

    report: Report
    failed: dict[Claim, Proof]


class Prover:
    """Checks the sentences of one draft; nothing is checked twice."""

    def __init__(self, checker: Checker, brief: Brief, dossier: Dossier, following: Following) -> None:
        """Check with `checker` what is drafted on `brief` from `dossier`."""
        self._checker = checker
        self._brief = brief
        self._numbered = {item.number: item.statement for item in shown_to_model(dossier)}
        self._known: Known = {}
        self._carried: dict[tuple[str, str], bool] = {}
        self._following = following
        self._pool = ThreadPoolExecutor(AT_ONCE, "ahead")

    def close(self) -> None:
        """Drop what is still to be checked ahead."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def ahead(self, texts: Sequence[str]) -> None:
        """Begin to check sentences while others are still being written."""
        for text in texts:
            self._pool.submit(self._learn, text)

    def meanwhile(self, work: Callable[[Statement], object]) -> None:
        """Do something with each statement of the evidence while the model is still writing."""
        for statement in self._numbered.values():
            self._pool.submit(work, statement)

    def may_be_asked(self, question: str) -> bool:
        """Tell whether a question can stand beside a draft: one that a check warns of is not ours to bring up."""
        if not is_fair_question(question, self._brief):
            return False
        report = self._checker.check(question, lang=self._brief.lang, judged=False, known=self._known)
        return not any(f.severity in {Severity.BLOCK, Severity.WARN} for f in report.findings)

    def _learn(self, text: str) -> None:
        """Check one sentence and look for what carries it, as the draft as a whole will be."""
        if not text or (text, self._brief.lang) in self._known or unmannered(text, self._brief):
            return
        report = self._checker.check(text, lang=self._brief.lang, judged=False, known=self._known)
        if len(report.sentences) == 1 and not _against(report, 0, len(text), self._brief.lang):
            self.cited(Claim(text=text, statements=()), report, (0, len(text)))

    def claim_of(self, sentence: Sentence, *, alone: bool) -> Proof:
        """Return a sentence as a claim, not yet held against the record, or why it cannot be one.

        `alone`: it must be understood without another one before it.
        """
        cited = tuple(self._numbered[n] for n in dict.fromkeys(sentence.evidence) if n in self._numbered)
        if sentence.quote:
            return self._quotation(sentence.text, cited)
        fault = unmannered(sentence.text, self._brief, alone=alone)
        if fault:
            return Proof(claim=None, reason=why(fault, self._brief.lang))
        return Proof(claim=Claim(text=sentence.text, statements=cited))

    def _quotation(self, text: str, cited: Sequence[Statement]) -> Proof:
        text = text.strip('«»“”" ')
        for statement in cited:
            passage = passage_quoted(text, statement) if statement.form is Form.VERBATIM else None
            if passage is not None and statement.lang == self._brief.lang and not instruction_in(passage):
                return Proof(claim=Claim(text=passage, statements=(statement,), verbatim=True))
        return Proof(claim=None, reason=why("not_verbatim", self._brief.lang))

    def check(self, items: Sequence[Item]) -> Checked:
        """Check a draft as a whole; return the report and what in it does not hold."""
        brief = self._brief
        report = self._checker.check(
            joined(items),
            lang=brief.lang,
            frames=frames(items),
            posts=posts(items, brief.format),
            judged=False,
            known=self._known,
            progress=self._following.step,
        )
        failed = {}
        for (start, end), piece in placed(items):
            if piece.claim is not None:
                reason = _against(report, start, end, brief.lang)
                if reason:
                    failed[piece.claim] = self._shown(report, start, end, reason)
        return Checked(report=report, failed=failed)

    def _shown(self, report: Report, start: int, end: int, reason: str) -> Proof:
        """Return what a model is told of a fault: nothing that the record holds in a higher class than its draft."""
        hits = [hit for sentence in touched(report, start, end) for hit in sentence.evidence]
        classes = [hit.statement.classification for hit in hits]
        if Classification.RESTRICTED in classes and self._brief.classification is not Classification.RESTRICTED:
            return Proof(claim=None, reason=why("not_carried", self._brief.lang))
        return Proof(claim=None, reason=reason, nearest=_nearest(report, start, end))

    def cited(self, claim: Claim, report: Report, span: tuple[int, int]) -> tuple[Statement, ...]:
        """Return the one statement of the evidence that carries a claim alone; empty where none does.

        The one that decided is tried first, then those that the model names.
        """
        if claim.verbatim:
            return claim.statements
        decided = [s.support.statement for s in touched(report, *span) if s.support is not None]
        offered = {statement.id for statement in self._numbered.values()}
        tried = {s.id: s for s in (*decided, *claim.statements) if s.id in offered}
        return next(((s,) for s in tried.values() if self._carries(s, claim)), ())

    def _carries(self, statement: Statement, claim: Claim) -> bool:
        # Remembered for each statement by itself: what is read ahead does not know yet which ones the model names.
        key = (claim.text, statement.id)
        if key not in self._carried:
            self._following.stop.look()
            # What repeats a line was found consistent already: reading it again could say nothing else.
            repeated = any(repeats(claim.text, pair.get(self._brief.lang)) for pair in statement.lines)
            self._carried[key] = repeated or self._checker.rests_on(
                claim.text, self._brief.lang, frozenset({statement.id})
            )
        return self._carried[key]

    def prove(self, items: Sequence[Item]) -> tuple[list[Item], Checked]:
        """Check items, and return them with each claim resting on the statement that carries it alone.

        A claim that the record holds but no statement of the evidence carries alone has failed too.
        """
        checked = self.check(items)
        failed, rested = dict(checked.failed), []
        spans = {id(piece): span for span, piece in placed(items)}
        for item in items:
            pieces = []
            for piece in item.pieces:
                if piece.claim is not None and piece.claim not in failed:
                    statements = self.cited(piece.claim, checked.report, spans[id(piece)])
                    if not statements:
                        failed[piece.claim] = Proof(claim=None, reason=why("not_carried", self._brief.lang))
                    else:
                        piece = replace(piece, claim=replace(piece.claim, statements=statements))
                pieces.append(piece)
            rested.append(replace(item, pieces=tuple(pieces)))
        return rested, Checked(report=checked.report, failed=failed)


def _against(report: Report, start: int, end: int, lang: str) -> str:
    """Return why a stretch does not hold: a sentence in it that is not consistent, or a finding that warns."""
    sentences = touched(report, start, end)
    for sentence in sentences:
        if sentence.label is not Label.CONSISTENT:
            return sentence.reason
    warned = [f for f in report.findings if _warns(f) and f.start < end and start < f.end]
    if warned:
        return warned[0].message
    return "" if sentences else why("unread", lang)


def _warns(finding: Finding) -> bool:
    return finding.severity in {Severity.BLOCK, Severity.WARN} and finding.end > finding.start


def _nearest(report: Report, start: int, end: int) -> str:
    for sentence in touched(report, start, end):
        if sentence.suggestion:
            return sentence.suggestion
        for beside in (sentence.conflict, sentence.support):
            if beside is not None:
                return beside.text
    return ""
