"""The record and the drafts at a glance.

How much was said when and on what, what nobody has spoken on lately, what was drafted, how the last evaluation went,
and what the installation lacks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assistant.domain import Bilingual, DraftVersion, Ledger
from assistant.errors import RecordError
from assistant.evaluations import EvalReport, last_report
from assistant.history import History
from assistant.record.home_ledger import HomeLedger
from assistant.record.ledger_entries import stray
from assistant.record.store import RecordStore
from assistant.record.tallies import Last, Month, SpeakerTally, Standing, Tallies
from assistant.settings import Settings

FRESH_DAYS = 90
"""How many days a topic may go without a new statement before it counts as a gap."""
SPEAKERS = 8
DRAFTS = 12
OPENING_CHARS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTally:
    """The statements of one month, by form."""

    month: Month
    verbatim: int = 0
    paraphrase: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.verbatim + self.paraphrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A topic or principle over time."""

    id: str
    name: Bilingual
    months: tuple[int, ...]
    """Statements in each month of the period; months without any are 0."""
    total: int
    """Statements on the whole record."""
    last: Last | None
    """The newest one; None where there is none."""
    days: int | None
    """Days from the newest one to today."""
    days_on_record: int | None
    """Days from it to the newest statement of the whole record."""

    @property
    def is_gap(self) -> bool:
        """True where nothing is newer than `FRESH_DAYS` days, counted from today."""
        return self.days is None or self.days > FRESH_DAYS

    @property
    def is_gap_on_record(self) -> bool:
        """True where nothing is newer than `FRESH_DAYS` days, counted from the newest statement of the record."""
        return self.days_on_record is None or self.days_on_record > FRESH_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentDraft:
    """A draft as it stands."""

    id: str
    topic: str
    format: str
    lang: str
    verdict: str
    opening: str
    version: int
    by: str
    at: datetime
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that ought to be mended."""

    kind: str
    """"ledger", "empty", "behind", "other_model", "quarantined", "unattributed" or "stray"."""
    number: int = 0
    detail: str = ""
    command: str = ""
    """What mends it on the command line; empty where a person has to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything at one moment."""

    today: date
    newest: Last | None
    months: tuple[MonthTally, ...]
    """Every month of the period, the oldest first, those without statements too."""
    topics: tuple[Course, ...]
    principles: tuple[Course, ...]
    speakers: tuple[SpeakerTally, ...]
    drafts: tuple[RecentDraft, ...]
    outgoing: Mapping[str, int]
    evaluation: EvalReport | None
    counts: Mapping[str, int]
    models: Mapping[str, str | None]
    behind: int
    version: str
    problems: tuple[Problem, ...]


class Overview:
    """Looks at a home."""

    def __init__(
        self,
        store: RecordStore,
        history: History,
        ledgers: HomeLedger,
        status: Callable[[], Mapping[str, Any]],
        settings: Settings,
    ) -> None:
        """Count in `store`, take drafts from `history`, names from `ledgers`; `status` tells models and indexes."""
        self._tallies = Tallies(store.database)
        self._history = history
        self._ledgers = ledgers
        self._status = status
        self._settings = settings

    def snapshot(self, *, months: int | None = 24, today: date | None = None) -> Snapshot:
        """Return everything as it stands.

        Args:
            months: How many months back, the current one included; None goes back to the first statement.
            today: What "days ago" is counted from.
        """
        today, tallies = today or date.today(), self._tallies
        newest, status = tallies.newest(), self._status()
        period = _period(today, newest, tallies.oldest(), months)
        ledger, problems = self._ledger()
        by_month = tallies.months()
        counted, last = tallies.principles()
        topics = [(topic.id, topic.name) for topic in ledger.topics]
        principles = [(principle.id, principle.name) for principle in ledger.principles]
        counts: Mapping[str, int] = status["counts"]
        standings = tallies.standings()
        return Snapshot(
            today=today,
            newest=newest,
            months=tuple(MonthTally(month=month, **_forms(by_month.get(month, {}))) for month in period),
            topics=_courses(topics, tallies.topics(), tallies.last_on_topics(), period, today, newest),
            principles=_courses(principles, counted, last, period, today, newest),
            speakers=tuple(tallies.speakers(SPEAKERS)),
            drafts=tuple(_recent(draft, standings) for draft in self._history.recent(DRAFTS)),
            outgoing=tallies.outgoing(),
            evaluation=last_report(self._settings),
            counts=counts,
            models=status["models"],
            behind=int(status["sequence"]["behind"]),
            version=str(status["version"]),
            problems=(*problems, *_problems(status)),
        )

    def _ledger(self) -> tuple[Ledger, list[Problem]]:
        """Return the ledger in force; where the home's file is wrong, the bundled one with that problem."""
        try:
            found, loose = self._ledgers.current(), stray(self._ledgers)
        except RecordError as error:
            return self._ledgers.bundled, [Problem(kind="ledger", detail=str(error))]
        named = ", ".join(each.entry for each in loose)
        return found, [Problem(kind="stray", number=len(loose), detail=named)] if loose else []


