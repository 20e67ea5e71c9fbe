"""The record as somebody works on it; every deed names who did it, and says what has to be looked at afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from assistant.access.identity import Role, only_for
from assistant.curating.browsing import Browsing
from assistant.curating.entry import Entry, entry_of, statement_of
from assistant.curating.settling import Settling, Taken
from assistant.domain import Passage, State, Statement, StatementTrace, silent
from assistant.errors import InputError
from assistant.record.by_hand import Brought, ByHand, Stands, changed_between
from assistant.record.chains import Link, chain_of
from assistant.record.ingest import FileOutcome, IngestSummary, Rejection
from assistant.record.outgoing import OutgoingTexts
from assistant.record.people import UnattributedLabel
from assistant.record.readers.speakers import Registry
from assistant.record.sources import Sources
from assistant.record.store import RecordStore
from assistant.record.usage import Uses, uses_of
from assistant.retrieval.explaining import Explained
from assistant.retrieval.passages import passages_of
from assistant.retrieval.query import Query
from assistant.retrieval.reviewing import Reviewed, Reviewing
from assistant.settings import Settings

LISTED = 40
"""Statements of one file that a report names."""


class Facade(Protocol):
    """What curating needs of the façade, which offers it."""

    @property
    def settings(self) -> Settings:
        """Where the home is."""
        ...

    @property
    def store(self) -> RecordStore:
        """The record."""
        ...

    @property
    def reviewing(self) -> Reviewing:
        """What a reviewer does."""
        ...

    @property
    def texts(self) -> OutgoingTexts:
        """What went out."""
        ...

    @property
    def registry(self) -> Registry:
        """Who speaks for the government."""
        ...

    def renew_registry(self) -> None:
        """Have the registry read again, after the home's file changed."""
        ...

    def labels_to_review(self) -> list[UnattributedLabel]:
        """Return the labels that fit nobody."""
        ...

    def understand(self, query: str) -> Query:
        """Read what somebody typed."""
        ...

    def explain(self, query: Query, *, k: int) -> Explained:
        """Search, with reasons."""
        ...

    def ingest(self, paths: Sequence[Path], *, dry_run: bool = False) -> Taken:
        """Take files into the record and index them."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All there is to know of a statement."""

    trace: StatementTrace
    passages: tuple[Passage, ...]
    """As they are indexed; none for a statement that no search finds."""
    chain: tuple[Link, ...]
    """What it supersedes and what supersedes it, oldest first, itself among them; empty where it stands alone."""
    uses: Uses


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a statement stands after it was added or corrected."""

    stands: Stands
    pending: str
    """Why the indexes do not follow yet; "" if they do."""
    texts_to_recheck: int
    """Cleared or published texts, which were checked against the record as it was."""
    resting: int
    """Those of them that rest on this very statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What withdrawing, reinstating or releasing did."""

    done: Reviewed
    texts_to_recheck: int
    resting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file, and the statements that it brought or changed."""

    outcome: FileOutcome
    statements: tuple[Brought, ...]
    """At most `LISTED`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What adding files did: the files that were taken, and those that were not."""

    files: tuple[FileReport, ...]
    rejected: tuple[Rejection, ...]


