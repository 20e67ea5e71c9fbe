"""Keeps every draft with its brief, evidence and report, in every wording it ever had."""

from collections.abc import Mapping
from typing import Any

from assistant.domain import Draft, DraftVersion
from assistant.errors import InputError
from assistant.record.draft_versions import DraftVersions
from assistant.rendering import draft_json


class History:
    """The drafts of a home."""

    def __init__(self, versions: DraftVersions) -> None:
        """Keep drafts in `versions`."""
        self._versions = versions

    def save(self, draft: Draft, *, by: str = "") -> DraftVersion:
        """Keep a draft as it was shown."""
        return self.save_data(draft.id, draft_json(draft), by=by)

    def save_data(self, draft_id: str, data: Mapping[str, Any], *, by: str = "") -> DraftVersion:
        """Keep a draft's data as it now stands; what was kept before stays as an earlier version."""
        return self._versions.keep(draft_id, data, by=by)

    def load(self, draft_id: str, number: int | None = None) -> dict[str, Any]:
        """Return a kept draft as JSON data, as it stands or as it stood in one version.

        Raises:
            InputError: There is none of that id, or no version of that number.
        """
        return dict(self.version(draft_id, number).data)

    def version(self, draft_id: str, number: int | None = None) -> DraftVersion:
        """Return one version of a draft, the newest where no number is given.

        Raises:
            InputError: There is none of that id, or no version of that number.
        """
        versions = self.versions(draft_id)
        found = [each for each in versions if number in (None, each.number)]
        if not found:
            raise InputError(
                f"The draft {draft_id!r} has no version {number}; it has 1 to {len(versions)}, see its history."
            )
        return found[-1]

    def since(self, draft_id: str, number: int) -> tuple[DraftVersion, ...]:
        """Return the versions of a draft that were kept after one, oldest first."""
        return self._versions.since(draft_id, number)

    def versions(self, draft_id: str) -> tuple[DraftVersion, ...]:
        """Return every version of a draft, oldest first.

        Raises:
            InputError: There is none of that id.
        """
        versions = self._versions.all(draft_id.strip())
        if not versions:
            raise InputError(
                f"There is no draft {draft_id!r} in this home; its id is in the output of `assistant draft`."
            )
        return versions

    def recent(self, limit: int = 20) -> tuple[DraftVersion, ...]:
        """Return the drafts that were changed last, each as it stands."""
        return self._versions.recent(limit)
