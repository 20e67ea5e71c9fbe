"""What became of one sample, in numbers and in words; it travels inside an Inspect score and in a results file."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inspect_ai.scorer import Score

UNSCORED = "unscored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the program did on one sample."""

    id: str
    digest: str = ""
    """Of the sample as it was (hex, shortened): two outcomes are only compared where it is the same."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """By name; a score that could not be told (a judge failed, a reply is not recorded) is absent, never zero.
    ``right`` is 1 where the sample as a whole came out as its label says."""
    wanted: str = ""
    """The label, or what was to be found."""
    said: str = ""
    """What the program said."""
    confidence: float | None = None
    """How sure it was, 0…1."""
    facets: Mapping[str, str] = field(default_factory=dict)
    """What the sample is grouped by in reports: ``lang``, ``kind``, ``topic`` …"""
    group: str = ""
    """Samples of one group are drawn together when intervals are computed, because they are not independent."""
    text: str = ""
    """What was asked or checked."""
    explanation: str = ""
    evidence: tuple[str, ...] = ()
    """What the program showed for it, one line each."""
    error: str = ""
    """The fault that stopped the sample; the program must never fail on one."""

    @property
    def right(self) -> bool | None:
        """Whether the sample came out right; None where that could not be told."""
        return bool(self.scores["right"]) if "right" in self.scores else None

    def as_score(self, names: Sequence[str]) -> Score:
        """Return the outcome as a score for Inspect's log, whose scores all have the same names.

        What could not be told is NaN there, which Inspect leaves out of its means.
        """
        if strange := set(self.scores) - set(names):
            raise ValueError(f"the suite does not name the scores {sorted(strange)}")
        metadata, said = self.as_json(), self.said or UNSCORED
        if not self.scores:
            return Score.unscored(answer=said, explanation=self.explanation or UNSCORED, metadata=metadata)
        value = {name: float(self.scores.get(name, math.nan)) for name in names}
        return Score(value=value, answer=said, explanation=self.explanation, metadata=metadata)

    def as_json(self) -> dict[str, Any]:
        """Return the outcome as data; empty fields are left out."""
        data: dict[str, Any] = {"id": self.id, "scores": {n: _short(v) for n, v in self.scores.items()}}
        for name in ("digest", "wanted", "said", "group", "text", "explanation", "error"):
            if value := getattr(self, name):
                data[name] = value
        if self.confidence is not None:
            data["confidence"] = _short(self.confidence)
        if self.facets:
            data["facets"] = dict(self.facets)
        if self.evidence:
            data["evidence"] = list(self.evidence)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Outcome":
        """Read what `as_json` wrote."""
        known = {name: data[name] for name in ("id", "digest", "wanted", "said", "group", "text", "explanation",
                                                "error", "confidence", "facets") if name in data}  # fmt: skip
        scores = {name: float(value) for name, value in data["scores"].items()}
        return cls(scores=scores, evidence=tuple(data.get("evidence", ())), **known)


def _short(value: float) -> float:
    """Drop what no figure of a report shows; whole numbers stay whole in JSON."""
    if math.isnan(value):
        raise ValueError("a score that cannot be told is left out, not NaN")
    return int(value) if value == int(value) else round(float(value), 4)
