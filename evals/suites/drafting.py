"""Does every sentence of a draft stand on the record, with citations that carry it, and is silence kept where due?

Each brief is drafted twice: without a model, and with the configured one or with one that gives recorded replies.
"""

from typing import Any, Literal

from inspect_ai import Task, task
from pydantic import model_validator

from assistant.domain import Brief, Draft, DraftFormat, Perspective, Tone
from evals.drafts import weighed
from evals.metrics import Metric, mean_of
from evals.outcomes import Outcome
from evals.record import require_on_record, topic_of
from evals.replies import recorded
from evals.samples import DATA, Lang, Sample, read
from evals.subject import Subject
from evals.suite import Answer, Suite, as_task

FOLDER = DATA / "drafting"
REPLIES = FOLDER / "replies.jsonl"
SHOWN = 4
MODES = ("extractive", "model")
SCORES = (
    "right", "unsupported", "invented", "figures", "too long", "recall", "precision", "repeats", "of the model",
    "silent", "principles", "wanted cited",
)  # fmt: skip


class Commission(Sample):
    """A brief, with what the record has on it."""

    topic: str
    format: DraftFormat
    lang: Lang
    context: str = ""
    voice: str = ""
    counterpart: str = ""
    perspective: Perspective
    tone: Tone
    coverage: Literal["full", "little", "none"]
    principles: list[str] = []
    statements: list[str] = []

    @model_validator(mode="after")
    def _on_record(self) -> "Commission":
        require_on_record(self.statements)
        return self

    @property
    def shown(self) -> str:
        """Format, language and topic."""
        return f"[{self.format.value}, {self.lang}] {self.topic}"

    @property
    def target(self) -> str:
        """How much of it is on record."""
        return self.coverage

    @property
    def brief(self) -> Brief:
        """The brief as the program takes it."""
        return Brief(
            topic=self.topic, format=self.format, lang=self.lang, context=self.context, voice=self.voice,
            counterpart=self.counterpart, perspective=self.perspective, tone=self.tone,
        )  # fmt: skip


def ask(subject: Subject, sample: Commission) -> Answer:
    """Draft without a model and with one."""
    plain = subject.record
    (extractive,) = plain.draft(sample.brief)
    answer: dict[str, Any] = {"extractive": _told(extractive, weighed(extractive, plain))}
    writer = subject.with_model("writer", recorded(REPLIES))
    (written,) = writer.draft(sample.brief, fresh=True)
    not_recorded = written.items and written.generator.kind != "llm" and not written.changes
    answer["recorded"] = bool(subject.model or not not_recorded)
    if answer["recorded"]:
        answer["model"] = _told(written, weighed(written, plain))
    return answer


def _told(draft: Draft, counted: dict[str, Any]) -> dict[str, Any]:
    text = [f"[{item.part.value}] {item.text}" for item in draft.items]
    return {**counted, "text": text, "fates": [change.fate.value for change in draft.changes]}


def judge(sample: Commission, answer: Answer) -> Outcome:
    """Compare both drafts with what is wanted; with no recorded reply the model's is unscored."""
    drafts = {mode: answer[mode] for mode in MODES if mode in answer}
    scores: dict[str, float] = {"recorded": float(answer["recorded"])}
    for mode, draft in drafts.items():
        scores |= {f"{mode} {name}": value for name, value in _scores(sample, draft).items()}
    scores["right"] = float(all(scores[f"{mode} right"] for mode in drafts))
    plain = drafts["extractive"]
    kinds = ("not consistent", "invented quotations", "foreign figures")
    faults = [text for draft in drafts.values() for kind in kinds for text in draft[kind]]
    return Outcome(
        id=sample.id,
        scores=scores,
        wanted=sample.coverage,
        said=f"{plain['items']} items" if plain["items"] else "nothing on record",
        facets={"lang": sample.lang, "kind": sample.format.value, "topic": topic_of(sample.statements) or "none"},
        explanation=f"Does not hold: {faults[0]}" if faults else "Every sentence holds.",
        evidence=tuple(text for draft in drafts.values() for text in draft["text"][:SHOWN]),
    )


