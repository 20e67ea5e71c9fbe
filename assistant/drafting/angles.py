"""Angles: from where an alternative looks at the same matter, so that alternatives really differ."""

from assistant.consistency.principles import official_principles_in
from assistant.domain import Angle, Brief, Ledger
from assistant.text.dates import find_dates
from assistant.text.figures import extract_figures
from assistant.text.normalise import fold

ANGLES = tuple(Angle)
"""In the order in which alternatives take them; the first draft has none."""
GUIDANCE = {
    None: "Balance: the newest position first, then what supports it.",
    Angle.PRINCIPLES: "Principles first: open with the principle that the position rests on, then what follows here.",
    Angle.RESULTS: "Results first: open with what was done or achieved and its figures, then what it rests on.",
    Angle.CALENDAR: "Calendar first: open with what happened or comes when, in the order of time.",
    Angle.COUNTERPART: "Counterpart first: open with what both sides do or agreed, then what each is responsible for.",
}
_TOGETHER = {
    "es": ("ambos", "ambas", "conjunt", "bilateral", "acordaron", "acuerdo", "compartida", "mutu"),
    "en": ("both", "joint", "bilateral", "agreed", "agreement", "shared", "mutual"),
}


def fits(angle: Angle, text: str, brief: Brief, ledger: Ledger) -> bool:
    """Tell whether a line looks at its matter from an angle."""
    if angle is Angle.PRINCIPLES:
        return bool(official_principles_in(text, brief.lang, ledger))
    if angle is Angle.RESULTS:
        return bool(extract_figures(text, brief.lang))
    if angle is Angle.CALENDAR:
        return bool(find_dates(text, brief.lang))
    folded = fold(text)
    named = brief.counterpart.strip() and fold(brief.counterpart) in folded
    return bool(named) or any(word in folded for word in _TOGETHER[brief.lang])
