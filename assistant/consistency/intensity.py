"""Is a sentence as strong as what was said before on its matter? A step too far is told, up or down."""

from collections.abc import Iterator

from assistant.consistency.context import SentenceContext, reference_to
from assistant.consistency.evidence import Unit
from assistant.consistency.ladder import Rung, load_ladder
from assistant.domain import Finding, Severity
from assistant.text.words import content_stems

JUMP = 2
"""Rungs between what is said and what was said from which the step is told …"""
CONDEMNING = "condemn"
"""… or a single one, where it reaches this rung."""
WORTH_TELLING = "regret"
"""Below this rung a first word on a matter sets no tone."""
SAME_MATTER = 0.6
"""Share of a sentence's content, its tone aside, that a unit must have to be on the same matter."""
MIN_SHARED = 2
_EVERYWHERE = frozenset({"mexic", "usa", "gobiern", "govern", "no", "not", "ni", "sin", "pais", "countri"})
"""Stems that say nothing of the matter."""


def check_intensity(context: SentenceContext) -> list[Finding]:
    """Compare how strongly a sentence speaks with how the record spoke on the same matter.

    A sentence that stands on several rungs is judged by the highest: that one will be quoted.
    """
    ladder = load_ladder()
    rung = max(ladder.rungs(context.text, context.lang), key=lambda r: r.height, default=None)
    if rung is None:
        return []
    earlier = list(_earlier(context, rung))
    if not earlier:
        return [_new(context, rung)] if rung.height >= ladder.height(WORTH_TELLING) else []
    unit, nearest = min(earlier, key=lambda e: (abs(e[1].height - rung.height), -e[0].statement.date.toordinal()))
    step = rung.height - nearest.height
    if abs(step) < JUMP and not (step > 0 and rung.height >= ladder.height(CONDEMNING)):
        return []
    return [
        context.finding(
            "intensity",
            Severity.WARN,
            "intensity_up" if step > 0 else "intensity_down",
            start=rung.start,
            end=rung.end,
            evidence=(unit.statement.id,),
            suggestion=None if unit.verbatim else unit.text,
            said=rung.said,
            recorded=nearest.said,
            reference=reference_to(unit.statement, context.lang),
        )
    ]


def _earlier(context: SentenceContext, rung: Rung) -> Iterator[tuple[Unit, Rung]]:
    """Yield the units on the same matter, each with every rung it stands on."""
    matter = _matter(context.text[: rung.start] + " " + context.text[rung.end :], context.lang)
    for unit in context.evidence.units:
        shared = matter & _matter(unit.text, context.lang)
        if len(shared) >= min(MIN_SHARED, len(matter)) and shared and len(shared) >= SAME_MATTER * len(matter):
            for recorded in load_ladder().rungs(unit.text, context.lang):
                yield unit, recorded


def _matter(text: str, lang: str) -> set[str]:
    return set(content_stems(text, lang)) - _EVERYWHERE


def _new(context: SentenceContext, rung: Rung) -> Finding:
    return context.finding("intensity", Severity.INFO, "intensity_new", start=rung.start, end=rung.end, said=rung.said)
