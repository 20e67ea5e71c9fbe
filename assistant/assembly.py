"""Builds the real parts and offers them as one façade: command line, desk and evals all go through it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from assistant.asking import Asker
from assistant.consistency.checker import Checker
from assistant.consistency.claims import Suggestion
from assistant.consistency.judge import open_judge
from assistant.consistency.publication_rules import load_rules
from assistant.consistency.superseding import NewerFigures, mark_newer, suggest_over
from assistant.domain import (
    Answer,
    Brief,
    Draft,
    EvidenceItem,
    Filters,
    Hit,
    Ledger,
    Progress,
    Report,
    Statement,
    silent,
)
from assistant.drafting.drafter import Drafter, Options
from assistant.drafting.edited import OnDesk, export_data, recheck
from assistant.drafting.opening import open_drafter
from assistant.errors import IndexBusyError, InputError, ModelError
from assistant.going_out import GoingOut
from assistant.going_out import program_version as program_version
from assistant.history import History
from assistant.record.corpus import corpus_digest, load_corpus
from assistant.record.draft_versions import DraftVersions
from assistant.record.home import database_url as database_url
from assistant.record.home import prepare_home as prepare_home
from assistant.record.ledger import bundled_ledger
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

if TYPE_CHECKING:
    # All that reads files is loaded when it is first used: loading it would take a search as long as searching.
    from assistant.record.ingest import IngestSummary
    from assistant.record.people import SpeakerOnRecord, UnattributedLabel
    from assistant.record.readers import Declared
    from assistant.record.readers.speakers import Registry
    from assistant.revising import Reviser

CATCH_UP_AT_ONCE = 400
"""Changes that are indexed when a home is opened; more is left to `reindex`, because it takes minutes."""
INGEST_PATIENCE = 3_600.0
"""Seconds that an ingest waits for another one that is indexing: it would have to wait for it anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What an ingest did: the files' summary, the passages indexed, the seconds it took."""

    summary: IngestSummary
    passages: int
    seconds: float
    texts_to_recheck: int = 0
    """Cleared or published texts, where the record changed: `drift` says whether they still agree."""


