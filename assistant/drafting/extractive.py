"""Drafts without a model: points of the record, chosen for the brief, in the shape the format asks for."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.consistency.checked import Known
from assistant.consistency.checker import Checker
from assistant.domain import (
    Angle,
    Brief,
    Draft,
    DraftFormat,
    Finding,
    Generator,
    Ledger,
    Length,
    Part,
    Report,
    Severity,
    Verdict,
)
from assistant.drafting.asides import asides_for
from assistant.drafting.dossier import Dossier
from assistant.drafting.evidence import Point, PointFinder
from assistant.drafting.frames import LABELS, question_on
from assistant.drafting.layout import (
    Claim,
    Item,
    Planned,
    citations,
    frames,
    holds,
    joined,
    lay_out,
    placed,
    posts,
    to_items,
)
from assistant.drafting.parallel import parallel
from assistant.record.topics import topics_in
from assistant.text.normalise import fold
from assistant.text.words import tokens

WANTED = {
    DraftFormat.TALKING_POINTS: 7,
    DraftFormat.POST: 8,
    DraftFormat.THREAD: 7,
    DraftFormat.PRESS_LINE: 4,
    DraftFormat.QA: 5,
}
WANTED_SHORT = {
    DraftFormat.TALKING_POINTS: 3,
    DraftFormat.POST: 8,
    DraftFormat.THREAD: 3,
    DraftFormat.PRESS_LINE: 2,
    DraftFormat.QA: 2,
}
FULLER_BY = 3
"""Points that a full draft may have beyond the usual ones, if the record holds them."""
TO_CHOOSE_FROM = 2
"""Points beyond those wanted among which a short draft takes the shortest; the strongest always stays."""
MAX_IN_ITEM = 2
IN_A_POST = 2
SUPPORTING = 3
"""Supporting points that talking points have before any is kept for hard questions."""
MAX_IF_PRESSED = 2
_LIMITS = {
    "es": frozenset({"no", "nunca", "jamas", "ni", "ningun", "ninguna", "sin", "tampoco"}),
    "en": frozenset({"no", "not", "never", "nor", "neither", "without", "cannot"}),
}
"""Words of a line that says how far something goes: what an official needs when pressed."""


class ExtractiveDrafter:
    """Writes nothing of its own: consistent by construction, and checked all the same."""

    def __init__(self, finder: PointFinder, checker: Checker, ledger: Ledger) -> None:
        """Draft from what `finder` offers; `checker` reports on the result."""
        self._finder = finder
        self._checker = checker
        self._ledger = ledger

    def draft(
        self,
        brief: Brief,
        dossier: Dossier,
        *,
        skip: frozenset[str] = frozenset(),
        angle: Angle | None = None,
    ) -> Draft:
        """Return a draft for the brief, or one without items where the record has nothing.

        Args:
            brief: What is wanted.
            dossier: The evidence to draft from.
            skip: Points (their texts) already used in another alternative.
            angle: From where this alternative looks at the matter.
        """
        points, known = self._points(brief, dossier, skip, angle), Known()
        while points:
            plan = _PLANS[brief.format](points, brief, self._ledger)
            items = lay_out(plan, brief.format, brief.lang)
            if not items:
                break
            report = self._check(items, brief, known)
            failed = {piece.text for span, piece in placed(items) if piece.claim and not holds(report, *span)}
            if not failed:
                return self._finished(brief, dossier, items, report, angle)
            # A line of the record that another part of the record is against, or a quotation out of a poisoned text.
            points = [point for point in points if not any(point.text in each for each in failed)]
        return nothing_on_record(brief)

    def in_other_language(self, draft: Draft, brief: Brief, dossier: Dossier) -> Draft | None:
        """Return a draft again for a `brief` in the other language, line for line; None where lines alone do not do."""
        plan, known = parallel(draft, brief.lang, self._ledger), Known()
        while plan:
            items = lay_out(plan, brief.format, brief.lang)
            if not items:
                break
            report = self._check(items, brief, known)
            failed = {piece.text for span, piece in placed(items) if piece.claim and not holds(report, *span)}
            if not failed:
                return self._finished(brief, dossier, items, report, draft.angle)
            plan = [replace(p, claims=tuple(c for c in p.claims if c.text not in failed)) for p in plan]
        return None

    def _points(self, brief: Brief, dossier: Dossier, skip: frozenset[str], angle: Angle | None) -> list[Point]:
        """Return what is to be said, best first, as much of it as the brief's length asks for."""
        wanted = WANTED[brief.format]
        if brief.length is Length.SHORT:
            wanted = WANTED_SHORT[brief.format]
            points = self._finder.points(brief, dossier, wanted + TO_CHOOSE_FROM, skip=skip, angle=angle)
            return _shortest(points, wanted)
        fuller = FULLER_BY if brief.length is Length.FULL else 0
        return self._finder.points(brief, dossier, wanted + fuller, skip=skip, angle=angle)

    def _check(self, items: Sequence[Item], brief: Brief, known: Known) -> Report:
        return self._checker.check(
            joined(items),
            lang=brief.lang,
            frames=frames(items),
            posts=posts(items, brief.format),
            judged=False,
            known=known,
        )

    def _finished(
        self, brief: Brief, dossier: Dossier, items: Sequence[Item], report: Report, angle: Angle | None
    ) -> Draft:
        claims = [claim for item in items for claim in item.claims]
        return Draft(
            id=new_id(),
            brief=brief,
            items=to_items(items),
            citations=citations(items, brief.lang),
            report=report,
            generator=Generator(kind="extractive"),
            points=tuple(claim.text for claim in claims),
            angle=angle,
            asides=asides_for(brief, [s for claim in claims for s in claim.statements], self._ledger),
            evidence=dossier.items,
        )


