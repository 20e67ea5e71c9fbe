"""Clears and publishes texts: keeps them as they stand, with the report they have now. A blocked one needs a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from assistant.consistency.checker import Checker
from assistant.domain import Outgoing, OutgoingStatus, Verdict
from assistant.errors import InputError
from assistant.record.outgoing import OutgoingTexts, outgoing_id
from assistant.rendering import report_json
from assistant.text.language import detect_language
from assistant.text.normalise import printable

Spans = tuple[tuple[int, int], ...]
KEPT = "kept"
"""The part of a kept report that is no REPORT: how the text was checked, by which program, on whose word."""
_POSTS = frozenset({"post", "thread"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeText:
    """A text that is to be kept, and how it is to be checked."""

    text: str
    lang: str
    draft_id: str = ""
    frames: Spans = ()
    """Spans that state nothing: numbering, labels, attributions."""
    posts: Spans = ()
    """Spans that must fit the platform's limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """What came of it: the text as it is kept, or, where it was stopped, as it would have been."""

    outgoing: Outgoing
    stopped: bool = False
    """It is blocked and nobody took responsibility; nothing was kept."""
    new: bool = True
    """False where the same words already stood like this."""


class Clearing:
    """Keeps texts that may go out or went out."""

    def __init__(self, texts: OutgoingTexts, checker: Checker, last_seq: Callable[[], int], program: str) -> None:
        """Keep in `texts` what `checker` reports; `last_seq` tells the state of the record, `program` the version."""
        self._texts = texts
        self._checker = checker
        self._last_seq = last_seq
        self._program = program

    def keep(self, whole: WholeText, status: OutgoingStatus, *, override: str = "") -> Clearance:
        """Clear or publish a text: check it as the record stands now, and keep both.

        Keeping the same words again changes nothing unless the record or the status moved on; a published text
        never goes back to cleared.

        Raises:
            InputError: The text is empty or too long.
        """
        seq = self._last_seq()  # before checking: what comes in meanwhile counts as later
        before = self._texts.get(outgoing_id(whole.text, whole.lang))
        fresh = before is not None and before.seq == seq and before.report[KEPT]["program"] == self._program
        if before is not None and before.status is OutgoingStatus.PUBLISHED:
            status = OutgoingStatus.PUBLISHED
        if before is not None and fresh and before.status is status and not override:
            return Clearance(outgoing=before, new=False)
        report = dict(before.report) if before is not None and fresh else self.report(whole)
        noted = dict(before.report[KEPT]) if before is not None and fresh else {}
        override = override.strip() or str(noted.get("override", ""))
        outgoing = self.weighed(whole, status, report, seq, override=override)
        if before is not None and not whole.draft_id:
            outgoing = replace(outgoing, draft_id=before.draft_id)
        if report["verdict"] == Verdict.BLOCKED and not override:
            return Clearance(outgoing=outgoing, stopped=True)
        self._texts.keep(outgoing, reason=override if report["verdict"] == Verdict.BLOCKED else "")
        return Clearance(outgoing=outgoing)

    def report(self, whole: WholeText) -> dict[str, Any]:
        """Check a text as the record stands now and return its REPORT."""
        report = self._checker.check(whole.text, lang=whole.lang, frames=whole.frames, posts=whole.posts)
        return report_json(report)

    def weighed(
        self, whole: WholeText, status: OutgoingStatus, report: Mapping[str, Any], seq: int, *, override: str = ""
    ) -> Outgoing:
        """Return a checked text as it is kept; `seq` is the record's newest change when it was checked.

        A text that was published stays so.
        """
        before = self._texts.get(outgoing_id(whole.text, whole.lang))
        published = before is not None and before.status is OutgoingStatus.PUBLISHED
        how = {
            "program": self._program,
            "override": override,
            "frames": [list(span) for span in whole.frames],
            "posts": [list(span) for span in whole.posts],
        }
        return Outgoing(
            id=outgoing_id(whole.text, whole.lang),
            status=OutgoingStatus.PUBLISHED if published else status,
            draft_id=whole.draft_id,
            lang=whole.lang,
            text=whole.text,
            at=datetime.now(UTC),
            seq=seq,
            report={**report, KEPT: how},
        )


def plain(text: str, lang: str | None) -> WholeText:
    """Return a text from elsewhere, ready to be kept.

    Raises:
        InputError: It is empty.
    """
    text = printable(text).strip()
    if not text:
        raise InputError("The text is empty; give the words that are to be kept.")
    return WholeText(text=text, lang=lang or detect_language(text))


def of_draft(draft: Mapping[str, Any], separator: str) -> WholeText:
    """Return a kept draft (its JSON data) as one text, its items joined by `separator`.

    Raises:
        InputError: The draft has no items.
    """
    items = [str(item["text"]) for item in draft["items"]]
    if not items:
        raise InputError(f"The draft {draft['id']!r} has no text, so there is nothing to clear; draft it anew.")
    text = separator.join(items)
    spans, at = [], 0
    for item in items:
        spans.append((at, at + len(item)))
        at += len(item) + len(separator)
    return WholeText(
        text=text,
        lang=str(draft["lang"]),
        draft_id=str(draft["id"]),
        frames=_frames(text, [str(sentence["text"]) for sentence in draft["report"]["sentences"]]),
        posts=tuple(spans) if draft["format"] in _POSTS else (),
    )


def _frames(text: str, checked: list[str]) -> Spans:
    """Return what was not checked when the draft was made: it states nothing. Nothing, if that cannot be told."""
    frames: list[tuple[int, int]] = []
    at = 0
    for sentence in checked:
        start = text.find(sentence, at)
        if start < 0:
            return ()
        frames.append((at, start))
        at = start + len(sentence)
    if not checked:
        return ()
    return tuple((start, end) for start, end in [*frames, (at, len(text))] if text[start:end].strip())


def as_whole(outgoing: Outgoing) -> WholeText:
    """Return a kept text as it has to be checked again."""
    kept = outgoing.report[KEPT]
    return WholeText(
        text=outgoing.text,
        lang=outgoing.lang,
        draft_id=outgoing.draft_id,
        frames=tuple((start, end) for start, end in kept["frames"]),
        posts=tuple((start, end) for start, end in kept["posts"]),
    )


def noted(outgoing: Outgoing, **values: Any) -> Outgoing:
    """Return the text with something more written down beside its report."""
    return replace(outgoing, report={**outgoing.report, KEPT: {**outgoing.report[KEPT], **values}})
