"""What the façade offers on what comes into the record: files, people, and what a person adds or corrects."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.access.identity import Role, only_for
from assistant.domain import Progress, silent
from assistant.errors import InputError
from assistant.gate import Gate

if TYPE_CHECKING:
    # All that reads files is loaded when it is first used: loading it would take a search as long as searching.
    from assistant.positions import Positions
    from assistant.record.home_ledger import HomeLedger
    from assistant.record.ingest import IngestSummary
    from assistant.record.outgoing import OutgoingTexts
    from assistant.record.people import SpeakerOnRecord, UnattributedLabel
    from assistant.record.readers import Declared
    from assistant.record.readers.speakers import Registry
    from assistant.record.review import Review
    from assistant.record.store import RecordStore
    from assistant.retrieval.index import Index
    from assistant.settings import Settings

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


class TakingIn:
    """The part of the façade that fills the record; `Assistant` builds what it works with."""

    settings: Settings
    store: RecordStore
    review: Review
    texts: OutgoingTexts
    index: Index
    ledgers: HomeLedger
    _rules: Any
    """The rules of publication, read once and remembered; they name people of the registry."""

    @cached_property
    def registry(self) -> Registry:
        """Who speaks for the government, with the home's own `speakers.yaml` laid over; read once, when needed.

        Raises:
            RecordError: The home's file is wrong; the sentence names file and field.
        """
        from assistant.record.readers.speakers import load_registry

        return load_registry(self.settings.home)

    def speakers(self) -> list[SpeakerOnRecord]:
        """Return everybody on the record with the roles cited and their dates, most statements first."""
        from assistant.record.people import speakers_on_record

        return speakers_on_record(self.store.database)

    def counterparts(self) -> list[str]:
        """Return with whom the record deals, those named most often first."""
        from assistant.record.counterparts import counterparts_on_record

        return counterparts_on_record(self.store.database)

    def labels_to_review(self) -> list[UnattributedLabel]:
        """Return the labels that fit nobody, with their turns and what to do about them.

        Raises:
            RecordError: The home's registry of speakers is wrong.
        """
        from assistant.record.people import labels_to_review

        return labels_to_review(self.review.unattributed(), self.registry)

    @property
    @abstractmethod
    def positions(self) -> Positions:
        """The other side's words follow the record too."""

    def renew_registry(self) -> None:
        """Have the home's `speakers.yaml` read again by whatever needs it next."""
        self.__dict__.pop("registry", None)
        self._rules.cache_clear()

    @only_for(Role.ADMIN)
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
            topics=self.ledgers.current().topics,
            progress=progress,
            dry_run=dry_run,
            stored=self.index.follow_bulk,
            require=Gate(self.settings).require_embeddings,
        )
        passages = 0 if dry_run else self.index.sync(progress, patience=INGEST_PATIENCE)
        if not dry_run:
            self.positions.theirs.follow(progress)
        waiting = self.texts.count() if self.store.last_seq() != before else 0
        seconds = time.monotonic() - begun
        return Ingested(summary=summary, passages=passages, seconds=seconds, texts_to_recheck=waiting)
