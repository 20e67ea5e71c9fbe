"""What the façade offers on texts that go out: clearing, publishing, and whether the record has left them behind."""

from __future__ import annotations

from datetime import date
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from assistant.access.identity import Role, only_for
from assistant.clearing import Clearance, Clearing, of_draft, plain
from assistant.consistency.superseding import NewerFigures
from assistant.domain import Ledger, Outgoing, OutgoingStatus, Progress, silent
from assistant.domain.draft import ITEM_SEPARATOR
from assistant.drifting import LEDGER_MARK, Drift, DriftFinder
from assistant.errors import ModelError, RetrievalError

if TYPE_CHECKING:
    from assistant.clearance.workflow import Workflow
    from assistant.consistency.checker import Checker
    from assistant.history import History
    from assistant.record.home_ledger import HomeLedger
    from assistant.record.outgoing import OutgoingTexts
    from assistant.record.review import Review
    from assistant.record.store import RecordStore
    from assistant.retrieval.index import Index
    from assistant.retrieval.retriever import Retriever
    from assistant.settings import Settings


class GoingOut:
    """The part of the façade that keeps what goes out; `Assistant` builds what it works with."""

    ledgers: HomeLedger
    store: RecordStore
    review: Review
    texts: OutgoingTexts
    retriever: Retriever
    history: History
    settings: Settings
    index: Index
    _checker: Checker

    @property
    def ledger(self) -> Ledger:
        """The ledger in force, with the home's own `ledger.yaml` laid over; another one as soon as that changes.

        Raises:
            RecordError: The home's file is wrong; the sentence names file and field.
        """
        return self.ledgers.current()

    @property
    def clearance(self) -> Workflow:
        """The way of drafts to cleared texts: who submitted, returned, accepted and cleared what."""
        from assistant.clearance.rules import load_clearance_rules
        from assistant.clearance.workflow import Parts, Workflow
        from assistant.record.clearances import ClearanceFiles

        return Workflow(
            Parts(
                files=ClearanceFiles(self.store.database),
                history=self.history,
                clearing=self._clearing,
                rules=partial(load_clearance_rules, self.settings.home, self.ledger.topics),
                ledger=self.ledger,
                statements=self.store.get_many,
                last_seq=self.store.last_seq,
                follow=self._follow,
                program=self.checked_with,
            )
        )

    def _follow(self) -> str:
        """Have the indexes follow the record; a search reads the record, so that they may do so later does no harm."""
        try:
            self.index.sync()
        except (ModelError, RetrievalError) as error:
            return str(error)
        return ""

    def saved_draft(self, draft_id: str, number: int | None = None) -> dict[str, Any]:
        """Return a kept draft as JSON data, as it stands or as it stood in one version.

        Raises:
            InputError: There is none of that id, or no version of that number.
        """
        return self.history.load(draft_id, number)

    @only_for(Role.CLEARER)
    def keep_draft(self, draft_id: str, status: OutgoingStatus, *, override: str = "") -> Clearance:
        """Clear or publish a draft as it stands; blocked, it needs somebody's reason.

        Raises:
            InputError: There is no draft of that id, or it holds no text.
        """
        return self._clearing.keep(of_draft(self.saved_draft(draft_id), ITEM_SEPARATOR), status, override=override)

    @only_for(Role.CLEARER)
    def keep_text(self, text: str, status: OutgoingStatus, *, lang: str | None = None, override: str = "") -> Clearance:
        """Clear or publish a text from elsewhere; blocked, it needs somebody's reason.

        Raises:
            InputError: The text is empty or too long.
        """
        return self._clearing.keep(plain(text, lang), status, override=override)

    def outgoing(self, since: date | None = None) -> list[Outgoing]:
        """Return the texts that were cleared or published, newest first."""
        return self.texts.all(since=since)

    def drift(self, *, since: date | None = None, everything: bool = False, progress: Progress = silent) -> Drift:
        """Check the cleared and published texts against the record as it is now."""
        newer, ledger = NewerFigures(self.retriever), self.ledgers.current()
        finder = DriftFinder(
            self.texts, self.review.trace, self._checker, newer, ledger, self.store.last_seq, self.checked_with
        )
        return finder.drift(since=since, everything=everything, progress=progress)

    @property
    def _clearing(self) -> Clearing:
        return Clearing(self.texts, self._checker, self.store.last_seq, self.checked_with)

    @property
    def checked_with(self) -> str:
        """What a report depends on beside the record: the program's version, and the ledger where a home has its own.

        A text that was kept with another ledger is checked anew.
        """
        digest = self.ledgers.now().digest
        return f"{program_version()}{LEDGER_MARK}{digest}" if digest else program_version()


def program_version() -> str:
    """Return the installed version."""
    return version("assistant")