def nothing_on_record(brief: Brief) -> Draft:
    """Return a draft without items that says so."""
    message = LABELS[brief.lang]["nothing"]
    finding = Finding(check="coverage", severity=Severity.WARN, start=0, end=0, message=message)
    return Draft(
        id=new_id(),
        brief=brief,
        items=(),
        citations=(),
        report=Report(verdict=Verdict.REVIEW, findings=(finding,)),
        generator=Generator(kind="extractive"),
        message=message,
    )


def new_id() -> str:
    """Return the id of a new draft."""
    return f"d-{uuid.uuid4().hex[:12]}"


def _shortest(points: Sequence[Point], wanted: int) -> list[Point]:
    """Return the first point and the shortest of the others, in their order."""
    kept = {point.text for point in sorted(points[1:], key=lambda p: len(p.text))[: wanted - 1]}
    return [point for n, point in enumerate(points) if n == 0 or point.text in kept]


def claim_of(point: Point) -> Claim:
    """Return a point as a claim."""
    return Claim(text=point.text, statements=(point.statement,), verbatim=point.verbatim)


def _talking_points(points: Sequence[Point], brief: Brief, _ledger: Ledger) -> list[Planned]:
    """Return the top line, supporting points, and what draws limits for when the official is pressed."""
    first, *others = points
    limits = [p for p in others if _draws_limit(p, brief.lang)]
    spare = max(0, len(others) - SUPPORTING)
    pressed = limits[-min(MAX_IF_PRESSED, spare) :] if spare else []
    supporting = [p for p in others if p not in pressed]
    plan = [(Part.TOP_LINE, first), *((Part.POINT, p) for p in supporting), *((Part.IF_PRESSED, p) for p in pressed)]
    return [Planned(part=part, claims=(claim_of(point),)) for part, point in plan]


def _draws_limit(point: Point, lang: str) -> bool:
    return any(fold(token.text) in _LIMITS[lang] for token in tokens(point.text))


def _post(points: Sequence[Point], brief: Brief, _ledger: Ledger) -> list[Planned]:
    """Return one post: the best point that fits, with a second where there is room for it."""
    alone = [Planned(part=Part.POST, claims=(claim_of(point),)) for point in points]
    fitting = [each for each in alone if lay_out([each], brief.format, brief.lang)]
    if not fitting or brief.length is Length.SHORT:
        return fitting[:1]
    for other in fitting[1:]:
        both = Planned(part=Part.POST, claims=(*fitting[0].claims, *other.claims))
        (item,) = lay_out([both], brief.format, brief.lang)
        if len(item.claims) == IN_A_POST:
            return [both]
    return fitting[:1]


def _thread(points: Sequence[Point], _brief: Brief, _ledger: Ledger) -> list[Planned]:
    """Return posts that each can stand alone."""
    return [Planned(part=Part.POST, claims=(claim_of(point),)) for point in points]


def _press_line(points: Sequence[Point], _brief: Brief, _ledger: Ledger) -> list[Planned]:
    """Return the reactive line, then the background that supports it."""
    line = Planned(part=Part.LINE, claims=(claim_of(points[0]),))
    return [line, Planned(part=Part.BACKGROUND, claims=tuple(claim_of(point) for point in points[1:]))]


def _qa(points: Sequence[Point], brief: Brief, ledger: Ledger) -> list[Planned]:
    """Return questions a journalist is likely to ask, each answered with what the record says."""
    grouped: dict[str, list[Point]] = {}
    for point in points:
        # Only a topic that the answer itself speaks of makes a fair question.
        spoken = [t for t in topics_in(point.text, ledger.topics) if t in point.statement.topics]
        topic = next((t for t in spoken if len(grouped.get(t, ())) < MAX_IN_ITEM), "")
        grouped.setdefault(topic, []).append(point)
    return [
        Planned(
            part=Part.ANSWER,
            claims=tuple(claim_of(point) for point in members),
            question=question_on(ledger.topic(topic), brief.lang),
        )
        for topic, members in grouped.items()
    ]


_PLANS: dict[DraftFormat, Callable[[Sequence[Point], Brief, Ledger], list[Planned]]] = {
    DraftFormat.TALKING_POINTS: _talking_points,
    DraftFormat.POST: _post,
    DraftFormat.THREAD: _thread,
    DraftFormat.PRESS_LINE: _press_line,
    DraftFormat.QA: _qa,
}
