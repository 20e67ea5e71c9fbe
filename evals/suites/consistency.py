"""Is every sentence called what it is: inside the record, against it, or beyond it? And how sure is it said?"""

from typing import Any

from inspect_ai import Task, task
from pydantic import model_validator

from evals.metrics import (
    LABELS,
    Metric,
    balanced_accuracy,
    calibration_error,
    called_consistent,
    kappa,
    mean_of,
    recall,
)
from evals.outcomes import Outcome
from evals.record import require_on_record, topic_of
from evals.replies import recorded, samples_recorded
from evals.samples import DATA, Sentence, read
from evals.subject import Subject
from evals.suite import Answer, Suite, as_task
from evals.verdicts import checked, label_scores, verdict, worst_of

FOLDER = DATA / "consistency"
REPLIES = FOLDER / "judge_replies.jsonl"


class Case(Sentence):
    """A labelled sentence, its kind of difficulty, and the statements that decide it."""

    kind: str
    evidence: list[str] = []
    near: list[str] = []
    note: str = ""

    @model_validator(mode="after")
    def _on_record(self) -> "Case":
        require_on_record([*self.evidence, *self.near])
        if self.label != "unsupported" and not self.evidence:
            raise ValueError("a sentence that is carried or contradicted needs the statements that decide it")
        return self


def ask(subject: Subject, sample: Case) -> Answer:
    """Check the sentence; and, where there is a model or its recorded reply, have that read it too."""
    answer = checked(subject.record, sample.text, sample.lang)
    if subject.model or sample.id in samples_recorded(REPLIES):
        answer["judge"] = _judged(subject, sample)
    return answer


def _judged(subject: Subject, sample: Case) -> dict[str, Any]:
    report = subject.with_model("judge", recorded(REPLIES, otherwise="")).check(sample.text, lang=sample.lang)
    sentences = report.judge.sentences if report.judge else ()
    labels = [each.label.value if each.label else "" for each in sentences]
    return {"label": worst_of(labels) if labels and "" not in labels else "", "together": verdict(report)["said"]}


def judge(sample: Case, answer: Answer) -> Outcome:
    """Compare the label, and the model's where it could be read: where not, that is unscored."""
    scores = label_scores(sample.label, answer["said"])
    facets = {"lang": sample.lang, "kind": sample.kind, "topic": topic_of(sample.evidence) or "nothing on record"}
    if "judge" in answer:
        scores["judge_read"] = float(bool(answer["judge"]["label"]))
        if label := answer["judge"]["label"]:
            facets["judge"] = label
            scores["judge_right"] = float(label == sample.label)
            scores["together_right"] = float(answer["judge"]["together"] == sample.label)
    return Outcome(
        id=sample.id,
        scores=scores,
        wanted=sample.label,
        said=answer["said"],
        confidence=answer["confidence"],
        facets=facets,
        group=min(sample.evidence, default=sample.id),
        explanation=answer["reason"],
        evidence=tuple(answer["evidence"]),
    )


SUITE = Suite(
    name="consistency",
    question=str(__doc__),
    model=Case,
    read=lambda: read(FOLDER / "cases.jsonl", Case),
    ask=ask,
    judge=judge,
    scores=("right", "cost", "judge_read", "judge_right", "together_right"),
    metrics=(
        Metric(
            name="balanced_accuracy",
            what="mean of the recalls of the three labels",
            of=balanced_accuracy,
            threshold=0.7,
        ),
        *(
            Metric(name=f"recall_{label}", what=f"share of the {label} that are called so", of=recall(label))
            for label in LABELS
        ),
        Metric(
            name="contradiction_called_consistent",
            what="share of contradictions that pass: the worst mistake",
            of=called_consistent("contradicts"),
            better="lower",
            threshold=0.06,
        ),
        Metric(
            name="unsupported_called_consistent",
            what="share of the unsupported that pass",
            of=called_consistent("unsupported"),
            better="lower",
            threshold=0.05,
        ),
        Metric(
            name="cost",
            what="mean cost of a sentence: 20, 5 and 1 by kind of mistake",
            of=mean_of("cost"),
            better="lower",
            unit="cost",
        ),
        Metric(
            name="calibration_error",
            what="how far confidence is from being right, ten bins",
            of=calibration_error,
            better="lower",
            threshold=0.1,
        ),
        Metric(
            name="judge_kappa",
            what="Cohen's kappa between the model as judge and the labels",
            of=kappa("judge"),
            better="neither",
        ),
        Metric(
            name="with_judge",
            what="share right where checker and model decide together",
            of=mean_of("together_right"),
        ),
        Metric(
            name="judge_read",
            what="share of the judge's replies that were there and could be read",
            of=mean_of("judge_read"),
            threshold=0.5,
        ),
    ),
)


@task
def consistency(subject: Subject | None = None) -> Task:
    """Return the suite as a task."""
    return as_task(SUITE, subject)