class Curating:
    """Works on one record."""

    def __init__(self, facade: Facade) -> None:
        """Work on the façade's record."""
        self._facade = facade
        self._by_hand = ByHand(facade.store.database)
        self.browsing = Browsing(facade.store, facade.understand, facade.explain)
        self.settling = Settling(
            facade.settings.home,
            Sources(facade.store.database),
            facade.labels_to_review,
            lambda: facade.registry,
            facade.renew_registry,
            facade.ingest,
            self._by_hand.note_settled,
        )

    def view(self, statement_id: str) -> View:
        """Return a statement whatever its state, with all that is known of it.

        Raises:
            InputError: There is none of that id.
        """
        trace, database = self._facade.reviewing.trace(statement_id), self._facade.store.database
        name = trace.statement.id
        return View(
            trace=trace,
            passages=tuple(passages_of(trace.statement)) if trace.state is State.ACTIVE else (),
            chain=chain_of(database, name),
            uses=uses_of(database, name),
        )

    def entry(self, statement_id: str) -> Entry:
        """Return the fields of a statement, to be corrected.

        Raises:
            InputError: There is none of that id.
        """
        return entry_of(self._stored(statement_id))

    def role_of(self, speaker: str, day: str) -> str:
        """Return the role that the registry knows somebody held on a day, "" where it does not say just one."""
        person = self._facade.registry.person(speaker) if speaker.strip() else None
        try:
            held = person.standing_role_on(date.fromisoformat(day.strip())) if person else None
        except ValueError:
            return ""
        return held.role if held else ""

    def officials(self) -> list[str]:
        """Return the names of those who speak for the government, as the registry writes them."""
        people = self._facade.registry.people.values()
        return sorted({person.name for person in people if person.government})

    @only_for(Role.ADMIN)
    def add(self, entry: Entry, *, by: str, today: date | None = None) -> Kept:
        """Take a statement into the record; suspicious ones wait in quarantine.

        Raises:
            EntryError: Fields are missing or wrong.
            AlreadyThereError: There is one of that day with the same words.
        """
        day = today or date.today()
        statement = statement_of(entry, self._facade.registry, free_id=self._free_id, today=day)
        return self._keep(lambda: self._by_hand.add(statement, by=by))

    @only_for(Role.ADMIN)
    def correct(self, statement_id: str, entry: Entry, *, reason: str, by: str, today: date | None = None) -> Kept:
        """Give a statement other words or facts; what stood there is kept.

        Raises:
            EntryError: Fields are missing or wrong.
            AlreadyThereError: Another one of that day has the same words.
            InputError: There is none of that id, nothing was changed, or no reason is given.
        """
        statement = statement_of(
            entry,
            self._facade.registry,
            free_id=self._free_id,
            today=today or date.today(),
            before=self._stored(statement_id),
        )
        return self.correct_to(statement, reason=reason, by=by)

    @only_for(Role.ADMIN)
    def correct_to(self, statement: Statement, *, reason: str, by: str = "") -> Kept:
        """Give the statement of this id this wording; the question it answers is kept where none is given.

        Raises:
            AlreadyThereError: Another one of that day has the same words.
            InputError: There is none of that id, nothing was changed, or no reason is given.
        """
        whole = replace(statement, context=statement.context or self._stored(statement.id).context)
        return self._keep(lambda: self._by_hand.correct(whole, reason=reason, by=by))

    @only_for(Role.ADMIN)
    def retract(self, statement_id: str, *, reason: str, by: str) -> Deed:
        """Withdraw a statement.

        Raises:
            InputError: No reason is given, or there is nothing to withdraw.
        """
        return self._deed(self._facade.reviewing.retract, statement_id, reason, by)

    @only_for(Role.ADMIN)
    def reinstate(self, statement_id: str, *, reason: str, by: str) -> Deed:
        """Take a retraction back.

        Raises:
            InputError: No reason is given, or it is not retracted.
        """
        return self._deed(self._facade.reviewing.reinstate, statement_id, reason, by)

    @only_for(Role.ADMIN)
    def release(self, statement_id: str, *, reason: str, by: str) -> Deed:
        """Let a statement out of quarantine.

        Raises:
            InputError: No reason is given, or it is not in quarantine.
        """
        return self._deed(self._facade.reviewing.release, statement_id, reason, by)

    def waiting(self) -> list[StatementTrace]:
        """Return the statements in quarantine, newest first."""
        return self._facade.reviewing.waiting()

    def unsettled(self) -> list[UnattributedLabel]:
        """Return the labels that fit nobody, those with most turns first."""
        return self._facade.labels_to_review()

    def report_on(self, summary: IngestSummary, since: int) -> Report:
        """Return what an ingest did file by file, with the statements changed after the sequence number `since`."""
        store = self._facade.store
        refs = {outcome.ref: outcome.path for outcome in summary.outcomes}
        changed = changed_between(store.database, since, store.last_seq(), refs, LISTED)
        parts = {f"{outcome.path}, {place}" for outcome in summary.outcomes for place in outcome.faults}
        return Report(
            files=tuple(FileReport(outcome=each, statements=tuple(changed[each.ref])) for each in summary.outcomes),
            rejected=tuple(each for each in summary.rejected if each.path not in parts),
        )

    def _stored(self, statement_id: str) -> Statement:
        stored = self._by_hand.stored(statement_id.strip())
        if stored is None:
            raise InputError(
                f"There is no statement {statement_id!r} on the record; find its id with `assistant search`."
            )
        return stored

    def _free_id(self, beginning: str) -> str:
        taken = self._by_hand.taken(beginning)
        numbered = (f"{beginning}-{number}" for number in range(2, len(taken) + 3))
        return beginning if beginning not in taken else next(each for each in numbered if each not in taken)

    def _keep(self, write: Callable[[], Stands]) -> Kept:
        written: list[Stands] = []

        def deed() -> Sequence[str]:
            written.append(write())
            return [written[0].statement_id]

        done = self._facade.reviewing.follow(deed)
        return Kept(
            stands=written[0],
            pending=done.pending,
            texts_to_recheck=self._facade.texts.count(),
            resting=self._resting(done.ids),
        )

    def _deed(self, move: Callable[..., Reviewed], statement_id: str, reason: str, by: str) -> Deed:
        if not reason.strip():
            raise InputError("It needs a reason; say why, it is kept with the statement.")
        done = move([statement_id], reason.strip(), silent, by=by)
        return Deed(done=done, texts_to_recheck=self._facade.texts.count(), resting=self._resting(done.ids))

    def _resting(self, ids: Sequence[str]) -> int:
        return len({text.text_id for each in ids for text in uses_of(self._facade.store.database, each).texts})
