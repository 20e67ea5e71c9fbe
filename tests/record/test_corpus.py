"""The bundled record keeps its promises, and a malformed statement file is refused by file and field."""

import re
from pathlib import Path

import pytest
import yaml

from assistant.domain import Form, Statement
from assistant.errors import RecordError
from assistant.record.corpus import corpus_digest, load_corpus, statement_files
from assistant.record.ledger import bundled_ledger

CORPUS = load_corpus()
BY_ID = {statement.id: statement for statement in CORPUS}
QUOTES = re.compile(r"[\"“”«»„‟]|(?<!\w)['‘]\w|\w['’](?!\w)")
"""Any mark that presents words as somebody's own; an apostrophe inside or after a word of possession is none."""
POSSESSIVE = re.compile(r"(?<=s)['’](?=\s)")
GOOD = """\
id: 2026-01-01-test
date: 2026-01-01
speaker: Ana Luz
role: Secretaria de Pruebas
venue: Comunicado
lang: es
form: paraphrase
text: >-
  Dijo que la prueba sigue.
topics: [trade]
principles: [sovereignty]
counterpart: Estados Unidos
source:
  title: Acta
  ref: acta.txt
figures: []
lines:
  - es: La prueba sigue.
    en: The test goes on.
"""


def numbers(text: str) -> list[str]:
    """Figures in digits, in any order; "400 mil" and "mil 466" count as the English 400,000 and 1,466."""
    text = re.sub(
        r"(?:(\d+) )?\bmil\b(?! millones)(?: (\d{1,3}))?",
        lambda m: str(int(m[1] or 1) * 1000 + int(m[2] or 0)) if m[1] or m[2] else m[0],
        text,
    )
    found = re.findall(r"\d+(?:[.,]\d+)*", text)
    return sorted(each.replace(",", "") for each in found)


def test_the_figure_finder_reads_both_ways_of_writing() -> None:
    assert numbers("400 mil, mil 466 y 2 mil 30 en 2026, 12.8 millones") == ["12.8", "1466", "2026", "2030", "400000"]
    assert numbers("1,466 of 400,000") == ["1466", "400000"]
    assert numbers("mil millones y 37") == ["37"]


def every(part: str) -> list[tuple[str, str]]:
    if part == "text":
        return [(s.id, s.text) for s in CORPUS]
    return [(s.id, wording) for s in CORPUS for pair in s.lines for wording in (pair.es, pair.en)]


def test_there_are_120_statements_named_after_their_ids() -> None:
    assert len(CORPUS) == len(BY_ID) == 120
    assert [statement.id for statement in CORPUS] == [path.stem for path in statement_files()]
    assert all(s.id.startswith(s.date.isoformat()) for s in CORPUS)


def test_every_statement_is_a_paraphrase() -> None:
    assert {statement.form for statement in CORPUS} == {Form.PARAPHRASE}


@pytest.mark.parametrize("part", ["text", "lines"])
def test_no_words_stand_in_quotation_marks(part: str) -> None:
    marked = [(i, QUOTES.findall(POSSESSIVE.sub("", text))) for i, text in every(part)]
    assert [each for each in marked if each[1]] == []


def test_the_mark_finder_sees_marks() -> None:
    for quoted in ("«no»", "“no”", '"no"', "said 'no' twice", "dijo ‘no’ ayer"):
        assert QUOTES.search(POSSESSIVE.sub("", quoted))
    for plain in ("Mexico's position", "the states' border", "doesn’t"):
        assert not QUOTES.search(POSSESSIVE.sub("", plain))


def test_newer_statements_exist_and_are_not_older() -> None:
    older = [
        (s.id, newer)
        for s in CORPUS
        for newer in s.superseded_by
        if newer not in BY_ID or BY_ID[newer].date < s.date or newer == s.id
    ]
    assert older == []
    assert any(s.superseded_by for s in CORPUS)


def test_superseding_never_runs_in_a_circle() -> None:
    def reach(statement: Statement, seen: tuple[str, ...]) -> None:
        assert statement.id not in seen
        for newer in statement.superseded_by:
            reach(BY_ID[newer], (*seen, statement.id))

    for statement in CORPUS:
        reach(statement, ())


