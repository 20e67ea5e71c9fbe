"""Builds the real parts and offers them as one façade: command line, desk and evals all go through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any, Unpack

from assistant.access.identity import Role, only_for
from assistant.access.quota import ModelQuota
from assistant.asking import Asker
from assistant.consistency.checker import Checker
from assistant.consistency.claims import Suggestion
from assistant.consistency.judge import open_judge
from assistant.consistency.publication_rules import load_rules
from assistant.consistency.superseding import NewerFigures, mark_newer, suggest_over
from assistant.domain import (
    Answer,
    Brief,
    Classification,
    ClearanceState,
    Draft,
    EvidenceItem,
    Filters,
    Hit,
    Progress,
    Report,
    Statement,
    silent,
)
from assistant.drafting.drafter import Drafter, Options
from assistant.drafting.edited import OnDesk, export_data, recheck
from assistant.drafting.editing import Editing
from assistant.drafting.opening import open_drafter
from assistant.errors import IndexBusyError, InputError, ModelError
from assistant.gate import Gate
from assistant.going_out import GoingOut
from assistant.going_out import program_version as program_version
from assistant.history import History
from assistant.record.corpus import corpus_digest, load_corpus
from assistant.record.draft_versions import DraftVersions
from assistant.record.home import database_url as database_url
from assistant.record.home import prepare_home as prepare_home
from assistant.record.home_ledger import HomeLedger
from assistant.record.outgoing import OutgoingTexts
from assistant.record.review import Review
from assistant.record.store import RecordStore, StatementPage
from assistant.retrieval.embeddings import open_embedder
from assistant.retrieval.explaining import Explained
from assistant.retrieval.glossary import load_glossary
from assistant.retrieval.index import Index, discard_index
from assistant.retrieval.query import Query, require_known
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.reviewing import Reviewing
from assistant.settings import Settings
from assistant.taking_in import Ingested as Ingested
from assistant.taking_in import TakingIn

if TYPE_CHECKING:
    from assistant.curating import Curating

    # All that reads files is loaded when it is first used: loading it would take a search as long as searching.
    from assistant.drafting.news_at_odds import StoryChecker
    from assistant.overview import Overview
    from assistant.packing import Pack, Records
    from assistant.positions import Positions
    from assistant.record.ledger_editing import LedgerEditing
    from assistant.retrieval.otherside import OtherSide
    from assistant.revising import Reviser

CATCH_UP_AT_ONCE = 400
"""Changes that are indexed when a home is opened; more is left to `reindex`, because it takes minutes."""


class Assistant(GoingOut, TakingIn):
    """Everything the tool can do, over one home."""

    def __init__(self, settings: Settings, *, progress: Progress = silent, catch_up: bool = True) -> None:
        """Open the home, create it if need be, and load the bundled record into it.

        With `catch_up`, a few changes that the indexes have not seen are indexed at once.

        Raises:
            ConfigurationError: A setting or the home cannot be used.
            RecordError: The store or a bundled file is damaged.
            RetrievalError: The index is damaged or of another model.
        """
        self.settings = settings
        self._quota = ModelQuota(settings.llm_per_user)
        home = prepare_home(settings.home)
        self.ledgers = HomeLedger(home)
        self.store = RecordStore(database_url(settings))
        self.review = Review(self.store.database)
        self.texts = OutgoingTexts(self.store.database)
        try:
            self._embedder = open_embedder(settings)
            self.index = Index(home / "index", self.store, self._embedder, settings.chroma_url)
        except BaseException:
            self.store.close()
            raise
        try:
            self.reviewing = Reviewing(self.review, self.index)
            glossary = partial(load_glossary, home)
            self.retriever = Retriever(self.store, self.index, self._embedder, self.ledger.topics, glossary)
            self._rules = cache(lambda: load_rules(home, self.registry))
            judge, asking = partial(open_judge, settings), self._quota.take
            self._checker = Checker(self.retriever, self.ledgers.current, self._rules, judge, asking, Gate(settings))
            self._asker = Asker(self.retriever)
            self.history = History(DraftVersions(self.store.database))
            self._load_bundled()
            if catch_up and self.index.behind > 0 and (self.index.behind <= CATCH_UP_AT_ONCE or self._words_alone):
                # An endpoint that is down keeps nobody from reading the record; `behind` says what is missing.
                with suppress(ModelError, IndexBusyError):
                    self.index.sync(progress)
        except BaseException:
            self.close()
            raise

    @classmethod
    @contextmanager
    def open(cls, settings: Settings, *, progress: Progress = silent, catch_up: bool = True) -> Iterator[Assistant]:
        """Open the home for the length of a `with` block."""
        assistant = cls(settings, progress=progress, catch_up=catch_up)
        try:
            yield assistant
        finally:
            assistant.close()

    def close(self) -> None:
        """Release database and indexes."""
        if hasattr(self, "retriever"):  # opening may have failed before it
            self.retriever.close()
        if "_theirs" in self.__dict__:
            self._theirs.close()
        self.index.close()
        self.store.close()

    @cached_property
    def ledger_editing(self) -> LedgerEditing:
        """What changes the home's ledger."""
        from assistant.record.ledger_editing import LedgerEditing

        return LedgerEditing(self.ledgers, self.settings.home, self.store)

    @cached_property
    def overview(self) -> Overview:
        """The record and the drafts at a glance."""
        from assistant.overview import Overview

        return Overview(self.store, self.history, self.ledgers, self.status, self.settings)

    @property
    def reviser(self) -> Reviser:
        """Checks a text again and again while somebody works on it."""
        from assistant.revising import Reviser

        return Reviser(self._checker, self.store, self.ledger, self._embedder)

    @property
    def _drafter(self) -> Drafter:
        """What drafts by the ledger in force; putting it together takes no time."""
        parts = (self.settings.home, self.retriever, self.index, self._embedder, self._checker)
        return open_drafter(self.settings, *parts, self.ledger, self._quota.take)

    @cached_property
    def records(self) -> Records:
        """What leaves the home as files: one text, or all that is known of it."""
        from assistant.packing import Records
        from assistant.record.clearances import ClearanceFiles
        from assistant.record.logbook import Logbook

        log, files = Logbook(self.store.database), ClearanceFiles(self.store.database)

        def approvers(draft_id: str) -> list[str]:
            file = files.get(draft_id)
            return [each.by for each in file.approvals] if file.state is ClearanceState.CLEARED else []

        return Records(self.history, self.texts, self.review, log, program_version(), approvers)

    def pack(self, draft_id: str) -> Pack:
        """Return all that is known of a draft as one ZIP, its way through clearance among it.

        Raises:
            InputError: There is no draft of that id.
        """
        from assistant.clearance.as_json import case_json

        return self.records.pack(draft_id, case=case_json(self.clearance.case(draft_id)))

    @property
    def stories(self) -> StoryChecker:
        """What compares a pasted story with the record."""
        from assistant.drafting.news_at_odds import StoryChecker

        return StoryChecker(self.retriever, self.ledger)

    @cached_property
    def curating(self) -> Curating:
        """What a person does with the record: browse, see whole, add, correct, withdraw, settle labels."""
        from assistant.curating import Curating

        return Curating(self)

    @property
    def _words_alone(self) -> bool:
        """True for a new home on a shared record whose vectors are all there: indexing words takes no time."""
        return self.settings.chroma_url is not None and self.index.state().dense >= self.store.last_seq()

    def _load_bundled(self) -> None:
        if self.settings.bundled and self.store.meta("corpus_digest") != (digest := corpus_digest()):
            self.store.put(load_corpus())
            self.store.set_meta("corpus_digest", digest)

    @only_for(Role.READER)
    def search(self, query: str, *, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """Find what was already said.

        Raises:
            InputError: The query is empty or too long, or a filter names nothing known.
        """
        return self.retriever.search(self.understand(query, filters), k=k)

    def explain(self, query: Query, *, k: int = 10) -> Explained:
        """Search as `search` does, and say why each hit was found and where it stands."""
        return self.retriever.explain(query, k=k)

    def understand(self, query: str, filters: Filters | None = None) -> Query:
        """Return what a query asks for: words, phrases, conditions and other names of what it names."""
        return self.retriever.understand(query, require_known(filters, self.store.topics))

    @only_for(Role.READER)
    def ask(self, question: str, *, filters: Filters | None = None) -> Answer:
        """Answer what the position is, or that nothing is on the record.

        Raises:
            InputError: The question is empty or too long, or a filter names nothing known.
        """
        return self.answer(self.understand(question, filters))

    def answer(self, query: Query) -> Answer:
        """Answer a question that was understood already."""
        answer = self._asker.answer(query)
        return replace(answer, citations=mark_newer(answer.citations, NewerFigures(self.retriever)))

    @cached_property
    def _theirs(self) -> OtherSide:
        """What the other side said, with an index of its own."""
        from assistant.retrieval.otherside import OtherSide

        glossary = partial(load_glossary, self.settings.home)
        return OtherSide(self.store, self.index, self._embedder, self.ledger.topics, glossary)

    @property
    def positions(self) -> Positions:
        """How positions went, what changed, who said it first, and the other side beside ours."""
        from assistant.positions import Positions

        return Positions(self.answer, self.retriever, self.review, self.ledger, self._theirs)

    def evidence(self, brief: Brief) -> tuple[EvidenceItem, ...]:
        """Return what a draft on a brief would rest on, to be looked at, pinned and dropped before drafting.

        Raises:
            InputError: The brief is empty, or pins what is not on the record.
        """
        require_known(brief.filters, self.store.topics)
        return self._drafter.evidence(brief)

    @only_for(Role.DRAFTER)
    def draft(self, brief: Brief, *, by: str = "", **options: Unpack[Options]) -> list[Draft]:
        """Draft for a brief, and keep every draft in the history; alternatives look from different angles.

        `by` is who asked for it, kept with it as its author.

        Raises:
            InputError: The brief is empty, or asks for too many alternatives.
            StoppedError: Somebody has stopped it; nothing was kept.
        """
        filters = require_known(brief.filters, self.store.topics)
        drafts = self._drafter.drafts(replace(brief, filters=filters), **options)
        for each in drafts:
            self.history.save(each, by=by)
        return drafts

    @only_for(Role.READER)
    def check(
        self,
        text: str,
        *,
        lang: str | None = None,
        is_post: bool = False,
        on: date | None = None,
        classification: Classification = Classification.PUBLIC,
        progress: Progress = silent,
    ) -> Report:
        """Check a text against the record and the rules of publication, as they are in force `on` a day (today).

        Raises:
            InputError: The text is empty or too long.
            RestrictedError: It is restricted, and a model would see it that may not.
        """
        posts = ((0, len(text)),) if is_post else ()
        return self._checker.check(
            text, lang=lang, posts=posts, on=on, classification=classification, progress=progress
        )

    def rests_on(self, sentence: str, lang: str, statement_ids: frozenset[str]) -> bool:
        """Tell whether a sentence is consistent where nothing but these statements is on the record."""
        return self._checker.rests_on(sentence, lang, statement_ids)

    @property
    def editing(self) -> Editing:
        """Kept drafts as a desk works on them."""
        parts = (self._checker, self._drafter, self.store, self.history, self.ledger, self._embedder)
        return Editing(*parts, self.clearance.require_open)

    @only_for(Role.DRAFTER)
    def recheck(self, desk: OnDesk, texts: Sequence[str], *, by: str = "") -> OnDesk:
        """Check the items of a draft that were edited, and keep the draft as it now stands.

        Raises:
            InputError: It was cleared, so its text is frozen.
        """
        self.clearance.require_open(desk.draft.id)
        checked = recheck(self._checker, desk, texts)
        self.history.save_data(checked.draft.id, export_data(checked), by=by)
        return checked

    def show(self, statement_id: str) -> Statement:
        """Return a statement.

        Raises:
            InputError: There is none of that id.
        """
        statement = self.store.get(statement_id.strip())
        if statement is None:
            raise InputError(
                f"There is no statement {statement_id!r} on the record; find its id with `assistant search`."
            )
        return statement

    def suggestions(self, progress: Progress = silent) -> list[Suggestion]:
        """Return where on the whole record a later statement probably replaces a figure of an earlier one."""
        return suggest_over(self.store, progress)

    def suggestions_for(self, statement_id: str) -> list[Suggestion]:
        """Return what probably replaces the figures of one statement.

        Raises:
            InputError: There is none of that id.
        """
        return NewerFigures(self.retriever).of_statement(self.show(statement_id))

    def statements(
        self, filters: Filters | None = None, *, contains: str = "", offset: int = 0, limit: int = 50
    ) -> StatementPage:
        """Browse the record, newest first."""
        return self.store.page(filters or Filters(), contains=contains, offset=offset, limit=limit)

    @only_for(Role.ADMIN)
    def reindex(self, progress: Progress = silent) -> int:
        """Build both indexes anew from the record; return the number of passages."""
        passages = self.index.rebuild(progress)
        self.positions.theirs.follow(progress)
        return passages

    @classmethod
    def rebuild_index(cls, settings: Settings, progress: Progress = silent) -> int:
        """Rebuild a home's indexes even if they are too damaged to open; return the number of passages."""
        discard_index(settings.home / "index")
        with cls.open(settings, progress=progress, catch_up=False) as assistant:
            return assistant.reindex(progress)

    def status(self) -> Mapping[str, Any]:
        """Return counts, models and sequence numbers."""
        state = self.index.state()
        return {
            "home": str(self.settings.home),
            "version": program_version(),
            "counts": {
                **self.store.counts(),
                "passages": self.index.lexical.count(),
                "vectors": self.index.dense.count(),
            },
            "models": {
                "embeddings": self._embedder.model_id,
                "index_embeddings": state.model_id,
                "llm": self.settings.llm_model,
            },
            "sequence": {"record": self.store.last_seq(), "index": state.seq, "behind": self.index.behind},
        }
