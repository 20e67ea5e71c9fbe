"""Terms of whole statements: scored as BM25 says, seen by other processes, made anew where the file is damaged."""

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.domain import Bilingual, Form, Source, Statement
from assistant.retrieval import terms as terms_module
from assistant.retrieval.glossary import Expansion
from assistant.retrieval.lexical import stems_of
from assistant.retrieval.passages import passages_of
from assistant.retrieval.termfile import Terms, occasion_of, terms_of
from assistant.retrieval.terms import K1, B, TermIndex
from assistant.text.words import content_stems

PLAIN = Statement(
    id="s",
    speaker="Persona de Prueba",
    role="Vocera",
    date=date(2026, 1, 20),
    venue="",
    lang="es",
    text="",
    form=Form.VERBATIM,
    source=Source(title="Prueba", ref="prueba.txt", locator=None),
)


def said(statement_id: str, text: str, **more: object) -> Statement:
    return replace(PLAIN, id=statement_id, text=text, **more)  # type: ignore[arg-type]


def entries(statements: Sequence[Statement]) -> list[Terms]:
    return [terms_of(each, [(p, stems_of(p)) for p in passages_of(each)]) for each in statements]


@pytest.fixture
def index(tmp_path: Path) -> TermIndex:
    return TermIndex(tmp_path / "terms.sqlite3")


def of(index: TermIndex, text: str, part: str = "statement", lang: str = "es", **more: object) -> dict[str, float]:
    scores = index.scores(text, lang, **more)  # type: ignore[arg-type]
    values = getattr(scores, part)
    return {each: float(values[row]) for each, row in scores.table.row_of.items() if scores.table.here[row]}


def test_scores_are_bm25_in_standard_deviations(index: TermIndex) -> None:
    draw = random.Random(3)
    words = ["puerto", "faro", "barco", "ancla", "viento", "isla", "mapa", "remo"]
    texts = {f"s{n}": " ".join(draw.choices(words, k=draw.randint(3, 12))) for n in range(30)}
    index.replace([], entries([said(each, text) for each, text in texts.items()]), 1)
    about = content_stems("Persona de Prueba Vocera enero 2026", "es")
    bags = {each: Counter([*content_stems(text, "es"), *dict.fromkeys(about)]) for each, text in texts.items()}
    mean = sum(bag.total() for bag in bags.values()) / len(bags)
    expected = dict.fromkeys(bags, 0.0)
    for stem in content_stems("faro y viento", "es"):
        holders = sum(stem in bag for bag in bags.values())
        rarity = math.log(1 + (len(bags) - holders + 0.5) / (holders + 0.5))
        for each, bag in bags.items():
            norm = K1 * (1 - B + B * bag.total() / mean)
            expected[each] += rarity * bag[stem] * (K1 + 1) / (bag[stem] + norm)
    values = np.array(list(expected.values()))
    standard = dict(zip(expected, (values - values.mean()) / values.std(), strict=True))
    assert of(index, "faro y viento") == pytest.approx(standard)


def test_a_text_in_the_other_language_has_no_words_to_share_but_names_and_figures(index: TermIndex) -> None:
    line = Bilingual(es="El faro guía.", en="The lighthouse guides.")
    both = said("both", "Habló el capitán Ximénez de 417 barcos.", lines=(line,))
    index.replace([], entries([both, said("es", "El faro guía a los barcos."), said("none", "Nada que ver.")]), 1)
    scores = index.scores("What did captain Ximénez say about the 417 ships?", "en")
    assert {each for each, row in scores.table.row_of.items() if scores.has_words[row]} == {"both"}
    assert scores.statement[scores.table.row_of["es"]] == 0.0
    english = replace(PLAIN, id="other", lang="en", text="The lighthouse is closed on Mondays.")
    index.replace([], entries([english]), 2)
    found = of(index, "What did captain Ximénez say about the 417 ships?", lang="en")
    assert found["both"] > found["other"]


def test_who_spoke_where_and_when_counts_as_words(index: TermIndex) -> None:
    here = said("here", "Buenas tardes.", venue="Faro de Mazatlán", date=date(2025, 3, 4))
    index.replace([], entries([here, said("there", "Buenas tardes."), said("also", "Buenas noches.")]), 1)
    for question in ("¿Qué se dijo en el faro?", "marzo de 2025"):
        found = of(index, question)
        assert max(found, key=lambda each: found[each]) == "here"


