"""Does a verdict stay when the same sentence is typed in haste, without accents, in capitals, in other words?"""

import unicodedata
from typing import Literal

from inspect_ai import Task, task

from evals.metrics import LABELS, Metric, mean_of
from evals.outcomes import Outcome
from evals.samples import DATA, Sentence, read
from evals.subject import Subject
from evals.suite import Answer, Suite, as_task
from evals.verdicts import checked

Written = Literal["typos", "code-switch", "paraphrase", "register"]
MADE = ("no accents", "capitals", "lower case")
"""Variants that the program makes itself; the others are written by people."""
KINDS = (*Written.__args__, *MADE)  # type: ignore[attr-defined]


class Case(Sentence):
    """A sentence with its label and with variants that mean exactly the same."""

    variants: dict[Written, str]

    @property
    def every_variant(self) -> dict[str, str]:
        """The written variants and the made ones; what does not differ from the sentence is none."""
        texts: dict[str, str] = dict(self.variants.items())
        texts |= {"no accents": unaccented(self.text), "capitals": self.text.upper(), "lower case": self.text.lower()}
        return {kind: text for kind, text in texts.items() if text != self.text}


def unaccented(text: str) -> str:
    """Return a text as typed without accents; ñ stays, because its key is on every Spanish keyboard."""
    kept = (c if c in "ñÑ" else unicodedata.normalize("NFD", c)[0] for c in unicodedata.normalize("NFC", text))
    return "".join(kept)


def ask(subject: Subject, sample: Case) -> Answer:
    """Check the sentence and every variant."""
    base = checked(subject.record, sample.text, sample.lang)
    variants = {kind: checked(subject.record, text, sample.lang) for kind, text in sample.every_variant.items()}
    return {"base": base, "variants": {kind: {"said": each["said"]} for kind, each in variants.items()}}


def judge(sample: Case, answer: Answer) -> Outcome:
    """Count the variants whose verdict differs from the sentence's, and those that pass though they must not."""
    base = answer["base"]["said"]
    said = {kind: each["said"] for kind, each in answer["variants"].items()}
    flips = {kind: float(each != base) for kind, each in said.items()}
    scores = {f"flip {kind}": value for kind, value in flips.items()}
    scores["flips"] = sum(flips.values()) / len(flips)
    everything = [base, *said.values()]
    if sample.label != "consistent":
        scores["passes"] = float("consistent" in everything)
    scores["right"] = float(all(each == sample.label for each in everything))
    scores["share right"] = sum(each == sample.label for each in everything) / len(everything)
    flipped = ", ".join(f"{kind}: {said[kind]}" for kind, value in flips.items() if value)
    return Outcome(
        id=sample.id,
        scores=scores,
        wanted=sample.label,
        said=base,
        facets={"lang": sample.lang, "kind": sample.label},
        explanation=f"{base}; {flipped}" if flipped else f"{base}, whatever the wording",
        evidence=tuple(answer["base"]["evidence"]),
    )


def _flip(kind: str) -> Metric:
    name = f"flips_{kind.replace(' ', '_').replace('-', '_')}"
    return Metric(name=name, what=f"share of verdicts that flip: {kind}", of=mean_of(f"flip {kind}"), better="lower")


def _passing(label: str) -> Metric:
    return Metric(
        name=f"{label}_passes_somewhere",
        what=f"share of the {label} of which some wording passes",
        of=mean_of("passes", lambda outcome: outcome.wanted == label),
        better="lower",
        threshold=0.09,
    )


SUITE = Suite(
    name="robustness",
    question=str(__doc__),
    model=Case,
    read=lambda: read(DATA / "robustness" / "cases.jsonl", Case),
    ask=ask,
    judge=judge,
    scores=("right", "share right", "flips", "passes", *(f"flip {kind}" for kind in KINDS)),
    metrics=(
        Metric(
            name="flips",
            what="share of variants whose verdict differs from the sentence's",
            of=mean_of("flips"),
            better="lower",
            threshold=0.2,
        ),
        *(_flip(kind) for kind in KINDS),
        Metric(name="accuracy", what="share of right labels over sentences and variants", of=mean_of("share right")),
        *(_passing(label) for label in LABELS[1:]),
    ),
)


@task
def robustness(subject: Subject | None = None) -> Task:
    """Return the suite as a task."""
    return as_task(SUITE, subject)
