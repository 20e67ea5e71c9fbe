"""Does an answer hold the needed facts and cite them, and is nothing answered where nothing is on the record?"""

from typing import Literal

from inspect_ai import Task, task
from pydantic import model_validator

from assistant.domain import AnswerStatus
from assistant.text.normalise import fold
from evals.metrics import Metric, mean_of
from evals.outcomes import Outcome
from evals.record import cited, require_on_record, statements
from evals.samples import DATA, Lang, Sample, read
from evals.subject import Subject
from evals.suite import Answer, Suite, as_task


class Question(Sample):
    """A question with what a right answer holds: of each fact one of several wordings."""

    lang: Lang
    question: str
    kind: Literal["position", "figure", "date", "who", "since", "change", "near", "far", "premise"]
    answerable: bool
    facts: list[list[str]] = []
    statements: list[str] = []
    topic: str

    @model_validator(mode="after")
    def _on_record(self) -> "Question":
        require_on_record(self.statements)
        if not self.answerable == bool(self.facts) == bool(self.statements):
            raise ValueError("a question with an answer needs facts and statements, one without has neither")
        for fact in self.facts:
            if not any(holds(fact, words_of(each)) for each in self.statements):
                raise ValueError(f"none of its statements holds the fact {fact}")
        return self

    @property
    def shown(self) -> str:
        """The question."""
        return self.question

    @property
    def target(self) -> str:
        """The facts that are wanted."""
        return "; ".join(fact[0] for fact in self.facts) or "no_record"


def words_of(statement_id: str) -> str:
    """Return all the words of a statement: its text and its lines in both languages."""
    statement = statements()[statement_id]
    lines = [wording for line in statement.lines for wording in (line.es, line.en)]
    return " ".join([statement.text, statement.date.isoformat(), *lines])


def holds(fact: list[str], text: str) -> bool:
    """Tell whether a text has one of a fact's wordings, whatever the case and the accents."""
    folded = fold(" ".join(text.split()))
    return any(fold(wording) in folded for wording in fact)


def ask(subject: Subject, sample: Question) -> Answer:
    """Ask as an adviser does."""
    answer = subject.record.ask(sample.question)
    return {
        "status": answer.status.value,
        "text": answer.text,
        "citations": [
            {
                "id": c.statement.id,
                "quote": c.quote,
                "exact": c.quote in c.statement.text,
                "date": c.statement.date.isoformat(),
            }
            for c in answer.citations
        ],
    }


def judge(sample: Question, answer: Answer) -> Outcome:
    """Look for the facts in what the user reads: the answer and the passages quoted under it."""
    answered = answer["status"] == AnswerStatus.ANSWERED.value
    citations = answer["citations"]
    exact = {"exact": float(all(c["exact"] for c in citations))} if citations else {}
    if sample.answerable:
        read_text = " ".join([answer["text"], *(f"{c['quote']} {c['date']}" for c in citations)])
        facts = sum(holds(fact, read_text) for fact in sample.facts) / len(sample.facts)
        cites = any(c["id"] in sample.statements for c in citations)
        right = answered and facts == 1.0 and cites
        scores = {"answered": float(answered), "facts": facts, "cites": float(cites), "right": float(right)}
        explanation = f"{facts:.0%} of the facts; {'cites' if cites else 'does not cite'} a statement that answers."
    else:
        scores = {"refused": float(not answered), "right": float(not answered)}
        explanation = "Nothing on the record answers this." if not answered else "Answered what is not on the record."
    return Outcome(
        id=sample.id,
        scores=scores | exact,
        wanted="answered" if sample.answerable else "no_record",
        said=answer["status"],
        facets={"lang": sample.lang, "kind": sample.kind, "topic": sample.topic},
        group=min(sample.statements, default=sample.id),
        explanation=explanation,
        evidence=tuple(cited(c["id"], c["quote"]) for c in citations[:3]),
    )


SUITE = Suite(
    name="asking",
    question=str(__doc__),
    model=Question,
    read=lambda: read(DATA / "asking" / "questions.jsonl", Question),
    ask=ask,
    judge=judge,
    scores=("right", "answered", "facts", "cites", "refused", "exact"),
    metrics=(
        Metric(
            name="right",
            what="answered with every fact and a statement that answers, or refused",
            of=mean_of("right"),
            threshold=0.72,
        ),
        Metric(name="answered", what="share of answerable questions that got an answer", of=mean_of("answered")),
        Metric(name="facts", what="share of the needed facts that the answer shows", of=mean_of("facts")),
        Metric(
            name="cites",
            what="share of answerable questions where a statement that answers is cited",
            of=mean_of("cites"),
        ),
        Metric(
            name="refused",
            what="share of unanswerable questions that are told so",
            of=mean_of("refused"),
            threshold=0.6,
        ),
        Metric(
            name="exact_quotes",
            what="share of answers whose quotes all stand in their statements",
            of=mean_of("exact"),
            threshold=1.0,
        ),
    ),
)


@task
def asking(subject: Subject | None = None) -> Task:
    """Return the suite as a task."""
    return as_task(SUITE, subject)
