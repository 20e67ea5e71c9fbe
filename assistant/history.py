"""Keeps every draft with its brief, evidence and report, so that it can be exported and looked up later."""

from collections.abc import Mapping
from typing import Any

from assistant.domain import Draft
from assistant.errors import InputError
from assistant.record.store import RecordStore
from assistant.rendering import draft_json


class History:
    """The drafts of a home."""

    def __init__(self, store: RecordStore) -> None:
        """Keep drafts in `store`."""
        self._store = store

    def save(self, draft: Draft) -> None:
        """Keep a draft as it was shown."""
        self.save_data(draft.id, draft_json(draft))

    def save_data(self, draft_id: str, data: Mapping[str, Any]) -> None:
        """Keep a draft's data as it now stands, in the place of what was kept before."""
        self._store.save_draft(draft_id, data)

    def load(self, draft_id: str) -> dict[str, Any]:
        """Return a kept draft as JSON data.

        Raises:
            InputError: There is none of that id.
        """
        data = self._store.load_draft(draft_id.strip())
        if data is None:
            raise InputError(
                f"There is no draft {draft_id!r} in this home; its id is in the output of `assistant draft`."
            )
        return data
