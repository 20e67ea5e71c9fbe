"""Sessions: who signed in holds a token until it was idle for too long, is too old, or is given back."""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

KEPT = 10_000
"""Sessions at the same time; beyond it the one that was idle longest ends."""


@dataclass(slots=True)
class _Session:
    login: str
    password: str
    """The digest with which it began: another password ends it."""
    begun: float
    touched: float


class Sessions:
    """The sessions of one desk. They end with it, and nothing of them is written down."""

    def __init__(self, idle: float, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        """End a session after `idle` seconds without a deed, and after `longest` seconds in any case."""
        self._idle = idle
        self._longest = longest
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, _Session] = {}

    def begin(self, login: str, password: str) -> str:
        """Return the token of a new session; `password` is the account's digest."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            for key in [key for key, each in self._sessions.items() if self._over(each, now)]:
                del self._sessions[key]
            while len(self._sessions) >= KEPT:
                del self._sessions[min(self._sessions, key=lambda key: self._sessions[key].touched)]
            self._sessions[_key(token)] = _Session(login, password, now, now)
        return token

    def login_of(self, token: str) -> tuple[str, str] | None:
        """Return whose session it is, and the digest with which it began; None where it is over."""
        with self._lock:
            session = self._sessions.get(_key(token))
            if session is None:
                return None
            if self._over(session, self._clock()):
                del self._sessions[_key(token)]
                return None
            return session.login, session.password

    def touch(self, token: str) -> None:
        """Note that somebody did something."""
        with self._lock:
            session = self._sessions.get(_key(token))
            if session is not None and not self._over(session, now := self._clock()):
                session.touched = now

    def end(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(_key(token), None)

    def _over(self, session: _Session, now: float) -> bool:
        return now - session.touched >= self._idle or now - session.begun >= self._longest


def _key(token: str) -> str:
    """Return under which a token is kept: to look one up takes as long whatever of it is right."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
