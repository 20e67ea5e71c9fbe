"""Nearness in meaning, each language measured by itself. Words are invented, cosines are given."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.domain import Bilingual, Form, Source, Statement
from assistant.retrieval.lexical import stems_of
from assistant.retrieval.nearness import FEWEST, SAMPLE, Languages, best_passages, standing_out
from assistant.retrieval.passages import passages_of, statement_id_of
from assistant.retrieval.termfile import terms_of
from assistant.retrieval.terms import Table, TermIndex

OVERALL = (0.5, 0.1)
SPANISH, BOTH = 200, 40


def said(statement_id: str, *, both: bool) -> Statement:
    plain = Statement(
        id=statement_id,
        speaker="Persona de Prueba",
        role="Vocera",
        date=date(2026, 1, 20),
        venue="",
        lang="es",
        text="El faro de la isla necesita otra escalera.",
        form=Form.VERBATIM,
        source=Source(title="Prueba", ref="prueba.txt", locator=None),
    )
    lines = (Bilingual(es="El faro cierra.", en="The lighthouse closes."),)
    return replace(plain, lines=lines) if both else plain


def record(folder: Path, spanish: int, both: int) -> tuple[Table, dict[str, float]]:
    """Return a table of statements, and a cosine for each of their passages: English ones are nearer to all."""
    statements = [said(f"s{n}", both=n < both) for n in range(spanish + both)]
    cut = {each.id: passages_of(each) for each in statements}
    index = TermIndex(folder / "terms.sqlite3")
    index.replace([], [terms_of(each, [(p, stems_of(p)) for p in cut[each.id]]) for each in statements], 1)
    draw = np.random.default_rng(5)
    cosines = {
        passage.id: float(draw.normal(0.8 if passage.lang == "en" else 0.6, 0.02))
        for passages in cut.values()
        for passage in passages
    }
    return index.table(), cosines


def test_each_language_has_its_own_background(tmp_path: Path) -> None:
    table, cosines = record(tmp_path, SPANISH, BOTH)
    asked: list[Collection[str]] = []

    def cosines_of(ids: Collection[str]) -> dict[str, float]:
        asked.append(ids)
        return {passage: cosine for passage, cosine in cosines.items() if statement_id_of(passage) in ids}

    languages = Languages()
    found = languages.backgrounds(table, OVERALL, cosines_of)
    assert found["en"] == pytest.approx((0.8, 0.02), abs=0.01)
    assert found["es"] == pytest.approx((0.6, 0.02), abs=0.01)
    assert BOTH <= len(asked[0]) <= 2 * SAMPLE
    assert languages.backgrounds(table, OVERALL, cosines_of) == found


def test_a_record_in_one_language_and_one_without_vectors_have_the_overall_background(tmp_path: Path) -> None:
    for name, spanish, both in (("one", 50, 0), ("few", 3, FEWEST // 3)):
        (tmp_path / name).mkdir()
        table, cosines = record(tmp_path / name, spanish, both)
        found = Languages().backgrounds(table, OVERALL, lambda ids, of=cosines: of if ids else {})  # type: ignore[misc]
        assert found["en"] == OVERALL
    assert Languages().backgrounds(table, OVERALL, lambda _: {}) == {"es": OVERALL, "en": OVERALL}


def test_statements_of_which_one_language_was_seen_are_looked_up(tmp_path: Path) -> None:
    table, cosines = record(tmp_path, 2, 2)
    whole = best_passages(cosines, None)
    assert Languages().half_seen(whole, table) == []
    assert Languages().half_seen(best_passages(cosines, "es"), table) == ["s0", "s1"]
    assert Languages().half_seen({"unknown": {"es": 0.9}}, table) == []


def test_the_nearest_passage_of_each_language_counts() -> None:
    cosines = {"a#text:es:0-9": 0.7, "a#line:es:0": 0.9, "a#line:en:0": 0.8, "b#text:en:0-9": 0.6}
    assert best_passages(cosines, None) == {"a": {"es": 0.9, "en": 0.8}, "b": {"en": 0.6}}
    assert best_passages(cosines, "en") == {"a": {"en": 0.8}, "b": {"en": 0.6}}


def test_what_stands_out_in_both_languages_comes_before_what_does_in_one() -> None:
    backgrounds = {"es": (0.6, 0.1), "en": (0.8, 0.05)}
    best = {"both": {"es": 0.8, "en": 0.9}, "one": {"es": 0.8, "en": 0.8}, "only": {"es": 0.8}}
    found = standing_out(["both", "one", "only", "unseen"], best, backgrounds, 0.5)
    assert found[:3] == pytest.approx([2.0, 1.5, 2.0])
    assert np.isnan(found[3])
    assert standing_out(["one"], best, backgrounds, 0.0) == pytest.approx([2.0])
