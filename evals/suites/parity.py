"""Do Spanish and English get the same verdict, the same answer, the same draft? It reports how often they do not."""

from typing import Any, Literal

from inspect_ai import Task, task
from pydantic import model_validator

from assistant.domain import Brief, DraftFormat
from evals.metrics import LABELS, Metric, mean_of, share
from evals.outcomes import Outcome
from evals.samples import DATA, Sample, read
from evals.subject import Subject
from evals.suite import Answer, Suite, as_task
from evals.verdicts import COSTS, checked

WANTED = {"sentence": LABELS, "question": ("answered", "no_record"), "brief": ("found", "nothing")}


class Pair(Sample):
    """The same thing in both languages, with the one label that it has."""

    kind: Literal["sentence", "question", "brief"]
    es: str
    en: str
    label: str
    topic: str

    @model_validator(mode="after")
    def _labelled(self) -> "Pair":
        if self.label not in WANTED[self.kind]:
            raise ValueError(f"{self.label!r} is no label of a {self.kind}; choose one of {WANTED[self.kind]}")
        return self

    @property
    def shown(self) -> str:
        """Both wordings."""
        return f"{self.es}\n{self.en}"

    @property
    def target(self) -> str:
        """The label."""
        return self.label


def ask(subject: Subject, sample: Pair) -> Answer:
    """Put both to the program."""
    one = {"sentence": _check, "question": _question, "brief": _draft}[sample.kind]
    return {"es": one(subject, sample.es, "es"), "en": one(subject, sample.en, "en")}


def _check(subject: Subject, text: str, lang: str) -> dict[str, Any]:
    return {**checked(subject.record, text, lang), "cited": []}


def _question(subject: Subject, text: str, _lang: str) -> dict[str, Any]:
    answer = subject.record.ask(text)
    return {"said": answer.status.value, "cited": [c.statement.id for c in answer.citations]}


def _draft(subject: Subject, text: str, lang: str) -> dict[str, Any]:
    (draft,) = subject.record.draft(Brief(topic=text, format=DraftFormat.TALKING_POINTS, lang=lang))
    return {"said": "found" if draft.items else "nothing", "cited": [c.statement.id for c in draft.citations]}


def judge(sample: Pair, answer: Answer) -> Outcome:
    """Compare the two with one another, and with the label."""
    es, en = answer["es"], answer["en"]
    same = es["said"] == en["said"]
    scores = {"differs": float(not same), "right": float(es["said"] == en["said"] == sample.label)}
    if es["cited"] and en["cited"]:
        both, either = set(es["cited"]) & set(en["cited"]), set(es["cited"]) | set(en["cited"])
        scores["shared"] = len(both) / len(either)
    worst = max((es["said"], en["said"]), key=lambda said: COSTS.get((sample.label, said), 0.0))
    return Outcome(
        id=sample.id,
        scores=scores,
        wanted=sample.label,
        said=es["said"] if same else f"es: {es['said']}, en: {en['said']}",
        facets={"kind": sample.kind, "topic": sample.topic, "lang": "both", "worst": worst},
        explanation=f"Spanish: {es['said']}. English: {en['said']}.",
        evidence=tuple(line for each in (es, en) for line in (each.get("evidence") or each["cited"])[:2]),
    )


def _differing(kind: str) -> Metric:
    return Metric(
        name=f"differs_{kind}",
        what=f"share of {kind} pairs whose two languages come out differently",
        of=mean_of("differs", lambda o: o.facets["kind"] == kind),
        better="lower",
    )


SUITE = Suite(
    name="parity",
    question=str(__doc__),
    model=Pair,
    read=lambda: read(DATA / "parity" / "pairs.jsonl", Pair),
    ask=ask,
    judge=judge,
    scores=("right", "differs", "shared"),
    metrics=(
        *(_differing(kind) for kind in ("sentence", "question", "brief")),
        Metric(
            name="both_right",
            what="share of pairs that are right in both languages",
            of=mean_of("right"),
            threshold=0.6,
        ),
        Metric(
            name="shared_citations", what="share of the cited statements that both languages cite", of=mean_of("shared")
        ),
        Metric(
            name="contradiction_called_consistent",
            what="share of contradictions that pass in either language",
            of=share(lambda o: o.facets["worst"] == "consistent", lambda o: o.wanted == "contradicts"),
            better="lower",
            threshold=0.09,
        ),
    ),
)


@task
def parity(subject: Subject | None = None) -> Task:
    """Return the suite as a task."""
    return as_task(SUITE, subject)
