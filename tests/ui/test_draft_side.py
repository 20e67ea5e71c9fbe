"""What the desk makes of versions: whose texts, which labels, what may be opened in X, what is said of others."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from types import SimpleNamespace
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.assembly import Assistant
from assistant.domain import Bilingual, DraftFormat, DraftVersion, Label, Verdict
from assistant.drafting.edited import OnDesk
from assistant.errors import InputError
from assistant.text.post import weighted_length
from assistant.ui.draft_compare_markup import side_by_side
from assistant.ui.draft_frozen import frozen_mark
from assistant.ui.draft_rows import compose_link, foot, head
from assistant.ui.draft_side import at_hand
from assistant.ui.draft_versions_markup import also_here, by_hand, collision, difference, history, lost, moment
from assistant.ui.presence import Person
from assistant.ui.versions import Version, Versions, version_of
from tests.writers import meeting

BAD = "México acepta tropas estadounidenses en su territorio."
NOW = datetime(2026, 1, 23, 10, 32, tzinfo=UTC)
EVIL = "<img src=x onerror=alert(1)>"


def _versions(assistant: Assistant, format_: DraftFormat = DraftFormat.TALKING_POINTS, most: int = 1) -> Versions:
    drafts = assistant._drafter.drafts(meeting(format_=format_), alternatives=most)
    return Versions(each=tuple(version_of(draft) for draft in drafts))


def _kept(number: int, *texts: str, by: str = "María") -> DraftVersion:
    data = {"items": [{"text": text} for text in texts]}
    return DraftVersion(draft_id="d-1", number=number, at=NOW, by=by, digest=str(number), data=data)


def _href(html: str) -> str:
    found = re.search(r'href="([^"]+)"', html)
    assert found is not None
    return unescape(found.group(1))


def test_a_result_of_a_check_goes_to_its_own_draft_alone(reader_assistant: Assistant) -> None:
    versions = _versions(reader_assistant, most=2)
    first, second = versions.each
    desk = reader_assistant.editing.check(first.desk, (BAD, *first.texts[1:]))
    turned = at_hand(versions.turned_to(1), desk, *second.texts, "", "")
    assert turned is not None
    assert turned.current.desk is second.desk
    assert turned.each[0].desk is desk
    back = at_hand(turned.turned_to(0), desk, BAD, *first.texts[1:], "")
    assert back is not None
    assert not back.current.stale
    assert back.current.unkept
    assert not back.kept(2).current.unkept
    assert at_hand(None, desk) is None


def test_texts_a_browser_kept_come_back_only_where_they_fit(reader_assistant: Assistant) -> None:
    (version,) = _versions(reader_assistant).each
    texts = (BAD, *version.texts[1:])
    for fitting in (texts, (BAD, "", *version.texts[1:])):
        again = version.with_unkept(fitting)
        assert again is not None
        assert again.texts == texts
    assert version.with_unkept(texts[1:]) is None


def test_the_head_names_the_words_its_label_is_for(reader_assistant: Assistant) -> None:
    (version,) = _versions(reader_assistant).each
    html = head(version, 0, "es", EVIL)
    named = re.search(r'data-of="([^"]*)"', html)
    assert named is not None
    assert unescape(named.group(1)) == version.texts[0]
    assert EVIL not in html


def test_every_sentence_has_its_label_and_its_reasons(reader_assistant: Assistant) -> None:
    (version,) = _versions(reader_assistant).each
    desk = reader_assistant.editing.check(version.desk, (f"{version.texts[0]} {BAD}", *version.texts[1:]))
    html = foot(desk, 0, "es", {})
    assert re.findall(r'<li class="(consistent|contradicts|unsupported)"', html) == ["consistent", "contradicts"]
    assert html.count("<details>") == 2
    assert "El borrador original se apoyaba en" in html
    assert "Se apoya en" in foot(desk, 1, "es", {})


@pytest.mark.parametrize("text", ["¿Sí & no? #México 100% \n«ya»", "a+b=c"])
def test_x_gets_the_very_text(reader_assistant: Assistant, text: str) -> None:
    (version,) = _versions(reader_assistant, DraftFormat.POST).each
    link = compose_link(version, 0, "es", text)
    address = urlsplit(_href(link))
    assert (address.scheme, address.netloc, address.path) == ("https", "x.com", "/intent/post")
    assert parse_qs(address.query) == {"text": [text]}
    assert 'target="_blank" rel="noopener noreferrer"' in link
    assert "no se ha revisado" in link


def test_x_is_offered_plainly_only_for_what_is_checked_and_kept(reader_assistant: Assistant) -> None:
    (version,) = _versions(reader_assistant, DraftFormat.POST).each
    assert compose_link(version, 0, "es", version.texts[0]).startswith("<a ")
    assert "no está guardado" in compose_link(replace(version, kept=("Otra cosa.",)), 0, "es", version.texts[0])
    desk = reader_assistant.editing.check(version.desk, (BAD,))
    assert desk.report.verdict is Verdict.BLOCKED
    blocked = Version(desk=desk, texts=(BAD,), kept=(BAD,))
    assert "bloqueado" in compose_link(blocked, 0, "es", BAD)
    assert compose_link(version, 0, "es", "a" * 281) == ""
    assert compose_link(version, 0, "es", " ") == ""
    (points,) = _versions(reader_assistant).each
    assert compose_link(points, 0, "es", points.texts[0]) == ""
    (thread,) = _versions(reader_assistant, DraftFormat.THREAD).each
    assert "el primero" in compose_link(thread, 0, "es", thread.texts[0])
    assert compose_link(thread, 1, "es", thread.texts[1]) == ""


def test_an_item_is_taken_with_its_label_and_its_statements(reader_assistant: Assistant) -> None:
    versions = _versions(reader_assistant, DraftFormat.THREAD, most=2)
    ours, theirs = versions.each
    total = len(ours.texts) + 1
    desk = reader_assistant.editing.with_item(ours.desk, theirs.desk, 0)
    assert [text.split(" ")[0] for text in desk.texts] == [f"{n}/{total}" for n in range(1, total + 1)]
    assert desk.texts[-1].split(" ", 1)[1] == theirs.texts[0].split(" ", 1)[1]
    assert {s.label for s in desk.sentences(total - 1)} == {Label.CONSISTENT}
    for sentence in desk.report.sentences:
        assert desk.joined[sentence.start : sentence.end] == sentence.text
    cited = {c.statement.id: c.number for c in desk.draft.citations}
    assert set(theirs.desk.draft.items[0].citations) <= set(cited)
    assert sorted(cited.values()) == list(range(1, len(cited) + 1))
    for item in desk.draft.items:
        assert item.weighted_length == weighted_length(item.text)
        assert all(item.text[c.start : c.end].strip() for c in item.claims)

    typed = ours.typed((f"{ours.texts[0]} Algo más.", *ours.texts[1:]))
    taken = typed.with_taken(desk, theirs.texts[0])
    assert len(taken.texts) == total
    assert taken.texts[0] == f"1/{total} {ours.texts[0].split(' ', 1)[1]} Algo más."


def test_versions_stand_side_by_side(reader_assistant: Assistant) -> None:
    versions = _versions(reader_assistant, most=2)
    html = side_by_side(versions, "es")
    assert html.count("<section") == 2
    assert html.count('data-act="use"') == 1
    assert 'data-version="1" data-item="0"' in html
    assert 'data-version="0" data-item' not in html
    other = versions.each[1]
    brief = replace(other.desk.draft.brief, lang="en")
    english = replace(other, desk=replace(other.desk, draft=replace(other.desk.draft, brief=brief)))
    assert 'data-act="take"' not in side_by_side(Versions(each=(versions.each[0], english)), "es")
    hostile = versions.with_current(versions.current.typed((EVIL, *versions.current.texts[1:])))
    assert EVIL not in side_by_side(hostile, "es") + side_by_side(hostile.turned_to(1), "en")


def test_kept_versions_are_listed_and_compared() -> None:
    versions = (_kept(1, "Uno.", by=""), _kept(2, "Uno y dos."), _kept(3, EVIL, by=EVIL))
    html = history(versions, "es", frozen=False)
    assert re.findall(r'data-act="(\w+)" data-number="(\d)"', html) == [
        ("diff", "3"), ("diff", "2"), ("restore", "2"), ("restore", "1"),
    ]  # fmt: skip
    assert "como se redactó" in html
    assert EVIL not in html
    assert "restore" not in history(versions, "en", frozen=True)
    changed = difference(versions[0], versions[1], "es")
    assert "<ins>" in changed
    assert "palabra por palabra" in difference(versions[0], versions[0], "es")


def test_what_others_kept_is_told_and_can_be_taken_item_by_item(reader_assistant: Assistant) -> None:
    told = collision([_kept(2, "Lo suyo.", by=EVIL)], _kept(3, "Lo mío."), "es")
    assert "versión 3" in told
    assert EVIL not in told
    (version,) = _versions(reader_assistant).each
    theirs = ("Otra cosa.", *version.texts[1:], EVIL)
    html = by_hand(version, theirs, "es")
    assert re.findall(r'data-item="(\d+)"', html) == ["0"]
    assert EVIL not in html
    assert "palabra por palabra" in by_hand(version, version.texts, "es")
    assert EVIL not in lost((EVIL, ""), "es")


def test_who_else_is_there_is_said_in_one_line() -> None:
    maria = Person(session="a", name=EVIL, draft_id="d-1", since=NOW, seen=NOW)
    nobody = replace(maria, session="b", name="")
    line = also_here([maria, nobody], [_kept(2, "x")], "es")
    assert EVIL not in line
    assert "alguien sin nombre también tiene abierto este borrador" in line
    assert "Se guardó otra: Versión 2" in line
    assert also_here([], [], "es") == ""


def test_times_are_of_today_or_bear_their_day() -> None:
    here = NOW.astimezone()
    assert moment(NOW, "es", here) == here.strftime("%H:%M")
    assert moment(NOW, "en", here + timedelta(days=2)).endswith(here.strftime(", %H:%M"))


class _Cleared:
    """A clearance in which one draft is cleared."""

    def require_open(self, draft_id: str) -> None:
        if draft_id == "d-1":
            raise InputError("It was cleared.")

    def mark(self, _draft_id: str) -> Bilingual:
        return Bilingual(es=f"Con visto bueno de {EVIL}.", en="Cleared.")


def test_only_what_was_cleared_is_frozen() -> None:
    with_it = cast(Assistant, SimpleNamespace(clearance=_Cleared()))
    assert frozen_mark(with_it, "d-2", "es") == ""
    mark = frozen_mark(with_it, "d-1", "es")
    assert "Con visto bueno de" in mark
    assert EVIL not in mark


def test_a_cleared_draft_is_neither_kept_nor_restored(assistant: Assistant) -> None:
    (draft,) = assistant.draft(meeting())
    editing = assistant.editing
    editing._require_open = lambda _draft_id: _Cleared().require_open("d-1")
    desk: OnDesk = editing.opened(draft.id).desk
    with pytest.raises(InputError, match="cleared"):
        editing.keep(desk, by="Ana", base=1)
    with pytest.raises(InputError, match="cleared"):
        editing.restored(draft.id, 1, by="Ana")
    assert len(assistant.history.versions(draft.id)) == 1