def test_a_turn_is_known_by_what_was_said_around_it(index: TermIndex) -> None:
    talk = ["Hoy hablamos del faro y sus lámparas.", "Sí, se mantiene.", "El faro cierra los lunes."]
    rest = ["Hoy hablamos de la isla.", "Sí, se mantiene.", "La isla está lejos."]
    turns = [said(f"{day}-t{n:03d}", text) for day, texts in (("a", talk), ("b", rest)) for n, text in enumerate(texts)]
    index.replace([], entries([*turns, said("alone", "El faro es alto.")]), 1)
    around = of(index, "¿Qué pasa con el faro?", "occasion")
    assert around["a-t001"] == around["a-t000"] > around["b-t001"]
    assert around["alone"] == 0.0
    own = of(index, "¿Qué pasa con el faro?")
    assert own["a-t001"] == own["b-t001"] < own["alone"]


def test_a_turn_goes_on_where_the_one_before_is_on_record(index: TermIndex) -> None:
    turns = [said(f"x-t{n:03d}", "Hola.") for n in (0, 1, 3, 5)]
    index.replace([], entries([*turns, said("y-t002", "Hola."), said("z", "Hola.")]), 1)
    table = index.table()
    assert {each for each, row in table.row_of.items() if table.goes_on[row]} == {"x-t001"}
    index.replace(["x-t000"], [], 2)
    assert not index.table().goes_on.any()


def test_topics_of_a_question_mark_statements(index: TermIndex) -> None:
    index.replace([], entries([said("a", "Hola.", topics=("agua",)), said("b", "El agua.", topics=("mar",))]), 1)
    assert of(index, "agua", "topical", topics=["agua"]) == {"a": 1.0, "b": 0.0}


def test_months_of_a_question_mark_statements_made_then_whatever_they_speak_of(index: TermIndex) -> None:
    made = {"then": date(2026, 1, 20), "before": date(2025, 1, 20), "after": date(2026, 2, 20)}
    said_then = [said(each, "Fue en febrero de 2026.", date=day) for each, day in made.items()]
    index.replace([], entries(said_then), 1)
    assert of(index, "en enero de 2026", "dated") == {"then": 1.0, "before": 0.0, "after": 0.0}
    assert of(index, "in January", "dated", lang="en") == {"then": 1.0, "before": 1.0, "after": 0.0}
    assert not any(of(index, "este año", "dated").values())


def test_another_name_counts_nearly_as_much_as_the_one_asked_for(index: TermIndex) -> None:
    texts = {"own": "La ARPIA publicó su informe.", "other": "La Red Insular de Parques publicó su informe."}
    rest = {f"r{n}": "El museo publicó su informe." for n in range(9)}
    index.replace([], entries([said(each, text) for each, text in (texts | rest).items()]), 1)
    names = Expansion(
        name="ARPIA",
        concept="arpia",
        others=("Red Insular de Parques",),
        stems=tuple(content_stems("ARPIA", "es")),
        other_stems=(tuple(content_stems("Red Insular de Parques", "es")),),
    )
    found = of(index, "informe de la ARPIA", expansions=[names])
    assert found["own"] > found["other"] > found["r0"]
    plain = of(index, "informe de la ARPIA")
    assert plain["other"] <= plain["r0"]


def test_what_is_replaced_or_removed_is_gone_for_other_readers_too(
    index: TermIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = TermIndex(tmp_path / "terms.sqlite3")
    index.replace([], entries([said(f"s{n}", "El faro cierra.") for n in range(6)]), 3)
    assert reader.ids() == {f"s{n}" for n in range(6)}
    index.replace(["s1", "s2"], entries([said("s2", "La isla abre.")]), 5)
    assert reader.ids() == {"s0", "s2", "s3", "s4", "s5"}
    assert of(reader, "isla")["s2"] == max(of(reader, "isla").values()) > 0
    monkeypatch.setattr(terms_module, "WASTE", -2)
    assert len(reader.table().ids) == 5
    assert of(reader, "faro") == pytest.approx(of(TermIndex(tmp_path / "terms.sqlite3"), "faro"))
    assert reader.seq() == 5
    index.clear()
    assert reader.ids() == frozenset()
    index.replace([], entries([said("new", "Hola.")]), 1)
    assert (reader.ids(), reader.seq()) == ({"new"}, 1)


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100, None])
def test_a_damaged_or_missing_file_has_seen_nothing(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "terms.sqlite3"
    index = TermIndex(path)
    index.replace([], entries([said("s", "El faro.")]), 7)
    index.close()
    for side in ("-wal", "-shm"):
        path.with_name(path.name + side).unlink(missing_ok=True)
    path.unlink() if damage is None else path.write_bytes(damage)
    again = TermIndex(path)
    assert (again.seq(), again.ids()) == (0, frozenset())
    again.replace([], entries([said("s", "El faro.")]), 7)
    assert (again.seq(), again.ids()) == (7, {"s"})


def test_occasions() -> None:
    assert occasion_of("2026-01-20-conferencia-1a2b-t017") == occasion_of("2026-01-20-conferencia-1a2b-t003b")
    assert occasion_of("2026-01-24-sre-third-meeting") == "2026-01-24-sre-third-meeting"
