"""The ledger in force in a home: the bundled one with the home's `ledger.yaml` over it, read as the file changes."""

import hashlib
import os
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.domain import Ledger
from assistant.record.ledger import bundled_ledger
from assistant.record.ledger_overlay import FILE, Overlay, laid_over, read_overlay

_Stamp = tuple[int, int, int] | None
"""What tells one state of the file from another; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The ledger as it stands, what the home adds to it, and a digest that tells it from every other."""

    ledger: Ledger
    overlay: Overlay = field(default_factory=Overlay)
    digest: str = ""
    """Twelve hexadecimal digits; empty for the bundled ledger as it is."""


class HomeLedger:
    """Reads the home's file when it is first needed, and again whenever it has changed. Safe for threads.

    What is in force is one object, told apart by identity: who holds one while the file changes goes on with it, and
    whoever asks next gets the new one. Topics alone stay as they were at the start, because the indexes' words for
    them are prepared then.
    """

    def __init__(self, home: Path, bundled: Ledger | None = None) -> None:
        """Lay the file of `home` over the `bundled` ledger, by default the one that travels with the program."""
        self.path = home / FILE
        self.bundled = bundled or bundled_ledger()
        self._mutex = threading.Lock()
        self._stamp: _Stamp = None
        self._now: InForce | None = None

    def current(self) -> Ledger:
        """Return the ledger in force.

        Raises:
            RecordError: The home's file is wrong; the sentence names file and field.
        """
        return self.now().ledger

    def now(self) -> InForce:
        """Return the ledger in force with what the home adds to it.

        Raises:
            RecordError: The home's file is wrong; the sentence names file and field.
        """
        with self._mutex:
            stamp = self._look()
            if self._now is None or stamp != self._stamp:
                fresh = self._read(stamp)
                if self._now is not None:
                    fresh = replace(fresh, ledger=replace(fresh.ledger, topics=self._now.ledger.topics))
                self._now, self._stamp = fresh, stamp
            return self._now

    def _look(self) -> _Stamp:
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self, stamp: _Stamp) -> InForce:
        if stamp is None:
            return InForce(ledger=self.bundled)
        overlay = read_overlay(self.path)
        return InForce(
            ledger=laid_over(self.bundled, overlay, self.path),
            overlay=overlay,
            digest=hashlib.sha256(overlay.model_dump_json().encode()).hexdigest()[:12],
        )
