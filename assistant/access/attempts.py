"""How often somebody may try to sign in: after a few failures each next one takes a longer wait."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from assistant.errors import AccessError

FREE_PER_LOGIN, FREE_PER_ADDRESS = 5, 20
"""Failures before the first wait. A whole office may share one address."""
LONGEST_WAIT = 900.0
FORGOTTEN_AFTER = 86_400.0
KEPT = 20_000
"""Logins and addresses that are remembered; beyond it the one least recently tried is forgotten."""


class WaitError(AccessError):
    """Too many failures; try again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        """Tell how long to wait."""
        super().__init__(f"Too many attempts to sign in failed; try again in {seconds} seconds.")
        self.seconds = seconds


@dataclass(slots=True)
class _Failures:
    count: int = 0
    last: float = 0.0


class Attempts:
    """Counts failures by login and by address. An attempt counts as failed until it succeeds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Count by `clock`."""
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[tuple[str, str], _Failures] = OrderedDict()

    def begin(self, login: str, address: str) -> None:
        """Note an attempt, before its password is looked at: many at the same time count as many.

        Raises:
            WaitError: Login or address has to wait; this attempt is not counted.
        """
        now = self._clock()
        keys = ((("login", login), FREE_PER_LOGIN), (("address", address), FREE_PER_ADDRESS))
        with self._lock:
            left = max(self._left(key, free, now) for key, free in keys)
            if left > 0:
                raise WaitError(math.ceil(left))
            for key, _ in keys:
                failures = self._failures.setdefault(key, _Failures())
                if now - failures.last > FORGOTTEN_AFTER:
                    failures.count = 0
                failures.count, failures.last = failures.count + 1, now
                self._failures.move_to_end(key)
            while len(self._failures) > KEPT:
                self._failures.popitem(last=False)

    def succeeded(self, login: str, address: str) -> None:
        """Forget the login's failures, and this one attempt of the address: its other failures stay."""
        with self._lock:
            self._failures.pop(("login", login), None)
            failures = self._failures.get(("address", address))
            if failures is not None:
                failures.count -= 1

    def _left(self, key: tuple[str, str], free: int, now: float) -> float:
        failures = self._failures.get(key)
        if failures is None or failures.count < free:
            return 0.0
        wait = min(2.0 ** min(failures.count - free + 1, 20), LONGEST_WAIT)
        return failures.last + wait - now
