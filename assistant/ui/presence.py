"""Who else has a draft open just now: kept in memory for one server, forgotten when nothing is heard any more."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

PATIENCE = timedelta(seconds=45)
"""Silence after which somebody is gone: pages tell of themselves every ten seconds while they are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody at a page of the desk."""

    session: str
    name: str
    """Empty where nobody said."""
    draft_id: str
    since: datetime
    seen: datetime


def _now() -> datetime:
    return datetime.now(UTC)


class Presence:
    """The pages of one server and the drafts on them."""

    def __init__(self, now: Callable[[], datetime] = _now) -> None:
        """Tell the time by `now`."""
        self._now = now
        self._lock = threading.Lock()
        self._people: dict[str, Person] = {}

    def here(self, session: str, draft_id: str, name: str) -> tuple[Person, ...]:
        """Note which draft a page has open (empty: none), and return the others who have it, first comers first."""
        with self._lock:
            now = self._now()
            self._people = {key: each for key, each in self._people.items() if now - each.seen < PATIENCE}
            before = self._people.pop(session, None)
            if not draft_id:
                return ()
            if before is None or before.draft_id != draft_id:
                before = Person(session=session, name=name, draft_id=draft_id, since=now, seen=now)
            self._people[session] = replace(before, name=name, seen=now)
            others = (each for key, each in self._people.items() if key != session and each.draft_id == draft_id)
            return tuple(sorted(others, key=lambda each: (each.since, each.session)))

    def gone(self, session: str) -> None:
        """Forget a page that was closed."""
        with self._lock:
            self._people.pop(session, None)
