"""Every wording of a draft is kept, and none is overwritten."""

from collections.abc import Iterator

import pytest

from assistant.record.draft_versions import DraftVersions
from assistant.record.store import RecordStore


@pytest.fixture
def versions(record_url: str) -> Iterator[DraftVersions]:
    store = RecordStore(record_url)
    yield DraftVersions(store.database)
    store.close()


def test_versions_are_numbered_and_the_last_is_how_a_draft_stands(versions: DraftVersions) -> None:
    versions.keep("d", {"items": ["ñ"]}, by="Ana")
    versions.keep("d", {"items": []}, by="Luis")
    versions.keep("e", {"items": ["otro"]})
    assert [(v.number, v.by, v.data) for v in versions.all("d")] == [
        (1, "Ana", {"items": ["ñ"]}),
        (2, "Luis", {"items": []}),
    ]
    assert versions.all("f") == ()
    assert [(v.draft_id, v.number) for v in versions.recent(9)] == [("e", 1), ("d", 2)]
    assert len(versions.recent(1)) == 1


def test_the_same_once_more_is_no_version_but_going_back_is_one(versions: DraftVersions) -> None:
    first = versions.keep("d", {"items": ["a"]})
    assert versions.keep("d", {"items": ["a"]}, by="Ana") == first
    versions.keep("d", {"items": ["b"]})
    back = versions.keep("d", {"items": ["a"]})
    assert (back.number, back.digest) == (3, first.digest)
