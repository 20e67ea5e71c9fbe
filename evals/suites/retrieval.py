"""Are the statements that answer a question found, in either language, and is silence told from an answer?"""

from collections.abc import Sequence
from typing import Any, Literal

import ir_measures
from inspect_ai import Task, task
from ir_measures import RR, R, nDCG
from pydantic import model_validator

from assistant.retrieval.relevance import ON_RECORD
from evals.metrics import Metric, mean_of, separation
from evals.outcomes import Outcome
from evals.record import cited, require_on_record, statements, topic_of
from evals.samples import DATA, Lang, Sample, read
from evals.subject import Subject
from evals.suite import Answer, Suite, as_task

DEPTH = 10
NEAR_TOP = 3
MEASURES = {"ndcg": nDCG @ DEPTH, "recall": R(rel=2) @ DEPTH, "rr": RR(rel=2) @ DEPTH}


class Question(Sample):
    """What an adviser types, with the statements that answer it: 2 answers, 1 helps."""

    lang: Lang
    query: str
    kind: Literal["position", "figure", "date", "who", "change", "acronym", "elliptic", "near", "far"]
    answerable: bool
    relevant: dict[str, Literal[1, 2]] = {}

    @model_validator(mode="after")
    def _graded(self) -> "Question":
        require_on_record(self.relevant)
        if self.answerable != (2 in self.relevant.values()):
            raise ValueError("a question with an answer needs a statement of grade 2, one without has none")
        return self

    @property
    def shown(self) -> str:
        """The query."""
        return self.query

    @property
    def target(self) -> str:
        """The statements that answer."""
        return ", ".join(i for i, grade in self.relevant.items() if grade == 2) or "nothing"

    @property
    def crosses(self) -> bool:
        """True where every answer is in the other language."""
        answers = [statements()[i].lang for i, grade in self.relevant.items() if grade == 2]
        return bool(answers) and self.lang not in answers


def ask(subject: Subject, sample: Question) -> Answer:
    """Search as the command line does."""
    hits = subject.record.search(sample.query, k=DEPTH)
    return {
        "found": [hit.statement.id for hit in hits],
        "relevance": max((hit.relevance for hit in hits), default=0.0),
        "evidence": [cited(hit.statement.id, hit.passage.text) for hit in hits[:NEAR_TOP]],
    }


def judge(sample: Question, answer: Answer) -> Outcome:
    """Grade the ranking, or the silence."""
    found: Sequence[str] = answer["found"]
    answers = {i for i, grade in sample.relevant.items() if grade == 2}
    if sample.answerable:
        at = next((n for n, each in enumerate(found, start=1) if each in answers), None)
        scores = ranked(sample.relevant, found) | {"right": float(at is not None and at <= NEAR_TOP)}
        explanation = f"The first answer is at rank {at}." if at else f"No answer among the first {DEPTH}."
    else:
        silent = answer["relevance"] < ON_RECORD
        scores = {"right": float(silent), "silent": float(silent)}
        explanation = f"The best hit is on the matter with {answer['relevance']:.2f}; nothing is on record."
    return Outcome(
        id=sample.id,
        scores=scores,
        wanted=sample.target,
        said=", ".join(found[:NEAR_TOP]),
        confidence=answer["relevance"],
        facets={
            "lang": sample.lang,
            "kind": sample.kind,
            "answerable": "yes" if sample.answerable else "no",
            "language of the answer": "other" if sample.crosses else "same",
            "topic": topic_of(sorted(answers)) or "nothing on record",
        },
        group=min(answers, default=sample.id),
        explanation=explanation,
        evidence=tuple(answer["evidence"]),
    )


def ranked(relevant: dict[str, Any], found: Sequence[str]) -> dict[str, float]:
    """Return nDCG, recall and reciprocal rank at ten of a ranking."""
    run = {"q": {each: -float(rank) for rank, each in enumerate(found)}}
    values = dict.fromkeys(MEASURES, 0.0)
    if found:
        names = {str(measure): name for name, measure in MEASURES.items()}
        for each in ir_measures.iter_calc(list(MEASURES.values()), {"q": dict(relevant)}, run):
            values[names[str(each.measure)]] = float(each.value)
    return values


def _answered(outcome: Outcome) -> bool:
    return outcome.facets["answerable"] == "yes"


def _crossing(outcome: Outcome) -> bool:
    return outcome.facets["language of the answer"] == "other"


SUITE = Suite(
    name="retrieval",
    question=str(__doc__),
    model=Question,
    read=lambda: read(DATA / "retrieval" / "questions.jsonl", Question),
    ask=ask,
    judge=judge,
    scores=("right", "ndcg", "recall", "rr", "silent"),
    metrics=(
        Metric(name="ndcg_10", what="nDCG at 10, graded", of=mean_of("ndcg"), threshold=0.85),
        Metric(
            name="ndcg_10_cross",
            what="the same where every answer is in the other language",
            of=mean_of("ndcg", _crossing),
        ),
        Metric(name="recall_10", what="share of the answering statements among the first ten", of=mean_of("recall")),
        Metric(name="rr_10", what="reciprocal rank of the first answer", of=mean_of("rr")),
        Metric(name="top_3", what="an answer is among the first three", of=mean_of("right", _answered)),
        Metric(
            name="silence",
            what="share of unanswerable questions with no hit on the matter",
            of=mean_of("silent"),
            threshold=0.65,
        ),
        Metric(
            name="separation",
            what="area under the ROC curve: relevance of the best hit, answerable or not",
            of=separation(_answered),
        ),
    ),
)


@task
def retrieval(subject: Subject | None = None) -> Task:
    """Return the suite as a task."""
    return as_task(SUITE, subject)
