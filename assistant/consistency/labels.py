"""Decides a sentence's label from its evidence and findings. Where unsure it says `unsupported`."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.consistency.evidence import Evidence, Unit
from assistant.domain import Finding, Label, Severity

TURNED_OVERLAP = 0.70
"""Overlap from which an odd negation or an opposite counts as saying the contrary."""
CONTRADICTING = frozenset({"red-lines", "figures", "dates", "polarity", "official-list", "terms", "reading"})
UNFOUNDED = frozenset({"figures", "dates", "names", "quotations"})
MIN_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A label, how sure it is (0…1, not yet calibrated), and the unit that decided it."""

    label: Label
    confidence: float
    unit: Unit | None = None


def turned_unit(evidence: Evidence) -> Unit | None:
    """Return the unit whose contrary the sentence says, unless another unit says the same as the sentence."""
    if supporting_unit(evidence) is not None:
        return None
    return next((u for u in evidence.units if u.alignment.turned and u.alignment.overlap >= TURNED_OVERLAP), None)


def supporting_unit(evidence: Evidence) -> Unit | None:
    """Return the unit that the sentence repeats word by word, or None."""
    if len(evidence.words) < MIN_WORDS:
        return None
    return next((unit for unit in evidence.units if unit.repeated), None)


def judge(evidence: Evidence, findings: Sequence[Finding], *, quoted: bool = False) -> Judgement:
    """Return the label of one sentence.

    Args:
        evidence: What the record has on it.
        findings: What the checks saw in it.
        quoted: It consists of a verified quotation and who said it.
    """
    best = evidence.best
    closeness = best.alignment.said if best else 0.0
    against = [f for f in findings if f.check in CONTRADICTING and f.severity is Severity.BLOCK]
    if against:
        return Judgement(label=Label.CONTRADICTS, confidence=0.6 + 0.3 * closeness, unit=best)
    unfounded = [f for f in findings if f.check in UNFOUNDED and f.severity is not Severity.INFO]
    support = supporting_unit(evidence)
    if (support is not None or quoted) and not unfounded:
        return Judgement(label=Label.CONSISTENT, confidence=_sureness(support), unit=support)
    return Judgement(label=Label.UNSUPPORTED, confidence=1.0 - 0.5 * closeness, unit=best)


def _sureness(support: Unit | None) -> float:
    return 0.95 if support is None else 0.5 + 0.49 * support.alignment.kept