def _problems(status: Mapping[str, Any]) -> list[Problem]:
    counts, models = status["counts"], status["models"]
    found = []
    if not counts["statements"]:
        found.append(Problem(kind="empty", command="assistant ingest FOLDER"))
    if behind := int(status["sequence"]["behind"]):
        found.append(Problem(kind="behind", number=behind, command="assistant doctor --repair"))
    if models["index_embeddings"] not in (None, "", models["embeddings"]):
        found.append(Problem(kind="other_model", detail=str(models["index_embeddings"]), command="assistant reindex"))
    if held := int(counts.get("quarantined", 0)):
        found.append(Problem(kind="quarantined", number=held, command="assistant quarantine"))
    if nobody := int(counts.get("unattributed", 0)):
        found.append(Problem(kind="unattributed", number=nobody, command="assistant speakers --unattributed"))
    return found


def _period(today: date, newest: Last | None, oldest: date | None, months: int | None) -> list[Month]:
    """Return the months to show, the oldest first, none left out."""
    last = max(today, newest.date) if newest else today
    end = last.year * 12 + last.month - 1
    if months is None:
        first = oldest or last
        begin = first.year * 12 + first.month - 1
    else:
        begin = end - months + 1
    return [(number // 12, number % 12 + 1) for number in range(begin, end + 1)]


def _forms(counts: Mapping[str, int]) -> dict[str, int]:
    return {"verbatim": counts.get("verbatim", 0), "paraphrase": counts.get("paraphrase", 0)}


def _courses(
    named: Sequence[tuple[str, Bilingual]],
    counts: Mapping[str, Mapping[Month, int]],
    last: Mapping[str, Last],
    period: Sequence[Month],
    today: date,
    newest: Last | None,
) -> tuple[Course, ...]:
    """Return topics or principles of the ledger, those with most statements first."""
    courses = []
    for each, name in named:
        own, latest = counts.get(each, {}), last.get(each)
        courses.append(
            Course(
                id=each,
                name=name,
                months=tuple(own.get(month, 0) for month in period),
                total=sum(own.values()),
                last=latest,
                days=(today - latest.date).days if latest else None,
                days_on_record=(newest.date - latest.date).days if latest and newest else None,
            )
        )
    return tuple(sorted(courses, key=lambda course: (-course.total, course.id)))


def _recent(version: DraftVersion, standings: Mapping[str, Standing]) -> RecentDraft:
    data = version.data
    items = data.get("items") or [{"text": ""}]
    opening = " ".join(str(items[0]["text"]).split())
    return RecentDraft(
        id=version.draft_id,
        topic=str(data.get("brief", {}).get("topic", "")),
        format=str(data.get("format", "")),
        lang=str(data.get("lang", "")),
        verdict=str(data.get("report", {}).get("verdict", "")),
        opening=opening if len(opening) <= OPENING_CHARS else opening[:OPENING_CHARS].rsplit(" ", 1)[0] + "…",
        version=version.number,
        by=version.by,
        at=version.at,
        standing=standings.get(version.draft_id),
    )


def gaps(courses: Sequence[Course], *, on_record: bool) -> tuple[Course, ...]:
    """Return the topics or principles with nothing recent, the longest silence first."""
    silent = [course for course in courses if (course.is_gap_on_record if on_record else course.is_gap)]
    return tuple(sorted(silent, key=lambda course: course.last.date if course.last else date.min))


def overview_json(snapshot: Snapshot) -> dict[str, Any]:
    """Return it as plain data, as `assistant overview --json` prints it."""
    return {
        "today": snapshot.today.isoformat(),
        "newest": _last_json(snapshot.newest),
        "months": [
            {"month": month_name(each.month), "verbatim": each.verbatim, "paraphrase": each.paraphrase}
            for each in snapshot.months
        ],
        "topics": [_course_json(course) for course in snapshot.topics],
        "principles": [_course_json(course) for course in snapshot.principles],
        "speakers": [
            {
                "speaker": each.speaker,
                "statements": each.statements,
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
            }
            for each in snapshot.speakers
        ],
        "drafts": [_draft_json(draft) for draft in snapshot.drafts],
        "outgoing": dict(snapshot.outgoing),
        "evaluation": snapshot.evaluation.as_json() if snapshot.evaluation else None,
        "installation": {
            "version": snapshot.version,
            "counts": dict(snapshot.counts),
            "models": dict(snapshot.models),
            "behind": snapshot.behind,
        },
        "problems": [
            {"kind": each.kind, "number": each.number, "detail": each.detail, "command": each.command}
            for each in snapshot.problems
        ],
    }


def month_name(month: Month) -> str:
    """Return a month as ``2026-04``."""
    return f"{month[0]}-{month[1]:02}"


def _course_json(course: Course) -> dict[str, Any]:
    return {
        "id": course.id,
        "es": course.name.es,
        "en": course.name.en,
        "months": list(course.months),
        "statements": course.total,
        "last": _last_json(course.last),
        "days": course.days,
        "days_on_record": course.days_on_record,
        "gap": course.is_gap,
        "gap_on_record": course.is_gap_on_record,
    }


def _last_json(last: Last | None) -> dict[str, Any] | None:
    if last is None:
        return None
    return {"statement_id": last.statement_id, "date": last.date.isoformat(), "speaker": last.speaker}


def _draft_json(draft: RecentDraft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "topic": draft.topic,
        "format": draft.format,
        "lang": draft.lang,
        "verdict": draft.verdict,
        "version": draft.version,
        "by": draft.by,
        "at": draft.at.isoformat(),
        "state": draft.standing.state if draft.standing else None,
    }
