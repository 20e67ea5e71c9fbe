"""Puts the parts of drafting together. The model is opened for each request and loads nothing before the first."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.consistency.checker import Checker
from assistant.domain import Embedder, Ledger
from assistant.drafting.dossier import Researcher
from assistant.drafting.drafter import Drafter
from assistant.drafting.evidence import PointFinder
from assistant.drafting.extractive import ExtractiveDrafter
from assistant.gate import Gate
from assistant.retrieval.index import Index
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.drafting.generative import ModelDrafter

KEPT = "replies.sqlite3"


def open_drafter(
    settings: Settings,
    home: Path,
    retriever: Retriever,
    index: Index,
    embedder: Embedder,
    checker: Checker,
    ledger: Ledger,
    asking: Callable[[], None] = lambda: None,
) -> Drafter:
    """Return what drafts in a home, with the model that the settings name.

    `asking` is called before the model drafts, and may refuse.
    """
    finder = PointFinder(embedder, index.vectors_of, ledger)
    extractive = ExtractiveDrafter(finder, checker, ledger)

    def model() -> "ModelDrafter | None":
        if not settings.llm_model:
            return None
        asking()
        from assistant.chat import ChatEndpoint
        from assistant.drafting.generative import ModelDrafter
        from assistant.drafting.kept_replies import KeptReplies
        from assistant.drafting.writer import Writer

        writer = Writer(ChatEndpoint(settings), KeptReplies(home / KEPT))
        return ModelDrafter(writer, finder, checker, extractive, ledger, settings.llm_evidence_tokens)

    return Drafter(
        retriever, Researcher(retriever, ledger), extractive, model, settings.llm_evidence_tokens, Gate(settings)
    )
