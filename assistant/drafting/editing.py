"""What a desk does with a kept draft: opens it, checks it while it is edited, keeps it, goes back to a version.

Nothing that was kept is ever lost: whoever keeps a draft names the version that he or she began with, and what others
have kept since stays in the history beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Unpack

from assistant.access.identity import Role, only_for
from assistant.consistency.checker import Checker
from assistant.domain import Draft, DraftVersion, Embedder, Finding, Ledger
from assistant.domain.draft import ITEM_SEPARATOR
from assistant.drafting.drafter import Drafter, Options
from assistant.drafting.edited import OnDesk, export_data, put_on_desk, recheck
from assistant.drafting.kept import draft_from_data, moved_since
from assistant.drafting.taking import with_item
from assistant.drafting.variations import Variation, differences, varied
from assistant.history import History
from assistant.record.store import RecordStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A kept draft on the desk."""

    desk: OnDesk
    version: DraftVersion
    moved: tuple[str, ...] = ()
    """Statements that it names and that have since been withdrawn, replaced or reworded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A version that was kept, and what others had kept meanwhile."""

    version: DraftVersion
    meanwhile: tuple[DraftVersion, ...] = ()
    """Versions between the one that this one began with and itself, oldest first."""


class Editing:
    """The drafts of a home, as they are worked on."""

    def __init__(
        self,
        checker: Checker,
        drafter: Drafter,
        store: RecordStore,
        history: History,
        ledger: Ledger,
        embedder: Embedder,
        require_open: Callable[[str], None] = lambda _draft_id: None,
    ) -> None:
        """Check and draft with these parts, take statements from `store`, keep in `history`.

        `require_open` refuses, with an `InputError`, whatever would change a draft that is not edited any more.
        """
        self._require_open = require_open
        self._checker = checker
        self._drafter = drafter
        self._store = store
        self._history = history
        self._ledger = ledger
        self._embedder = embedder

    def opened(self, draft_id: str, number: int | None = None) -> Opened:
        """Return a draft as it stands, or as it stood in one version.

        Its report is the one that was kept with it; only items that rest on what the record has since withdrawn,
        replaced or reworded are checked again, because a label of then may no longer hold.

        Raises:
            InputError: There is none of that id, or no version of that number.
        """
        version = self._history.version(draft_id, number)
        desk = put_on_desk(draft_from_data(version.data, self._store))
        moved = moved_since(version.data, self._store)
        if moved:
            desk = recheck(self._checker, desk, desk.texts, again=_resting_on(version, moved), judged=False)
        return Opened(desk=desk, version=version, moved=tuple(sorted(moved)))

    def check(self, desk: OnDesk, texts: Sequence[str]) -> OnDesk:
        """Check what changed, at once and without the model that may be configured to read too; keep nothing."""
        return recheck(self._checker, desk, texts, judged=False)

    def judged(self, desk: OnDesk, texts: Sequence[str], before: Sequence[str]) -> OnDesk:
        """Check as `check` does; the configured model, if any, reads the items that are not as they were `before`."""
        unread = {n for n, text in enumerate(texts) if text.strip() and (n >= len(before) or text != before[n])}
        return recheck(self._checker, desk, texts, again=unread)

    @only_for(Role.DRAFTER)
    def keep(self, desk: OnDesk, *, by: str, base: int) -> Kept:
        """Keep a draft as its newest version; `base` is the number of the version that its editing began with.

        Raises:
            InputError: It is not edited any more.
        """
        self._require_open(desk.draft.id)
        version = self._history.save_data(desk.draft.id, export_data(desk), by=by)
        since = self._history.since(desk.draft.id, base)
        meanwhile = tuple(each for each in since if each.number < version.number)
        return Kept(version=version, meanwhile=meanwhile)

    @only_for(Role.DRAFTER)
    def restored(self, draft_id: str, number: int, *, by: str) -> Opened:
        """Keep an earlier version once more, as the newest one, and return it.

        Raises:
            InputError: There is none of that id, no version of that number, or it is not edited any more.
        """
        self._require_open(draft_id)
        earlier = self._history.version(draft_id, number)
        version = self._history.save_data(draft_id, earlier.data, by=by)
        return replace(self.opened(draft_id, version.number), version=version)

    def with_item(self, desk: OnDesk, other: OnDesk, item: int) -> OnDesk:
        """Return a draft with one more item, taken out of another version of the same format and language."""
        return with_item(self._checker, desk, other, item)

    @only_for(Role.DRAFTER)
    def vary(self, draft: Draft, variation: Variation, *, by: str = "", **options: Unpack[Options]) -> Draft:
        """Draft another version of a draft, one step from its brief, and keep it.

        Raises:
            InputError: It pins what is no longer on the record.
            StoppedError: Somebody has stopped it; nothing was kept.
        """
        if variation is Variation.OTHER_LANGUAGE:
            one = self._drafter.in_other_language(draft, **options)
        else:
            one = self._drafter.drafts(varied(draft.brief, variation), **options)[0]
        self._history.save(one, by=by)
        return one

    def differences(self, texts: Sequence[str], other: Sequence[str], lang: str) -> list[Finding]:
        """Return where two language versions of a draft differ in substance; `lang` is that of `texts`."""
        return differences(texts, other, lang, self._ledger, self._alike)

    def _alike(self, here: Sequence[str], there: Sequence[str]) -> list[list[float]]:
        vectors = self._embedder.embed_passages(here) @ self._embedder.embed_passages(there).T
        rows: list[list[float]] = vectors.tolist()
        return rows


def texts_of(version: DraftVersion) -> tuple[str, ...]:
    """Return the texts of a kept version's items."""
    return tuple(item["text"] for item in version.data["items"])


def _resting_on(version: DraftVersion, moved: frozenset[str]) -> frozenset[int]:
    """Return the items of a kept version that name one of these statements anywhere."""
    data, start, found = version.data, 0, set()
    for n, item in enumerate(data["items"]):
        end = start + len(item["text"])
        named = set(item["citations"])
        for sentence in data["report"]["sentences"]:
            if start <= sentence["start"] and sentence["end"] <= end:
                named |= {hit["statement_id"] for hit in sentence["evidence"]}
                named |= {side["statement_id"] for side in (sentence.get("support"), sentence.get("conflict")) if side}
        if named & moved:
            found.add(n)
        start = end + len(ITEM_SEPARATOR)
    return frozenset(found)
