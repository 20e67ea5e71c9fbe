"""Are the ministry's principles, the four official points and the red lines, recognised under paraphrase?"""

from typing import Literal

from inspect_ai import Task, task
from pydantic import model_validator

from assistant.record.ledger import bundled_ledger
from evals.metrics import Metric, mean_of, share
from evals.outcomes import Outcome
from evals.samples import DATA, Sentence, read
from evals.subject import Subject
from evals.suite import Answer, Suite, as_task
from evals.verdicts import checked, label_scores


class Case(Sentence):
    """A sentence that holds a principle, crosses a red line, speaks of the official list, or goes beyond."""

    kind: Literal["crossed", "held", "list", "beyond"]
    principle: str
    red_line: str = ""

    @model_validator(mode="after")
    def _in_the_ledger(self) -> "Case":
        known = {p.id: {line.id for line in p.red_lines} for p in bundled_ledger().principles}
        if self.principle not in known:
            raise ValueError(f"the ledger has no principle {self.principle!r}")
        if self.red_line and not any(self.red_line in lines for lines in known.values()):
            raise ValueError(f"the ledger has no red line {self.red_line!r}")
        return self


def ask(subject: Subject, sample: Case) -> Answer:
    """Check the sentence."""
    return checked(subject.record, sample.text, sample.lang)


def judge(sample: Case, answer: Answer) -> Outcome:
    """Compare the label; of a sentence that holds a principle, also whether the principle is named."""
    scores = label_scores(sample.label, answer["said"])
    if sample.kind == "held":
        scores["named"] = float(sample.principle in answer["expressed"])
    return Outcome(
        id=sample.id,
        scores=scores,
        wanted=sample.label,
        said=answer["said"],
        confidence=answer["confidence"],
        facets={"lang": sample.lang, "kind": sample.kind, "topic": sample.principle},
        group=sample.red_line or sample.id,
        explanation=answer["reason"],
        evidence=tuple(answer["evidence"]),
    )


def _crossed(outcome: Outcome) -> bool:
    return outcome.facets["kind"] == "crossed"


def _list(outcome: Outcome) -> bool:
    return outcome.facets["kind"] == "list"


def _against(outcome: Outcome) -> bool:
    return outcome.wanted == "contradicts"


SUITE = Suite(
    name="principles",
    question=str(__doc__),
    model=Case,
    read=lambda: read(DATA / "principles" / "cases.jsonl", Case),
    ask=ask,
    judge=judge,
    scores=("right", "cost", "named"),
    metrics=(
        Metric(
            name="crossed_called_consistent",
            what="share of crossed lines that pass as consistent",
            of=share(lambda o: o.said == "consistent", _against),
            better="lower",
            threshold=0.06,
        ),
        Metric(
            name="crossed_caught",
            what="share of crossed lines that are called contradictions",
            of=mean_of("right", _crossed),
            threshold=0.75,
        ),
        Metric(
            name="held",
            what="share of held lines that are called consistent",
            of=mean_of("right", lambda o: o.facets["kind"] == "held"),
        ),
        Metric(name="named", what="share of held lines whose principle is named", of=mean_of("named")),
        Metric(name="list", what="share of right labels on the official list of four", of=mean_of("right", _list)),
        Metric(
            name="beyond_called_consistent",
            what="share of promises in the words of principles that pass",
            of=share(lambda o: o.said == "consistent", lambda o: o.wanted == "unsupported"),
            better="lower",
            threshold=0.1,
        ),
    ),
)


@task
def principles(subject: Subject | None = None) -> Task:
    """Return the suite as a task."""
    return as_task(SUITE, subject)
