"""The steps by which a draft is cleared. Each names who takes it and on what, and is refused if that has moved.

A step that decides checks the text anew, outside any transaction, and is written only if nobody acted meanwhile.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from assistant.access.identity import Role, only_for
from assistant.clearance import guards
from assistant.clearance.cases import Statements, basis_of, case_of, whole_of
from assistant.clearance.marks import mark_of
from assistant.clearance.needs import needed, needs
from assistant.clearance.people import name_of, same_name
from assistant.clearance.recording import require_recordable, statement_of
from assistant.clearance.worsening import worsened
from assistant.clearing import Clearing
from assistant.domain import (
    Acceptance,
    Approval,
    Basis,
    Bilingual,
    Case,
    CaseLine,
    ClearanceFile,
    ClearanceRules,
    ClearanceState,
    ClearanceStep,
    Deed,
    DraftVersion,
    Ledger,
    NeedKind,
    Outgoing,
    OutgoingStatus,
    Seen,
    Statement,
)
from assistant.errors import BlockedError, InputError, StaleError
from assistant.history import History
from assistant.record.clearances import ClearanceFiles
from assistant.record.draft_versions import frozen

LISTED, RECENT = 100, 30
"""The most cases in a list; of drafts with which nobody did anything, the most that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the workflow works with."""

    files: ClearanceFiles
    history: History
    clearing: Clearing
    rules: Callable[[], ClearanceRules]
    """Read for every step, so that a change of the file counts at once."""
    ledger: Ledger
    statements: Statements
    last_seq: Callable[[], int]
    follow: Callable[[], str]
    """Has the indexes follow the record; returns why they cannot yet, or nothing."""
    program: str


class Workflow:
    """Takes drafts from draft to cleared text."""

    def __init__(self, parts: Parts) -> None:
        """Work with these parts."""
        self._parts = parts

    def case(self, draft_id: str) -> Case:
        """Return a draft with all that a decision on it needs.

        Raises:
            InputError: There is no draft of that id.
            RecordError: The home's rules of clearance are wrong.
        """
        draft_id = draft_id.strip()
        file = self._parts.files.get(draft_id)  # before the versions: a draft edited in between only looks newer
        return self._case(file, self._parts.history.versions(draft_id))

    def cases(self, state: ClearanceState | None = None, limit: int = LISTED) -> tuple[CaseLine, ...]:
        """Return the drafts on their way, or those in one state, last moved first.

        Drafts with which nobody has done anything come under `ClearanceState.DRAFT` alone.
        """
        lines = [_line(file) for file in self._parts.files.all(state, limit)]
        if state is ClearanceState.DRAFT:
            known = self._parts.files.known()
            recent = [each for each in self._parts.history.recent(RECENT) if each.draft_id not in known]
            lines += [_untouched(each) for each in recent if each.data["items"]]
            lines.sort(key=lambda line: line.at, reverse=True)
        return tuple(lines[:limit])

    def rules(self) -> ClearanceRules:
        """Return the rules as they are now.

        Raises:
            RecordError: The home's file is wrong.
        """
        return self._parts.rules()

    def mark(self, draft_id: str) -> Bilingual:
        """Return the line that says what a text is: a draft for clearance, or cleared by whom and when.

        Raises:
            InputError: There is no draft of that id.
        """
        self._parts.history.load(draft_id)
        return mark_of(self._parts.files.get(draft_id.strip()))

    def require_open(self, draft_id: str) -> None:
        """Refuse whatever would change a cleared draft.

        Raises:
            InputError: It was cleared.
        """
        if self._parts.files.state(draft_id.strip()) is ClearanceState.CLEARED:
            raise frozen(draft_id.strip())

    @only_for(Role.DRAFTER)
    def submit(self, draft_id: str, by: str, *, comment: str = "", seen: Seen | None = None) -> Case:
        """Ask for clearance of a draft as it is kept. It is checked anew: that report is what people decide on.

        Raises:
            InputError: It is cleared or under way already, or was returned and says the same still.
            StaleError: Somebody acted on it meanwhile.
        """
        name, words = name_of(by), guards.comment_of(comment)
        case = guards.require_open(self.case(draft_id), seen)
        kinds = {need.kind for need in needs(case)}
        if NeedKind.EDIT in kinds:
            raise InputError(
                f"The draft {case.draft_id!r} was returned and says the same still; edit it before you submit it again."
            )
        if not kinds.intersection({NeedKind.SUBMIT, NeedKind.SUBMIT_AGAIN}):
            raise InputError(
                f"The draft {case.draft_id!r} is for clearance already, as {case.file.submitted_by} sent it."
            )
        checked = self._checked(case)
        held = {sentence.text for sentence in checked.sentences}
        file = replace(
            checked.file,
            state=ClearanceState.FOR_CLEARANCE,
            submitted_by=name,
            submitted_digest=checked.text_digest,
            approvals=(),
            acceptances=tuple(each for each in checked.file.acceptances if each.sentence in held),
        )
        return self._take(checked, file, name, Deed.SUBMITTED, words)

    @only_for(Role.DRAFTER)
    def comment(self, draft_id: str, by: str, comment: str, *, item: int = 0) -> Case:
        """Say something on a draft, or on one of its items; that is possible at any time.

        Raises:
            InputError: Nothing is said, or the draft has no such item.
        """
        name, case = name_of(by), self.case(draft_id)
        words, item = guards.required_comment(comment), guards.item_of(item, len(case.version.data["items"]))
        step = ClearanceStep(at=datetime.now(UTC), by=name, deed=Deed.COMMENTED, words=words, item=item)
        self._parts.files.comment(_begun(case), step)
        return self.case(case.draft_id)

    @only_for(Role.DRAFTER)
    def withdraw(self, draft_id: str, by: str, *, seen: Seen | None = None) -> Case:
        """Take a submitted draft back.

        Raises:
            InputError: It is not for clearance, or somebody else submitted it.
            StaleError: Somebody acted on it meanwhile.
        """
        name, case = name_of(by), guards.require_submitted(self.case(draft_id), seen)
        if not same_name(name, case.file.submitted_by):
            raise InputError(
                f"Only {case.file.submitted_by}, who submitted it, can withdraw the draft {case.draft_id!r}."
            )
        file = replace(case.file, state=ClearanceState.DRAFT, approvals=())
        return self._take(case, file, name, Deed.WITHDRAWN)

    @only_for(Role.CLEARER)
    def send_back(self, draft_id: str, by: str, reason: str, *, seen: Seen | None = None) -> Case:
        """Return a draft to whoever submitted it, with the reason.

        Raises:
            InputError: It is not for clearance, no reason is given, or this person may not clear.
            StaleError: Somebody acted on it meanwhile.
        """
        name, case = name_of(by), guards.require_submitted(self.case(draft_id), seen)
        guards.require_clearer(case, name)
        words = guards.a_few_words(reason, "why the draft is returned")
        file = replace(case.file, state=ClearanceState.RETURNED, approvals=())
        return self._take(case, file, name, Deed.RETURNED, words)

    @only_for(Role.CLEARER)
    def accept(
        self, draft_id: str, sentence: str, by: str, *, to_record: bool = False, seen: Seen | None = None
    ) -> Case:
        """Answer for one sentence that the record does not hold, exactly as it stands.

        With `to_record` it becomes a statement: at once where the rules let one person decide on new positions, or
        else when the text is cleared, because until then one person alone has answered for it.

        Raises:
            InputError: There is no such sentence, it contradicts the record, or this person may not accept it.
            StaleError: Somebody acted on it meanwhile.
        """
        name, case = name_of(by), guards.require_submitted(self.case(draft_id), seen)
        guards.require_as_submitted(case)
        found = guards.acceptable(case, sentence)
        guards.require_approver(case, name)
        today, now = date.today(), datetime.now(UTC)
        acceptance = Acceptance(by=name, at=now, sentence=sentence, to_record=to_record)
        joining: tuple[Statement, ...] = ()
        if to_record:
            require_recordable(case, found, acceptance, today)
            if not case.rules.new_positions:
                joining = (statement_of(case, acceptance, today),)
                acceptance = replace(acceptance, statement_id=joining[0].id)
        file = replace(case.file, acceptances=(*case.file.acceptances, acceptance))
        after = self._take(case, file, name, Deed.ACCEPTED, sentence, statements=joining)
        return self._followed(after, name) if joining else after

    @only_for(Role.CLEARER)
    def clear(self, draft_id: str, by: str, *, override: str = "", seen: Seen | None = None) -> Case:
        """Answer for a text. Where one must, or as the second of two who must, that clears it.

        The text is checked anew. If the report got worse, nothing is cleared: the new report takes the place of the
        old one, what was approved on that falls, and whoever clears has to look again.

        Raises:
            InputError: This person may not clear, has approved it already, or a new position is not accepted yet.
            BlockedError: It is blocked, and nobody has written why it may go out all the same.
            StaleError: Somebody acted on it meanwhile, the draft was edited, or the report got worse.
        """
        name, case = name_of(by), guards.require_submitted(self.case(draft_id), seen)
        guards.require_as_submitted(case)
        guards.require_clearer(case, name)
        guards.require_other(case, name)
        checked = self._checked(case)
        worse = worsened(case.basis.report, checked.basis.report)
        if worse:
            raise self._stopped(checked, name, worse)
        case = checked
        guards.require_accepted(case)
        words = guards.override_of(case, override)
        approval = Approval(by=name, at=datetime.now(UTC), text_digest=case.text_digest, override=words)
        approvals = (*case.approvals, approval)
        file = replace(case.file, approvals=approvals)
        if len(approvals) < needed(case):
            return self._take(case, file, name, Deed.APPROVED, approval.override)
        return self._finish(case, file, approval)

    @only_for(Role.DRAFTER)
    def copy(self, draft_id: str, by: str) -> Case:
        """Make a new draft of one, so that work on a cleared text can go on. Its authors stay authors.

        Raises:
            InputError: There is no draft of that id.
        """
        name, case = name_of(by), self.case(draft_id)
        new = f"d-{uuid.uuid4().hex[:12]}"
        self._parts.history.save_data(new, {**case.version.data, "id": new}, by=name)
        copied = self.case(new)
        file = replace(_begun(copied), copied_from=case.draft_id, earlier_authors=case.authors)
        return self._take(copied, file, name, Deed.COPIED, case.draft_id)

    def _case(self, file: ClearanceFile, versions: tuple[DraftVersion, ...], basis: Basis | None = None) -> Case:
        return case_of(file, versions, self._parts.rules(), self._parts.ledger, self._parts.statements, basis)

    def _checked(self, case: Case) -> Case:
        """Return a case with a report made as the record stands now."""
        seq = self._parts.last_seq()  # before checking: what comes in meanwhile counts as later
        whole = whole_of(case.version)
        report = self._parts.clearing.report(whole)
        basis = basis_of(case.version, whole.text, report, self._parts.statements, seq=seq, program=self._parts.program)
        versions = self._parts.history.versions(case.draft_id)[: case.version.number]
        return self._case(case.file, versions, basis)

    def _stopped(self, case: Case, name: str, worse: tuple[str, ...]) -> InputError:
        """Keep a worse report, and with it let fall what was approved on the better one; return what to say."""
        self._take(case, replace(case.file, approvals=()), name, Deed.CHECKED)
        kind = BlockedError if case.blocked else StaleError
        return kind(
            "The record has moved, and the text stands worse on it than when it was last looked at "
            f"({guards.shortened(worse)}); it was not cleared, look at it again."
        )

    def _finish(self, case: Case, file: ClearanceFile, approval: Approval) -> Case:
        """Clear a text: from here on it is frozen, kept among those that go out, and its positions are on record."""
        answered = [each.acceptance for each in case.positions]
        joining = {
            each.sentence: statement_of(case, each, date.today())
            for each in file.acceptances
            if each in answered and each.to_record and not each.statement_id
        }
        acceptances = tuple(
            replace(each, statement_id=joining[each.sentence].id) if each.sentence in joining else each
            for each in file.acceptances
        )
        outgoing = self._outgoing(case, file)
        file = replace(file, state=ClearanceState.CLEARED, acceptances=acceptances, outgoing_id=outgoing.id)
        after = self._take(
            case,
            file,
            approval.by,
            Deed.CLEARED,
            approval.override,
            outgoing=outgoing,
            statements=tuple(joining.values()),
        )
        if joining:
            self._parts.follow()
        return after

    def _outgoing(self, case: Case, file: ClearanceFile) -> Outgoing:
        override = "; ".join(f"{each.by}: {each.override}" for each in file.approvals if each.override)
        return self._parts.clearing.weighed(
            whole_of(case.version), OutgoingStatus.CLEARED, case.basis.report, case.basis.seq, override=override
        )

    def _followed(self, case: Case, name: str) -> Case:
        """Check a text again after one of its sentences joined the record."""
        self._parts.follow()
        checked = self._checked(case)
        return self._take(checked, checked.file, name, Deed.CHECKED)

    def _take(
        self,
        case: Case,
        file: ClearanceFile,
        by: str,
        deed: Deed,
        words: str = "",
        *,
        outgoing: Outgoing | None = None,
        statements: tuple[Statement, ...] = (),
    ) -> Case:
        """Write a step on a case, unless somebody moved it since it was read."""
        step = ClearanceStep(at=datetime.now(UTC), by=by, deed=deed, words=words, basis=case.basis)
        begun = _begun(replace(case, file=file))
        self._parts.files.step(begun, step, case.seen, outgoing=outgoing, statements=statements)
        return self.case(case.draft_id)


def _begun(case: Case) -> ClearanceFile:
    """Return a case's file with what a list shows of it."""
    return replace(case.file, title=case.title, format=str(case.version.data["format"]), lang=case.lang)


def _line(file: ClearanceFile) -> CaseLine:
    last = file.steps[-1]
    return CaseLine(
        draft_id=file.draft_id,
        state=file.state,
        at=last.at,
        by=file.submitted_by or last.by,
        title=file.title,
        format=file.format,
        lang=file.lang,
        comments=sum(step.deed is Deed.COMMENTED for step in file.steps),
    )


def _untouched(version: DraftVersion) -> CaseLine:
    data: Mapping[str, Any] = version.data
    return CaseLine(
        draft_id=version.draft_id,
        state=ClearanceState.DRAFT,
        at=version.at,
        by=version.by,
        title=str(data.get("brief", {}).get("topic") or ""),
        format=str(data["format"]),
        lang=str(data["lang"]),
        comments=0,
    )
