"""The ledger: the four official points kept apart, both languages everywhere, every code resolved."""

import dataclasses
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain import Ledger
from assistant.errors import RecordError
from assistant.record.corpus import load_corpus
from assistant.record.ledger import bundled_ledger, load_ledger
from assistant.resources import resource_dir

LEDGER = bundled_ledger()
FOLDER = resource_dir("corpus")


def raw(name: str = "principles.yaml") -> Any:
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


RAW = raw()


def nodes(value: object, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of a YAML document with the place where it stands."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from nodes(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from nodes(inner, f"{path}.{number}")


def test_the_four_official_points_stand_in_order() -> None:
    assert [point.id for point in LEDGER.official_points] == [
        "sovereignty-and-territorial-integrity",
        "shared-and-differentiated-responsibility",
        "mutual-respect-and-trust",
        "cooperation-without-subordination",
    ]
    assert LEDGER.official_since.isoformat() == "2026-01-12"


def test_the_official_points_are_kept_apart_from_other_positions() -> None:
    listed = [principle for point in LEDGER.official_points for principle in point.principles]
    assert len(listed) == len(set(listed))
    assert set(listed) == {principle.id for principle in LEDGER.principles if principle.official}
    others = {principle.id for principle in LEDGER.principles if not principle.official}
    assert {"non-intervention", "reciprocity", "concrete-results"} <= others


def test_every_wording_is_in_both_languages() -> None:
    bilingual = [(path, node) for path, node in nodes(RAW) if {"es", "en"} & set(node)]
    assert len(bilingual) > 100
    assert [path for path, node in bilingual if not node.get("es") or not node.get("en")] == []
    assert [topic.id for topic in LEDGER.topics if not (topic.keywords.es and topic.keywords.en)] == []
    lines = [line for principle in LEDGER.principles for line in principle.red_lines]
    assert [x.id for x in lines if not (x.crossed_by.es and x.crossed_by.en and x.held_by.es and x.held_by.en)] == []


def test_every_code_resolves() -> None:
    known = {evidence.code for evidence in LEDGER.evidence} | {statement.id for statement in load_corpus()}
    used = {(path, code) for path, node in nodes(RAW) for code in _codes(node)}
    assert len(used) > 100
    assert sorted(each for each in used if each[1] not in known) == []


def _codes(node: dict[str, Any]) -> list[str]:
    found = node.get("evidence", [])
    return [code for code in found if isinstance(code, str)]


def test_codes_and_ids_are_unique() -> None:
    lines = [line.id for principle in LEDGER.principles for line in principle.red_lines]
    for ids in (
        lines,
        [evidence.code for evidence in LEDGER.evidence],
        [principle.id for principle in LEDGER.principles],
        [topic.id for topic in LEDGER.topics],
        [figure.id for figure in LEDGER.moving_figures],
    ):
        assert ids
        assert [i for i, count in Counter(ids).items() if count > 1] == []


def test_every_code_says_its_own_date() -> None:
    dated = [(e.code, e.date.isoformat()) for e in LEDGER.evidence if re.search(r"\d{4}-\d{2}-\d{2}", e.code)]
    assert dated
    assert [code for code, day in dated if day not in code] == []


@pytest.mark.parametrize("lang", ["es", "en"])
def test_no_example_both_crosses_and_holds(lang: str) -> None:
    lines = [line for principle in LEDGER.principles for line in principle.red_lines]
    crossing = {_plain(s) for line in lines for s in line.crossed_by.get(lang)}
    holding = {_plain(s) for line in lines for s in line.held_by.get(lang)}
    assert crossing
    assert holding
    assert crossing & holding == set()


def _plain(sentence: str) -> str:
    return " ".join(re.findall(r"\w+", sentence.lower()))


def test_moving_figures_run_forward() -> None:
    for figure in LEDGER.moving_figures:
        days = [value.date for value in figure.values]
        assert days == sorted(days), figure.id
        assert figure.values


def test_lookups() -> None:
    first = LEDGER.principles[0]
    assert LEDGER.principle(first.id) is first
    assert LEDGER.principle("none") is None
    assert LEDGER.topic("trade") in LEDGER.topics
    assert LEDGER.topic("none") is None


def test_the_ledger_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        LEDGER.official_points = ()  # type: ignore[misc]


SMALL = """\
version: 1
official_list:
  since: 2026-01-12
  evidence: [A]
  note: {es: nota, en: note}
  points:
    - {id: one, name: {es: uno, en: one}, principles: [respect]}
principles:
  - id: respect
    official: true
    name: {es: respeto, en: respect}
    meaning: {es: m, en: m}
    evidence: [A]
    red_lines:
      - {id: line, text: {es: a, en: b}, evidence: [A]}
    avoided:
      - {terms: {es: [x], en: [y]}, reason: {es: r, en: r}, severity: warn}
evidence:
  - {code: A, speaker: Ana, date: 2026-01-12, title: T, ref: r.txt, turn: 3}
"""
TOPICS = "topics:\n  - {id: trade, es: comercio, en: trade, keywords: {es: [comercio], en: [trade]}}\n"


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Ledger]:
    def load(principles: str | bytes = SMALL, topics: str = TOPICS) -> Ledger:
        data = principles if isinstance(principles, bytes) else principles.encode()
        (tmp_path / "principles.yaml").write_bytes(data)
        (tmp_path / "topics.yaml").write_text(topics, encoding="utf-8")
        return load_ledger(tmp_path)

    return load


def test_a_small_ledger_loads(small: Callable[..., Ledger]) -> None:
    ledger = small()
    assert [p.id for p in ledger.principles] == ["respect"]
    assert ledger.principles[0].red_lines[0].principle_id == "respect"
    assert ledger.principles[0].avoided[0].rejecting_ok is True
    assert ledger.evidence[0].turn == 3


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("since: 2026-01-12", "since: 2026-02-30", r"field 'official_list\.since'"),
        ("    official: true\n", "", r"field 'principles\.0\.official'"),
        ("meaning: {es: m, en: m}", "meaning: {es: m}", r"field 'principles\.0\.meaning\.en'"),
        ("severity: warn", "severity: fatal", r"field 'principles\.0\.avoided\.0\.severity'"),
        ("    red_lines:", "    red_line:", r"field 'principles\.0\.red_line'"),
        ("version: 1", "version: one", "field 'version'"),
        ("principles: [respect]}", "principles: [regard]}", r"'official_list\.points': no principle 'regard'"),
        ("turn: 3}", "turn: three}", r"field 'evidence\.0\.turn'"),
        ("version: 1", "version: [", "not valid YAML at line"),
    ],
)
def test_a_malformed_ledger_is_named(small: Callable[..., Ledger], old: str, new: str, says: str) -> None:
    assert old in SMALL
    with pytest.raises(RecordError, match=rf"'principles\.yaml'.*{says}") as caught:
        small(SMALL.replace(old, new))
    assert "\n" not in str(caught.value)


def test_malformed_topics_are_named(small: Callable[..., Ledger]) -> None:
    with pytest.raises(RecordError, match=r"'topics\.yaml', field 'topics\.0\.en'"):
        small(topics=TOPICS.replace("en: trade, ", ""))
    with pytest.raises(RecordError, match=r"'principles\.yaml' is not UTF-8"):
        small(SMALL.encode("utf-8").replace(b"respeto", b"atenci\xf3n"))


@pytest.mark.parametrize("name", ["principles.yaml", "topics.yaml"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(RecordError, match=rf"'{name}' is missing"):
        load_ledger(tmp_path)