def test_topics_and_principles_are_the_ledgers() -> None:
    ledger = bundled_ledger()
    topics = {topic.id for topic in ledger.topics}
    principles = {principle.id for principle in ledger.principles}
    assert [(s.id, set(s.topics) - topics) for s in CORPUS if not s.topics or set(s.topics) - topics] == []
    assert [(s.id, set(s.principles) - principles) for s in CORPUS if set(s.principles) - principles] == []


def test_every_statement_says_where_it_can_be_read() -> None:
    assert [s.id for s in CORPUS if not s.source.title.strip() or not s.source.ref.strip()] == []


def test_both_wordings_of_a_line_give_the_same_figures() -> None:
    unlike = [(s.id, pair.es, pair.en) for s in CORPUS for pair in s.lines if numbers(pair.es) != numbers(pair.en)]
    assert unlike == []


def test_lines_are_in_both_languages_and_short_enough_to_say() -> None:
    assert [s.id for s in CORPUS if not s.lines] == []
    assert [(i, len(line.split())) for i, line in every("lines") if len(line.split()) > 60] == []


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (statement,) = load_corpus([written(tmp_path, GOOD)])
    assert (statement.id, statement.text) == ("2026-01-01-test", "Dijo que la prueba sigue.")
    assert statement.date.isoformat() == "2026-01-01"


def written(folder: Path, text: str | bytes, name: str = "2026-01-01-test.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def without(field: str) -> str:
    data = yaml.safe_load(GOOD)
    data["date"] = str(data["date"])
    del data[field]
    return yaml.safe_dump(data, allow_unicode=True)


@pytest.mark.parametrize(
    "field", ["id", "date", "speaker", "role", "venue", "lang", "form", "text", "topics", "source"]
)
def test_a_missing_field_is_named(tmp_path: Path, field: str) -> None:
    with pytest.raises(RecordError, match=rf"'2026-01-01-test\.yaml'.*'{field}': Field required"):
        load_corpus([written(tmp_path, without(field))])


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("date: 2026-01-01", "date: 2026-13-40", "date"),
        ("date: 2026-01-01", "date: 31 de enero", "date"),
        ("date: 2026-01-01", "date:", "date"),
        ("lang: es", "lang: fr", "lang"),
        ("form: paraphrase", "form: rumour", "form"),
        ("speaker: Ana Luz", "speaker: '  '", "speaker"),
        ("speaker: Ana Luz", "speaker: [Ana, Luz]", "speaker"),
        ("topics: [trade]", "topics: trade", "topics"),
        ("topics: [trade]", "topics: [Trade and more]", r"topics\.0"),
        ("figures: []", "figurs: []", "figurs"),
        ("  ref: acta.txt", "  ref: ''", r"source\.ref"),
        ("  ref: acta.txt", "  ref: acta.txt\n  page: 3", r"source\.page"),
        ("    en: The test goes on.", "    fr: Oui.", r"lines\.0\.en"),
        ("id: 2026-01-01-test", "id: Prueba Uno", "id"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, old: str, new: str, field: str) -> None:
    assert old in GOOD
    with pytest.raises(RecordError, match=rf"'2026-01-01-test\.yaml'.*field '{field}'") as caught:
        load_corpus([written(tmp_path, GOOD.replace(old, new))])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (GOOD.replace("topics: [trade]", "topics: [trade"), r"not valid YAML at line \d+"),
        (GOOD.encode("latin-1").replace(b"Ana", b"Mar\xeda"), "not UTF-8"),
        ("", "the document as a whole"),
        ("- a\n- b\n", "the document as a whole"),
        ("text: " + "[" * 100_000, "levels deep"),
        ("id: " + "9" * 9_000, "cannot be read"),
        (GOOD + "superseded_by: [2026-01-01-test]\n", "superseded by itself"),
        (GOOD + "superseded_by: [2026-09-09-none]\n", "'superseded_by': there is no statement '2026-09-09-none'"),
    ],
)
def test_a_malformed_file_is_named(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(RecordError, match=says) as caught:
        load_corpus([written(tmp_path, content)])
    assert "2026-01-01-test.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_file_is_named_after_the_id(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"'other\.yaml' has the id '2026-01-01-test'"):
        load_corpus([written(tmp_path, GOOD, "other.yaml")])


def test_the_digest_sees_every_file() -> None:
    assert corpus_digest() == corpus_digest()
    assert re.fullmatch(r"[0-9a-f]{64}", corpus_digest())
