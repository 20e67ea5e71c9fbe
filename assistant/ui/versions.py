"""The versions of a draft that are on the desk, of which one is shown; each keeps what was typed into it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain import Draft, DraftFormat
from assistant.drafting.edited import OnDesk, put_on_desk
from assistant.drafting.editing import Opened
from assistant.drafting.taking import with_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A draft with its report, and the texts in its boxes, which may have changed since."""

    desk: OnDesk
    texts: tuple[str, ...]
    kept: tuple[str, ...]
    """The texts as they were kept last."""
    number: int = 1
    """The kept version that its editing began with."""
    name: str = ""
    """What it was asked for as, where it was made of another one (``firmer``)."""
    frozen: str = ""
    """Why it is not edited any more, as HTML; empty while it is."""
    told: str = ""
    """What whoever opened it is to know first, as HTML."""

    @property
    def stale(self) -> bool:
        """True where the report is not on these texts."""
        return self.texts != self.desk.texts

    @property
    def unkept(self) -> bool:
        """True where these texts were not kept."""
        return _filled(self.texts) != self.kept

    def typed(self, boxes: Sequence[str]) -> "Version":
        """Return it with what now stands in the page's boxes, of which there may be more than it has items."""
        return replace(self, texts=tuple(text or "" for text in boxes[: len(self.desk.texts)]))

    def with_taken(self, desk: OnDesk, text: str) -> "Version":
        """Return it with one more item, whose box holds `text`; the others keep what stands in theirs."""
        total = len(desk.texts)
        texts = (*self.texts, text)
        if desk.draft.brief.format is DraftFormat.THREAD:
            texts = tuple(with_number(each, n, total) for n, each in enumerate(texts))
        return replace(self, desk=desk, texts=texts)

    def with_unkept(self, texts: Sequence[str]) -> "Version | None":
        """Return it with texts that a browser had kept, or None where they are for other items than it has."""
        for each in (tuple(texts), _filled(texts)):
            if len(each) == len(self.desk.texts):
                return replace(self, texts=each)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """One or several versions; `at` is the one on the desk."""

    each: tuple[Version, ...]
    at: int = 0

    @property
    def current(self) -> Version:
        """The one on the desk."""
        return self.each[self.at]

    @property
    def has_text(self) -> bool:
        """True where the one on the desk has items at all."""
        return bool(self.current.desk.texts)

    def typed(self, boxes: Sequence[str]) -> "Versions":
        """Return them with what was typed into the one on the desk."""
        return self.with_current(self.current.typed(boxes))

    def checked(self, desk: OnDesk | None) -> "Versions":
        """Return them with a newer report on one of them, wherever it is now; others are none of its business."""
        if desk is None:
            return self
        each = tuple(
            replace(version, desk=desk)
            if version.desk.draft.id == desk.draft.id and len(version.desk.texts) == len(desk.texts)
            else version
            for version in self.each
        )
        return replace(self, each=each)

    def kept(self, number: int) -> "Versions":
        """Return them with the one on the desk kept as it stands, under a number."""
        now = self.current
        return self.with_current(replace(now, number=number, kept=_filled(now.texts)))

    def turned_to(self, at: int) -> "Versions":
        """Return them with another one on the desk."""
        return replace(self, at=max(0, min(at, len(self.each) - 1)))

    def and_then(self, version: Version) -> "Versions":
        """Return them with one more, which is now on the desk."""
        return Versions(each=(*self.each, version), at=len(self.each))

    def with_current(self, version: Version) -> "Versions":
        """Return them with another one in the place of the one on the desk."""
        return replace(self, each=(*self.each[: self.at], version, *self.each[self.at + 1 :]))


def version_of(draft: Draft, name: str = "") -> Version:
    """Begin with a draft as it was just kept for the first time."""
    desk = put_on_desk(draft)
    return Version(desk=desk, texts=desk.texts, kept=desk.texts, name=name)


def versions_of(drafts: Sequence[Draft]) -> Versions:
    """Begin with drafts as they were kept."""
    return Versions(each=tuple(version_of(draft) for draft in drafts))


def version_opened(opened: Opened, *, frozen: str = "", told: str = "") -> Version:
    """Go on with a draft that was kept before."""
    desk = opened.desk
    return Version(desk=desk, texts=desk.texts, kept=desk.texts, number=opened.version.number, frozen=frozen, told=told)


def _filled(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text.strip())
