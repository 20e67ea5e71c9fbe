"""What a draft still lacks before it is cleared, in the order in which it is best done."""

from assistant.domain import Case, ClearanceState, Need, NeedKind


def needs(case: Case) -> tuple[Need, ...]:
    """Return everything that is missing; nothing for a cleared text."""
    if case.state is ClearanceState.CLEARED:
        return ()
    missing = _submission(case)
    if case.blocked and not case.overrides:
        missing.append(Need(kind=NeedKind.OVERRIDE))
    missing += [
        Need(kind=NeedKind.POSITION, position=position) for position in case.positions if position.acceptance is None
    ]
    approvals = [NeedKind.FIRST_APPROVAL, NeedKind.SECOND_APPROVAL][len(case.approvals) : needed(case)]
    if not missing and not approvals:  # the rules asked for two when the first approved; somebody still has to clear it
        approvals = [NeedKind.SECOND_APPROVAL]
    return (*missing, *(Need(kind=kind) for kind in approvals))


def needed(case: Case) -> int:
    """Return how many people must answer for a text."""
    return 2 if case.two else 1


def _submission(case: Case) -> list[Need]:
    same = case.text_digest == case.file.submitted_digest
    match case.state:
        case ClearanceState.FOR_CLEARANCE:
            return [] if same else [Need(kind=NeedKind.SUBMIT_AGAIN)]
        case ClearanceState.RETURNED:
            return [Need(kind=NeedKind.EDIT if same else NeedKind.SUBMIT_AGAIN)]
        case _:
            return [Need(kind=NeedKind.SUBMIT)]
