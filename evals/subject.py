"""What is evaluated: the program under the settings in force, over homes of its own that are gone afterwards."""

import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from assistant.assembly import Assistant
from assistant.settings import Settings
from evals.chat_server import MODEL, Answering, ChatServer
from evals.samples import DATA

Built = TypeVar("Built")
Altering = Callable[[Assistant], Assistant]
TRANSCRIPTS = DATA / "attribution" / "transcripts"
INVENTED_PEOPLE = DATA / "attribution" / "speakers.yaml"


def unaltered(assistant: Assistant) -> Assistant:
    """Evaluate the program as it is."""
    return assistant


class Subject:
    """The program, opened where a suite first needs it.

    Every suite goes through the façade that command line and desk go through. The user's own home, database and Chroma
    server are not touched: labels are for the bundled record. Embeddings and the model are those of the settings.
    """

    def __init__(
        self, settings: Settings, *, altering: Altering = unaltered, fault: str = "", prepared: Path | None = None
    ) -> None:
        """Evaluate what `settings` name.

        Args:
            settings: Embeddings and model count, home and servers do not.
            altering: Plants a fault, for the tests of the evals.
            fault: Names that fault.
            prepared: A home that holds the bundled record under these settings, to be copied; else one is made.
        """
        self.fault = fault
        self._prepared = prepared
        self._open = ExitStack()
        self._altering = altering
        self._lock = threading.RLock()
        self._shared: dict[str, Any] = {}
        self._base = settings.model_copy(update={"database_url": None, "chroma_url": None, "bundled": True})
        self.alone = threading.Lock()
        """Held by samples that change the record while they run."""
        self.done: Callable[[], None] = lambda: None
        """Told after each sample."""

    def __enter__(self) -> "Subject":
        """Open nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the homes that were opened, and delete them."""
        self._open.close()

    @property
    def settings(self) -> Settings:
        """What is evaluated."""
        return self._base

    @property
    def model(self) -> str | None:
        """The configured model; None where model suites run on recorded replies."""
        return self._base.llm_model

    @property
    def record(self) -> Assistant:
        """The program without a model, on the bundled record."""
        return self.once("record", lambda: self._opened(llm_model=None))

    @property
    def transcripts(self) -> Assistant:
        """The program on the invented transcripts alone, whose officials its home's registry names."""
        return self.once("transcripts", self._with_transcripts)

    def with_model(self, name: str, recorded: Answering) -> Assistant:
        """Return the program with the configured model, or with one that gives recorded answers."""
        return self.once(name, lambda: self._opened() if self.model else self.answered_by(recorded))

    def answered_by(self, answering: Answering) -> Assistant:
        """Return the program with a model that answers as told, whatever the settings name, in a home of its own."""
        server = self._open.enter_context(ChatServer(answering).up())
        return self._opened(llm_model=MODEL, llm_base_url=server.url)

    def once(self, name: str, build: Callable[[], Built]) -> Built:
        """Return what a suite's samples share, built when the first of them needs it."""
        with self._lock:
            if name not in self._shared:
                self._shared[name] = build()
            return self._shared[name]  # type: ignore[no-any-return]

    def _with_transcripts(self) -> Assistant:
        assistant = self._opened(llm_model=None, bundled=False)
        shutil.copy(INVENTED_PEOPLE, assistant.settings.home)
        assistant.ingest([TRANSCRIPTS])
        return assistant

    def _opened(self, **changes: object) -> Assistant:
        settings = self._base.model_copy(update={"home": self._folder() / "home", **changes})
        if settings.bundled:
            shutil.copytree(self._bundled(), settings.home)
        return self._altering(self._open.enter_context(Assistant.open(settings)))

    def _folder(self) -> Path:
        return Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="evals-", ignore_cleanup_errors=True)))

    def _bundled(self) -> Path:
        """Return a home with the bundled record, indexed once for all that begin from it."""
        if self._prepared is None:
            self._prepared = self._folder() / "home"
            plain = self._base.model_copy(update={"home": self._prepared, "llm_model": None})
            with Assistant.open(plain):
                pass
        return self._prepared


def names_of(settings: Settings) -> Mapping[str, str]:
    """Return what of the settings makes results differ: embedder and model."""
    return {
        "embeddings": settings.embeddings_model or settings.embeddings,
        "model": settings.llm_model or "recorded replies",
    }