def _scores(sample: Commission, draft: dict[str, Any]) -> dict[str, float]:
    """Return the scores of one draft; what does not apply to it is absent."""
    if not draft["items"]:
        silent = {"silent": 1.0} if sample.coverage == "none" else {}
        return {"right": float(sample.coverage != "full")} | silent
    sound = not (
        draft["not consistent"] or draft["invented quotations"] or draft["foreign figures"] or draft["too long"]
    )
    scores = {
        "unsupported": len(draft["not consistent"]) / draft["sentences"],
        "invented": float(bool(draft["invented quotations"])),
        "figures": float(bool(draft["foreign figures"])),
        "too long": float(draft["too long"] > 0),
        "recall": draft["carried"] / draft["claims"] if draft["claims"] else 0.0,
        "precision": draft["precise"] / draft["citations"] if draft["citations"] else 0.0,
        "repeats": draft["repeats"] / draft["pairs"] if draft["pairs"] else 0.0,
        "of the model": float(draft["kind"] == "llm"),
    }
    if sample.coverage == "none":
        scores["silent"] = 0.0
    if sample.principles:
        wanted = set(sample.principles)
        scores["principles"] = len(wanted & set(draft["expressed"])) / len(wanted)
    if sample.statements:
        scores["wanted cited"] = float(bool(set(sample.statements) & set(draft["cited"])))
    return scores | {"right": float(sound and sample.coverage != "none" and scores.get("wanted cited", 1.0))}


def _of(mode: str) -> tuple[Metric, ...]:
    def metric(name: str, score: str, what: str, **how: Any) -> Metric:
        return Metric(name=f"{mode}_{name}", what=f"{mode}: {what}", of=mean_of(f"{mode} {score}"), **how)

    return (
        metric("right", "right", "share of briefs with a sound draft, or rightly with none"),
        metric("unsupported", "unsupported", "share of sentences that are not consistent", better="lower", threshold=0),
        metric("invented_quotations", "invented", "share of drafts with a quotation that nobody is on record with",
               better="lower", threshold=0),
        metric("foreign_figures", "figures", "share of drafts with a figure that neither citation nor brief has",
               better="lower", threshold=0),
        metric("too_long", "too long", "share of drafts with a post over the limit", better="lower", threshold=0),
        metric("citation_recall", "recall", "share of sentences that their citations carry", threshold=0.97),
        metric("citation_precision", "precision", "share of citations that carry their sentence", threshold=0.97),
        metric("principles", "principles", "share of the expected principles that are expressed"),
        metric("wanted_cited", "wanted cited", "share of drafts that cite a wanted statement"),
        metric("silent", "silent", "nothing drafted where nothing is on record", threshold=0.8),
        metric("repeats", "repeats", "share of pairs of points that say the same", better="lower"),
    )  # fmt: skip


SUITE = Suite(
    name="drafting",
    question=str(__doc__).splitlines()[0],
    model=Commission,
    read=lambda: read(FOLDER / "briefs.jsonl", Commission),
    ask=ask,
    judge=judge,
    scores=("right", "recorded", *(f"{mode} {name}" for mode in MODES for name in SCORES)),
    metrics=(
        *_of("extractive"),
        *_of("model"),
        Metric(name="model_recorded", what="model: share of briefs for which a reply is configured or recorded",
               of=mean_of("recorded"), threshold=0.5),
        Metric(name="model_written", what="model: share of drafts that are the model's and not the record's alone",
               of=mean_of("model of the model"), better="neither"),
    ),
)  # fmt: skip


@task
def drafting(subject: Subject | None = None) -> Task:
    """Return the suite as a task."""
    return as_task(SUITE, subject)
