"""A brief as a file, in both directions."""

from datetime import date
from pathlib import Path

import pytest

from assistant.domain import Brief, DraftFormat, Filters, Form, Perspective, Tone
from assistant.drafting.brief_file import brief_yaml, parse_brief
from assistant.errors import InputError
from assistant.inputs import read_brief

FULL = Brief(
    topic="Tercera reunión: «Washington»",
    format=DraftFormat.THREAD,
    lang="es",
    context="Una nota\ncon dos líneas: y dos puntos.\n- ¿Y las tropas?",
    voice="Roberto Velasco Álvarez",
    counterpart="Estados Unidos",
    filters=Filters(
        speaker="Velasco", since=date(2026, 1, 1), until=date(2026, 2, 1), topic="water-treaty", form=Form.VERBATIM
    ),
    perspective=Perspective.FIRST_PERSON,
    tone=Tone.FIRM,
    pinned=("2026-01-24-x", "b"),
    dropped=("c",),
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    text = brief_yaml(FULL, alternatives=3)
    again = parse_brief(text, "b.yaml")
    assert again.to_brief() == FULL
    assert again.alternatives == 3
    path = tmp_path / "brief.yaml"
    path.write_text(text, encoding="utf-8")
    assert read_brief(path).to_brief() == FULL


def test_defaults_are_left_out() -> None:
    plain = Brief(topic="Agua", format=DraftFormat.POST, lang="en")
    assert brief_yaml(plain) == "topic: Agua\nformat: post\nlang: en\n"
    assert parse_brief(brief_yaml(plain), "b.yaml").to_brief() == plain


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n- b", "holds no fields"),
        ("topic: x\nformat: poem\nlang: es", "format"),
        ("topic: x\nformat: post\nlang: es\nrun: rm", "run"),
        ("topic: x\nformat: post", "lang"),
        ("topic: " + "x" * 300_000, "at most 200,000"),
    ],
)
def test_what_is_no_brief_is_named(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        parse_brief(text, "b.yaml")
