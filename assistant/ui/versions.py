"""The versions of a draft that are on the desk, of which one is shown; each keeps what was typed into it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain import Draft
from assistant.drafting.edited import OnDesk, put_on_desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A draft with its report, and the texts in its boxes, which may have changed since."""

    desk: OnDesk
    texts: tuple[str, ...]

    @property
    def stale(self) -> bool:
        """True where the report is not on these texts."""
        return self.texts != self.desk.texts

    def typed(self, boxes: Sequence[str]) -> "Version":
        """Return it with what now stands in the page's boxes, of which there may be more than it has items."""
        return replace(self, texts=tuple(boxes[: len(self.desk.texts)]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """One or several versions; `at` is the one on the desk."""

    each: tuple[Version, ...]
    at: int = 0

    @property
    def current(self) -> Version:
        """The one on the desk."""
        return self.each[self.at]

    def typed(self, boxes: Sequence[str]) -> "Versions":
        """Return them with what was typed into the one on the desk."""
        return self._with(self.current.typed(boxes))

    def checked(self, desk: OnDesk) -> "Versions":
        """Return them with a new report on the one on the desk."""
        return self._with(Version(desk=desk, texts=desk.texts))

    def turned_to(self, at: int) -> "Versions":
        """Return them with another one on the desk."""
        return replace(self, at=max(0, min(at, len(self.each) - 1)))

    def _with(self, version: Version) -> "Versions":
        return replace(self, each=(*self.each[: self.at], version, *self.each[self.at + 1 :]))


def versions_of(drafts: Sequence[Draft]) -> Versions:
    """Begin with drafts as they were kept."""
    desks = [put_on_desk(draft) for draft in drafts]
    return Versions(each=tuple(Version(desk=desk, texts=desk.texts) for desk in desks))