class Assistant(GoingOut):
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
        home = prepare_home(settings.home)
        self.ledger: Ledger = bundled_ledger()
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
            rules = cache(lambda: load_rules(home, self.registry))
            self._checker = Checker(self.retriever, self.ledger, rules, partial(open_judge, settings, self.ledger))
            self._asker = Asker(self.retriever)
            self._drafter: Drafter = open_drafter(
                settings, home, self.retriever, self.index, self._embedder, self._checker, self.ledger
            )
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
        self.index.close()
        self.store.close()

    @cached_property
    def registry(self) -> Registry:
        """Who speaks for the government, with the home's own `speakers.yaml` laid over; read once, when needed.

        Raises:
            RecordError: The home's file is wrong; the sentence names file and field.
        """
        from assistant.record.readers.speakers import load_registry

        return load_registry(self.settings.home)

    @cached_property
    def reviser(self) -> Reviser:
        """Checks a text again and again while somebody works on it."""
        from assistant.revising import Reviser

        return Reviser(self._checker, self.store, self.ledger, self._embedder)

    def speakers(self) -> list[SpeakerOnRecord]:
        """Return everybody on the record with the roles cited and their dates, most statements first."""
        from assistant.record.people import speakers_on_record

        return speakers_on_record(self.store.database)

    def labels_to_review(self) -> list[UnattributedLabel]:
        """Return the labels that fit nobody, with their turns and what to do about them.

        Raises:
            RecordError: The home's registry of speakers is wrong.
        """
        from assistant.record.people import labels_to_review

        return labels_to_review(self.review.unattributed(), self.registry)

    @property
    def _words_alone(self) -> bool:
        """True for a new home on a shared record whose vectors are all there: indexing words takes no time."""
        return self.settings.chroma_url is not None and self.index.state().dense >= self.store.last_seq()

    def _load_bundled(self) -> None:
        if self.settings.bundled and self.store.meta("corpus_digest") != (digest := corpus_digest()):
            self.store.put(load_corpus())
            self.store.set_meta("corpus_digest", digest)

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        reader: str = "auto",
        declared: Declared | None = None,
        dry_run: bool = False,
        progress: Progress = silent,
    ) -> Ingested:
        """Take files and folders into the record and index them; `declared` fills in what the files do not say.

        With `dry_run` everything is read and reported, and nothing stored.

        Raises:
            InputError: There is no reader of that name.
        """
        from assistant.record.ingest import ingest
        from assistant.record.readers import READER_NAMES

        if reader not in READER_NAMES:
            raise InputError(f"There is no reader {reader!r}; choose one of: {', '.join(READER_NAMES)}.")
        begun, before = time.monotonic(), self.store.last_seq()
        summary = ingest(
            self.store,
            paths,
            reader=reader,
            declared=declared,
            registry=self.registry,
            topics=self.ledger.topics,
            progress=progress,
            dry_run=dry_run,
            stored=self.index.follow_bulk,
        )
        passages = 0 if dry_run else self.index.sync(progress, patience=INGEST_PATIENCE)
        waiting = self.texts.count() if self.store.last_seq() != before else 0
        seconds = time.monotonic() - begun
        return Ingested(summary=summary, passages=passages, seconds=seconds, texts_to_recheck=waiting)

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

    def ask(self, question: str, *, filters: Filters | None = None) -> Answer:
        """Answer what the position is, or that nothing is on the record.

        Raises:
            InputError: The question is empty or too long, or a filter names nothing known.
        """
        answer = self._asker.ask(question, require_known(filters, self.store.topics))
        return replace(answer, citations=mark_newer(answer.citations, NewerFigures(self.retriever)))

    def evidence(self, brief: Brief) -> tuple[EvidenceItem, ...]:
        """Return what a draft on a brief would rest on, to be looked at, pinned and dropped before drafting.

        Raises:
            InputError: The brief is empty, or pins what is not on the record.
        """
        require_known(brief.filters, self.store.topics)
        return self._drafter.evidence(brief)

    def draft(self, brief: Brief, **options: Unpack[Options]) -> list[Draft]:
        """Draft for a brief, and keep every draft in the history; alternatives look from different angles.

        Raises:
            InputError: The brief is empty, or asks for too many alternatives.
            StoppedError: Somebody has stopped it; nothing was kept.
        """
        filters = require_known(brief.filters, self.store.topics)
        drafts = self._drafter.drafts(replace(brief, filters=filters), **options)
        for each in drafts:
            self.history.save(each)
        return drafts

    def check(
        self,
        text: str,
        *,
        lang: str | None = None,
        is_post: bool = False,
        on: date | None = None,
        progress: Progress = silent,
    ) -> Report:
        """Check a text against the record and the rules of publication, as they are in force `on` a day (today).

        Raises:
            InputError: The text is empty or too long.
        """
        posts = ((0, len(text)),) if is_post else ()
        return self._checker.check(text, lang=lang, posts=posts, on=on, progress=progress)

    def rests_on(self, sentence: str, lang: str, statement_ids: frozenset[str]) -> bool:
        """Tell whether a sentence is consistent where nothing but these statements is on the record."""
        return self._checker.rests_on(sentence, lang, statement_ids)

    def recheck(self, desk: OnDesk, texts: Sequence[str]) -> OnDesk:
        """Check the items of a draft that were edited, and keep the draft as it now stands."""
        checked = recheck(self._checker, desk, texts)
        self.history.save_data(checked.draft.id, export_data(checked))
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

    def reindex(self, progress: Progress = silent) -> int:
        """Build both indexes anew from the record; return the number of passages."""
        return self.index.rebuild(progress)

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
