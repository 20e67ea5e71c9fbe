"""Is each thing said by whom the record says, in the role held on that date, and never by a journalist?"""

from pathlib import Path
from typing import Any, Literal

from inspect_ai import Task, task
from pydantic import model_validator

from assistant.text.normalise import fold
from evals.metrics import Metric, mean_of
from evals.outcomes import Outcome
from evals.record import cited, require_on_record, topic_of
from evals.samples import DATA, Lang, Sample, read
from evals.subject import TRANSCRIPTS, Subject
from evals.suite import Answer, Suite, as_task

FOLDER = DATA / "attribution"
DEPTH = 10


class RoleQuestion(Sample):
    """A question whose answer shows who spoke, and in which role on that day."""

    lang: Lang
    question: str
    kind: Literal["role-then", "two-roles", "speaker", "institution"]
    statement: str
    speaker: str
    role: str
    date: str

    @model_validator(mode="after")
    def _on_record(self) -> "RoleQuestion":
        require_on_record([self.statement])
        return self

    @property
    def shown(self) -> str:
        """The question."""
        return self.question

    @property
    def target(self) -> str:
        """Who said it."""
        return f"{self.speaker} ({self.role})"


class Turn(Sample):
    """A stretch of an invented transcript: whose words they are, and whether they may be cited as a position."""

    file: str
    turn: int
    kind: Literal["government", "journalist", "moderator", "voice", "guest"]
    speaker: str = ""
    role: str = ""
    words: str
    position: bool

    @model_validator(mode="after")
    def _in_the_file(self) -> "Turn":
        blocks = transcript(TRANSCRIPTS / self.file)
        if self.turn >= len(blocks) or self.words not in blocks[self.turn]:
            raise ValueError(f"turn {self.turn} of {self.file} has no words {self.words!r}")
        if self.position and not (self.speaker and self.role):
            raise ValueError("a position needs its speaker and the role")
        return self

    @property
    def shown(self) -> str:
        """The words."""
        return self.words

    @property
    def target(self) -> str:
        """Who holds the position, if it is one."""
        return f"{self.speaker} ({self.role})" if self.position else "nobody's position"


class Case(Sample):
    """Either of the two."""

    about: RoleQuestion | Turn

    @property
    def shown(self) -> str:
        """The question, or the words."""
        return self.about.shown

    @property
    def target(self) -> str:
        """Who said it."""
        return self.about.target


def transcript(path: Path) -> list[str]:
    """Return the blocks of a transcript after its header, each on one line."""
    return [" ".join(block.split()) for block in path.read_text("utf-8").split("\n---\n")[1:]]


def cases() -> list[Case]:
    """Return the questions, then the turns."""
    questions, turns = read(FOLDER / "questions.jsonl", RoleQuestion), read(FOLDER / "turns.jsonl", Turn)
    return [*(Case(id=each.id, about=each) for each in questions), *(Case(id=each.id, about=each) for each in turns)]


def ask(subject: Subject, sample: Case) -> Answer:
    """Ask the question, or look the words up."""
    if isinstance(sample.about, RoleQuestion):
        answer = subject.record.ask(sample.about.question)
        of = [{"id": c.statement.id, "speaker": c.statement.speaker, "role": c.statement.role,
               "date": c.statement.date.isoformat(), "quote": c.quote} for c in answer.citations]  # fmt: skip
        return {"text": answer.text, "citations": of}
    words = sample.about.words.replace('"', " ")
    hits = subject.transcripts.search(f'"{words}"', k=DEPTH)
    holding = [hit.statement for hit in hits if fold(words) in fold(" ".join(hit.statement.text.split()))]
    return {"said": [{"id": s.id, "speaker": s.speaker, "role": s.role, "text": s.text} for s in holding]}


def judge(sample: Case, answer: Answer) -> Outcome:
    """Compare speaker, role and date."""
    about = sample.about
    return _asked(about, answer) if isinstance(about, RoleQuestion) else _looked_up(about, answer)


def _asked(wanted: RoleQuestion, answer: Answer) -> Outcome:
    named = next((c for c in answer["citations"] if c["id"] == wanted.statement), None)
    scores = {"cited": float(named is not None)}
    if named is not None:
        as_labelled = (named["speaker"], named["role"], named["date"]) == (wanted.speaker, wanted.role, wanted.date)
        scores["role"] = float(as_labelled and f"{wanted.speaker} ({wanted.role})" in answer["text"])
    scores["right"] = scores.get("role", 0.0)
    said = f"{named['speaker']} ({named['role']})" if named else "not cited"
    return Outcome(
        id=wanted.id,
        scores=scores,
        wanted=wanted.target,
        said=said,
        facets={"lang": wanted.lang, "kind": wanted.kind, "topic": topic_of([wanted.statement])},
        group=wanted.statement,
        explanation=f"Wanted {wanted.target} on {wanted.date}; {said}.",
        evidence=tuple(cited(c["id"], c["quote"]) for c in answer["citations"][:3]),
    )


def _looked_up(wanted: Turn, answer: Answer) -> Outcome:
    found: list[dict[str, Any]] = answer["said"]
    whose = {f"{each['speaker']} ({each['role']})" for each in found}
    if wanted.position:
        right = {fold(each) for each in whose} == {fold(wanted.target)}
        scores = {"right": float(right), "turn": float(right)}
    else:
        right = not found
        scores = {"right": float(right), "kept out": float(right)}
    said = ", ".join(sorted(whose)) or "nobody's position"
    return Outcome(
        id=wanted.id,
        scores=scores,
        wanted=wanted.target,
        said=said,
        facets={"kind": f"turn of {wanted.kind}", "lang": "es", "position": "yes" if wanted.position else "no"},
        group=wanted.file,
        explanation=f"{wanted.file}, turn {wanted.turn} ({wanted.kind}): on the record as {said}.",
        evidence=tuple(cited(each["id"], each["text"][:300]) for each in found[:2]),
    )


SUITE = Suite(
    name="attribution",
    question=str(__doc__),
    model=Case,
    read=cases,
    ask=ask,
    judge=judge,
    scores=("right", "cited", "role", "turn", "kept out"),
    metrics=(
        Metric(
            name="cited", what="share of questions where the statement that answers best is cited", of=mean_of("cited")
        ),
        Metric(
            name="role_on_the_date",
            what="where it is cited: speaker, role and date are shown as they were",
            of=mean_of("role"),
            threshold=1.0,
        ),
        Metric(
            name="turns",
            what="share of the government's turns on record under the right speaker and role",
            of=mean_of("turn"),
            threshold=0.95,
        ),
        Metric(
            name="kept_out",
            what="share of what others said that is nobody's position",
            of=mean_of("kept out"),
            threshold=1.0,
        ),
    ),
)


@task
def attribution(subject: Subject | None = None) -> Task:
    """Return the suite as a task."""
    return as_task(SUITE, subject)
