"""What is refused on the way to a cleared text, each with one sentence that says how to go on."""

import re
from collections.abc import Iterable

from assistant.clearance.cases import may_accept, may_clear
from assistant.clearance.people import may_be_same, same_name, somebody_of
from assistant.domain import Case, CaseSentence, ClearanceState, Label, Seen
from assistant.errors import BlockedError, InputError, StaleError
from assistant.record.draft_versions import frozen
from assistant.text.normalise import printable

FEW_WORDS = 3
MOST = 4_000
_SHOWN, _SHOWN_EACH = 3, 120


def require_open(case: Case, seen: Seen | None) -> Case:
    """Return a case that is not cleared, and as it was seen.

    Raises:
        InputError: It is cleared.
        StaleError: Somebody acted on it since, or the draft was edited.
    """
    if seen is not None and seen != case.seen:
        raise StaleError(_moved(case, seen))
    if case.state is ClearanceState.CLEARED:
        raise frozen(case.draft_id)
    return case


def require_submitted(case: Case, seen: Seen | None) -> Case:
    """Return a case that is for clearance, and as it was seen.

    Raises:
        InputError: It is cleared, or not for clearance.
        StaleError: Somebody acted on it since, or the draft was edited.
    """
    if require_open(case, seen).state is not ClearanceState.FOR_CLEARANCE:
        raise InputError(f"The draft {case.draft_id!r} is not for clearance; it has to be submitted first.")
    return case


def require_as_submitted(case: Case) -> None:
    """Refuse to decide on words that nobody submitted."""
    if case.text_digest != case.file.submitted_digest:
        raise InputError(
            f"The draft {case.draft_id!r} was edited after it was submitted; it has to be submitted again."
        )


def require_clearer(case: Case, name: str) -> None:
    """Refuse whoever may not clear or return the draft."""
    if not may_clear(case.rules, name, case.authors):
        raise InputError(_not_entitled(case, name, case.rules.clearers, "clear or return this draft"))


def require_approver(case: Case, name: str) -> None:
    """Refuse whoever may not accept a new position in the draft."""
    if not may_accept(case.rules, name, case.authors):
        raise InputError(_not_entitled(case, name, case.rules.approvers, "accept a new position in this draft"))


def require_other(case: Case, name: str) -> None:
    """Refuse whoever has approved this text already, or may have under another spelling of the name."""
    before = next((each.by for each in case.approvals if may_be_same(name, each.by)), "")
    if before:
        same = "" if same_name(name, before) else f" ({name} may be the same person; write names in full)"
        raise InputError(f"{before} has approved this text already{same}; somebody else has to.")


def require_accepted(case: Case) -> None:
    """Refuse to clear what says more than the record where nobody answers for it."""
    waiting = [each.sentence for each in case.positions if each.acceptance is None]
    if waiting:
        raise InputError(
            f"The record does not hold {len(waiting)} of this text's sentences, and nobody has accepted them as new "
            f"positions: {shortened(waiting)}"
        )


def override_of(case: Case, given: str) -> str:
    """Return why a blocked text may go out all the same; nothing where it is not blocked or somebody wrote it before.

    Raises:
        BlockedError: It is blocked, and nobody has written that in at least a few words.
    """
    words = _bounded(given)
    if not case.blocked or (not words and case.overrides):
        return ""
    if not _says_something(words):
        raise BlockedError(
            f"The text of the draft {case.draft_id!r} is blocked; mend it, or write in at least a few words why it may "
            "go out all the same."
        )
    return words


def acceptable(case: Case, text: str) -> CaseSentence:
    """Return the sentence that is to be accepted.

    Raises:
        InputError: There is none of these words, or nobody can or need accept it.
    """
    found = next((each for each in case.sentences if each.text == text), None)
    if found is None:
        raise InputError(f"The draft {case.draft_id!r} does not hold exactly this sentence; see what it holds now.")
    if any(each.label is Label.CONTRADICTS for each in case.sentences if each.text == text):
        raise InputError(
            "This sentence contradicts the record and cannot be accepted as a new position; mend it, or clear the "
            "text with a written reason."
        )
    position = next((each for each in case.positions if each.sentence == text), None)
    if position is None:
        raise InputError("This sentence is no new position, so there is nothing to accept.")
    if position.acceptance is not None:
        raise InputError(f"{position.acceptance.by} has accepted this sentence already.")
    return found


def a_few_words(given: str, of_what: str) -> str:
    """Return a reason, stripped.

    Raises:
        InputError: It has not even a few words, or it is too long.
    """
    words = _bounded(given)
    if not _says_something(words):
        raise InputError(f"Write {of_what}, in at least a few words; it is kept with your name.")
    return words


def comment_of(given: str) -> str:
    """Return a comment, stripped.

    Raises:
        InputError: It is too long.
    """
    return _bounded(given)


def required_comment(given: str) -> str:
    """Return a comment that must say something.

    Raises:
        InputError: It is empty or too long.
    """
    words = _bounded(given)
    if not words:
        raise InputError("The comment is empty; write what there is to say.")
    return words


def item_of(number: int, items: int) -> int:
    """Return the number of an item, 0 for none.

    Raises:
        InputError: The draft has no such item.
    """
    if not 0 <= number <= items:
        raise InputError(f"The draft has no item {number}; it has 1 to {items}.")
    return number


def shortened(sentences: Iterable[str]) -> str:
    """Return the first few of some sentences for a message."""
    each = [one if len(one) <= _SHOWN_EACH else f"{one[: _SHOWN_EACH - 1]}…" for one in sentences]
    return "; ".join(each[:_SHOWN]) + (f" (and {len(each) - _SHOWN} more)" if len(each) > _SHOWN else "")


def _says_something(words: str) -> bool:
    return len({word.casefold() for word in re.findall(r"[^\W\d_]{2,}", words)}) >= FEW_WORDS


def _bounded(given: str) -> str:
    words = printable(given).replace("\0", "").strip()
    if len(words) > MOST:
        raise InputError(f"What you wrote has {len(words):,} characters, but {MOST:,} are the most; shorten it.")
    return words


def _moved(case: Case, seen: Seen) -> str:
    if seen.version != case.version.number or not case.file.steps:
        return edited_since(case.draft_id, case.version.number)
    last = case.file.steps[-1]
    return acted_since(case.draft_id, last.by, last.deed.value)


def edited_since(draft_id: str, version: int) -> str:
    """Return what is said where a draft was edited meanwhile."""
    return (
        f"The draft {draft_id!r} was edited since you looked at it (it is now version {version}); look at it again "
        "before you decide."
    )


def acted_since(draft_id: str, by: str, deed: str) -> str:
    """Return what is said where somebody acted meanwhile."""
    return f"{by} acted on the draft {draft_id!r} since you looked at it ({deed}); look at it again before you decide."


def _not_entitled(case: Case, name: str, named: tuple[str, ...], what: str) -> str:
    author = "" if case.rules.author_may_clear else somebody_of(name, case.authors)
    if author:
        same = "" if same_name(name, author) else f" (taken for {author}; write names in full)"
        return f"{name}{same} is an author of this draft and may not {what}; somebody else has to."
    return f"{name} is not among those who may {what}: {', '.join(named)}."
