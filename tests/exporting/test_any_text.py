"""Whatever a text holds, the file opens and every word is in it; what would deceive is written out."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.exporting import EXPORT_FORMATS, About, Cleared, export
from assistant.exporting.document import safe_text
from tests.exporting.samples import carried, citation, draft, text_of

ANY = st.text(alphabet=st.characters(), max_size=60)
TRICKY = st.sampled_from(
    ["\x00\x1b", "\ud800", "\u202egnp.exe", "\u2067مرحبا", "👩‍👩‍👧‍👦🇲🇽", "שלום", "<w:p/>&amp;", "\ufffe", "\x0b\x0c\x85\u2028", "a\r\nb\tc", "]]>"]
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(ANY, TRICKY), min_size=1, max_size=4).map("".join))
def test_every_word_of_any_text_is_in_a_word_file_that_opens(text: str) -> None:
    sample = draft(
        items=[carried(text, "s-1"), carried(text, "s-2", part="post")],
        brief={"topic": text, "voice": text, "context": text},
        citations=[citation(1, speaker=text, text=text), citation(2, form="verbatim", text=text, role=text)],
    )
    data = export(sample, "docx")
    Document(BytesIO(data))
    shown = set(text_of(data, "docx").split())
    assert set(safe_text(text).split()) <= shown | {f"«{word}" for word in shown}


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_control_characters_are_left_out(to: str) -> None:
    text = text_of(export(draft(items=[carried("Se\x00gu\x0bri\x1bdad\ud800 😀 ya", "s-1")]), to), to)
    assert "Seguridad 😀 ya" in text


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_what_turns_letters_round_is_written_out(to: str) -> None:
    cleared = Cleared(by="Eva\u202etxt.cod Ruiz", at=datetime(2026, 1, 1, tzinfo=UTC), digest="a" * 64)
    text = text_of(export(draft(), to, about=About(cleared=cleared)), to)
    assert "Eva⟨U+202E⟩txt.cod Ruiz" in text
    assert "\u202e" not in text


def test_words_from_right_to_left_keep_their_marks_and_close_them() -> None:
    assert safe_text("\u2067שלום") == "\u2067שלום\u2069"
    assert safe_text("\u202bשלום\u202c ya") == "\u202bשלום\u202c ya"
    assert safe_text("\u2067hola") == "⟨U+2067⟩hola"


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_a_huge_text_is_whole(to: str) -> None:
    words = " ".join(f"palabra{n}" for n in range(5_000))
    assert len(words) > 50_000
    text = text_of(export(draft(items=[carried(words, "s-1")], citations=[citation(1, text=words)]), to), to)
    assert len(re.findall(r"palabra\d+", text)) == 10_000
