"""Who else has a draft open: others see it, and it is forgotten with the page."""

import threading
from datetime import UTC, datetime, timedelta

from assistant.ui.presence import PATIENCE, Presence


class Clock:
    """A clock that goes on when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 23, 10, 32, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


def test_others_on_the_same_draft_are_told_since_when() -> None:
    clock = Clock()
    presence = Presence(clock)
    assert presence.here("a", "d-1", "María") == ()
    clock.pass_by(timedelta(seconds=10))
    (maria,) = presence.here("b", "d-1", "Luis")
    assert (maria.name, maria.since) == ("María", clock.now - timedelta(seconds=10))
    assert presence.here("c", "d-2", "Ana") == ()
    clock.pass_by(timedelta(seconds=10))
    (luis,) = presence.here("a", "d-1", "María R.")
    assert luis.name == "Luis"
    assert [(p.name, p.since) for p in presence.here("b", "d-1", "Luis")] == [("María R.", maria.since)]


def test_who_is_silent_leaves_or_turns_to_another_draft_is_gone() -> None:
    clock = Clock()
    presence = Presence(clock)
    for session in "abc":
        presence.here(session, "d-1", session)
    presence.gone("a")
    presence.here("b", "d-2", "b")
    assert [p.name for p in presence.here("d", "d-1", "d")] == ["c"]
    clock.pass_by(PATIENCE)
    assert presence.here("d", "d-1", "d") == ()
    presence.here("d", "", "d")
    assert presence.here("e", "d-1", "e") == ()
    presence.gone("nobody")


def test_many_pages_at_once() -> None:
    presence = Presence()
    threads = [threading.Thread(target=presence.here, args=(str(n), "d-1", str(n))) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(presence.here("0", "d-1", "0")) == 39
