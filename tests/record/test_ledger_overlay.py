"""The home's `ledger.yaml`: what it adds, replaces and retires, and how it is changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain import Severity
from assistant.errors import InputError, RecordError
from assistant.record.corpus import load_corpus
from assistant.record.home_ledger import HomeLedger
from assistant.record.ledger import bundled_ledger
from assistant.record.ledger_editing import LedgerEditing
from assistant.record.ledger_editors import ledger_editors, may_edit
from assistant.record.ledger_entries import From, entries_of, keys_of, listed, resting_on, stray
from assistant.record.store import RecordStore

NEWEST = "2026-04-30-sheinbaum-chihuahua-foreign-agents"
LINE = "ambassador-contradicts-himself"
AVOIDED: dict[str, Any] = {
    "id": "pacto-de-sangre", "principle": "mutual-respect", "terms": {"es": ["pacto de sangre"], "en": ["blood pact"]},
    "reason": {"es": "No se ha dicho.", "en": "It was never said."}, "severity": "warn", "evidence": [NEWEST],
}  # fmt: skip
BY = {"by": "Ana Prueba", "why": "Acuerdo de la reunión del lunes"}


def home_with(tmp_path: Path, text: str) -> HomeLedger:
    (tmp_path / "ledger.yaml").write_text(text, encoding="utf-8")
    return HomeLedger(tmp_path)


@pytest.fixture
def store(record_url: str) -> Iterator[RecordStore]:
    opened = RecordStore(record_url)
    opened.put(load_corpus())
    yield opened
    opened.close()


@pytest.fixture
def ledgers(tmp_path: Path) -> HomeLedger:
    return HomeLedger(tmp_path)


@pytest.fixture
def editing(ledgers: HomeLedger, tmp_path: Path, store: RecordStore) -> LedgerEditing:
    return LedgerEditing(ledgers, tmp_path, store)


def written(ledgers: HomeLedger) -> Any:
    return yaml.safe_load(ledgers.path.read_text(encoding="utf-8"))


def test_without_a_file_the_bundled_ledger_is_in_force(ledgers: HomeLedger) -> None:
    assert ledgers.current() is bundled_ledger()
    assert ledgers.now().digest == ""


def test_every_bundled_entry_has_a_key_of_its_own() -> None:
    keys = [entry.key for entry in entries_of(bundled_ledger())]
    assert len(keys) == len(set(keys)) > 200


def test_what_is_laid_over_is_in_force_and_the_rest_stays(tmp_path: Path) -> None:
    entry = yaml.safe_dump({"avoided": [AVOIDED]}, allow_unicode=True)
    ledger = home_with(tmp_path, entry).current()
    before = bundled_ledger()
    first = ledger.principles[0]
    assert first.avoided[0].terms.es == ("pacto de sangre",)
    assert first.avoided[1:] == before.principles[0].avoided
    assert ledger.principles[1:] == before.principles[1:]
    assert ledger.moving_figures == before.moving_figures
    assert keys_of(ledger) - keys_of(before) == {"avoid:mutual-respect/pacto-de-sangre"}


def test_two_terms_that_begin_alike_are_both_kept(tmp_path: Path) -> None:
    before = bundled_ledger().principle("reciprocity")
    ledger = home_with(tmp_path, "retired:\n  - {entry: avoid:reciprocity/reciprocidad-2, reason: x}\n").current()
    after = ledger.principle("reciprocity")
    assert before is not None
    assert after is not None
    assert after.avoided == tuple(term for term in before.avoided if term.id != "reciprocidad-2")
    assert len(after.avoided) == len(before.avoided) - 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("avoided:\n  - {id: a}\n", "field 'avoided > a > principle'"),
        ("avoide: []\n", "field 'avoide'"),
        ("principles:\n  - {id: none-such, evidence: [x]}\n", "'principles > none-such'.*no principle"),
        ("principles:\n  - {id: mutual-respect, evidence: []}\n", "'principles > mutual-respect > evidence'"),
        (
            "red_lines:\n  - {id: new, principle: mutual-respect, text: {es: a, en: b}, evidence: [x]}\n",
            "'red_lines > new'.*crossed_by",
        ),
        (
            f"red_lines:\n  - {{id: {LINE}, principle: mutual-respect, text: {{es: a, en: b}}, "
            "crossed_by: {es: [c]}, evidence: [x]}\n",
            f"'red_lines > {LINE}'.*retire it",
        ),
        (
            f"red_lines:\n  - {{id: {LINE}, principle: sovereignty, crossed_by: {{es: [c]}}, evidence: [x]}}\n",
            "belongs to 'mutual-respect'",
        ),
        ("figures:\n  - {id: own, values: [{value: 3, date: 2026-01-01, evidence: [x]}]}\n", "'figures > own'"),
        ("figures:\n  - {id: us-origin-guns, values: [{value: .inf, date: 2026-01-01, evidence: [x]}]}\n", "value"),
        ("retired:\n  - {entry: red-line:x}\n", "'retired > no. 1 > reason'"),
        ("avoided: [\n", "not valid YAML at line"),
    ],
)
def test_a_wrong_file_is_named_with_its_field(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(RecordError, match=rf"ledger\.yaml'.*{says}") as caught:
        home_with(tmp_path, text).current()
    assert "\n" not in str(caught.value)


def test_a_file_that_changes_is_read_again_and_a_wrong_one_is_never_ignored(tmp_path: Path) -> None:
    ledgers = HomeLedger(tmp_path)
    assert ledgers.current() is ledgers.current()
    retire = f"retired:\n  - {{entry: 'red-line:{LINE}', reason: Ya no aplica}}\n"
    (tmp_path / "ledger.yaml").write_text(retire, encoding="utf-8")
    now = ledgers.current()
    assert f"red-line:{LINE}" not in keys_of(now)
    assert now is ledgers.current()
    (tmp_path / "ledger.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    with pytest.raises(RecordError):
        ledgers.current()
    (tmp_path / "ledger.yaml").unlink()
    assert f"red-line:{LINE}" in keys_of(ledgers.current())


def test_topics_of_the_file_are_taken_at_the_start_only(tmp_path: Path) -> None:
    ledgers = HomeLedger(tmp_path)
    before = ledgers.current().topics
    own = "topics:\n  - {id: lunar, es: luna, en: moon, keywords: {es: [luna], en: [moon]}}\n"
    (tmp_path / "ledger.yaml").write_text(own, encoding="utf-8")
    assert ledgers.current().topics == before
    assert HomeLedger(tmp_path).current().topic("lunar") is not None


def test_a_term_is_added_changed_retired_and_restored(editing: LedgerEditing, ledgers: HomeLedger) -> None:
    key = editing.put("avoided", AVOIDED, new=True, **BY)
    assert key == "avoid:mutual-respect/pacto-de-sangre"
    with pytest.raises(InputError, match="already"):
        editing.put("avoided", AVOIDED, new=True, **BY)
    editing.put("avoided", {**AVOIDED, "severity": "block"}, **BY)
    entry = next(each for each in listed(ledgers) if each.key == key)
    assert entry.origin is From.HOME
    assert getattr(entry.what, "severity", None) is Severity.BLOCK
    editing.retire(key, **BY)
    assert key not in keys_of(ledgers.current())
    gone = next(each for each in listed(ledgers) if each.key == key)
    assert gone.retired is not None
    assert gone.retired.reason == BY["why"]
    editing.restore(key, **BY)
    assert key in keys_of(ledgers.current())
    events = editing.events()
    assert [event.action for event in events] == [
        "ledger-restored", "ledger-retired", "ledger-changed", "ledger-added",
    ]  # fmt: skip
    assert {(event.subject, event.by, event.reason) for event in events} == {(key, BY["by"], BY["why"])}


def test_a_red_line_gets_stricter_and_never_weaker(editing: LedgerEditing, ledgers: HomeLedger) -> None:
    before = next(e.what for e in entries_of(bundled_ledger()) if e.key == f"red-line:{LINE}")
    more = {"id": LINE, "principle": "mutual-respect", "crossed_by": {"es": ["Otra frase."]}, "evidence": [NEWEST]}
    editing.put("red_lines", more, **BY)
    after = next(e.what for e in entries_of(ledgers.current()) if e.key == f"red-line:{LINE}")
    assert after.crossed_by.es == (*before.crossed_by.es, "Otra frase.")  # type: ignore[union-attr]
    with pytest.raises(InputError, match="retire it"):
        editing.put("red_lines", {**more, "text": {"es": "a", "en": "b"}, "crossed_by": {"es": ["x"]}}, **BY)
    own = {**more, "id": "own-line", "text": {"es": "a", "en": "b"}}
    editing.put("red_lines", own, new=True, **BY)
    with pytest.raises(InputError, match="wording of a red line stays"):
        editing.put("red_lines", {**own, "text": {"es": "otra", "en": "other"}}, **BY)
    editing.put("red_lines", {**own, "crossed_by": {"en": ["More."]}}, **BY)
    line = next(e.what for e in entries_of(ledgers.current()) if e.key == "red-line:own-line")
    assert (line.crossed_by.es, line.crossed_by.en) == (("Otra frase.",), ("More.",))  # type: ignore[union-attr]


def test_a_figure_gets_the_value_that_its_statement_gives(editing: LedgerEditing, ledgers: HomeLedger) -> None:
    statement = "2026-01-20-harfuch-37-transfers-total-92"
    value = {"value": 37, "date": "2026-01-20", "evidence": [statement]}
    with pytest.raises(InputError, match="does not give the figure 41"):
        editing.put("figures", {"id": "us-origin-guns", "values": [{**value, "value": 41}]}, **BY)
    with pytest.raises(InputError, match="of 2026-01-20, not of 2026-01-21"):
        editing.put("figures", {"id": "us-origin-guns", "values": [{**value, "date": "2026-01-21"}]}, **BY)
    key = editing.put("figures", {"id": "us-origin-guns", "values": [value]}, **BY)
    assert key in keys_of(ledgers.current())
    figure = next(f for f in ledgers.current().moving_figures if f.id == "us-origin-guns")
    assert [each.date for each in figure.values] == sorted(each.date for each in figure.values)
    assert len(figure.values) == 8


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"evidence": []}, "rests on no statement"),
        ({"evidence": ["none-such"]}, "no statement 'none-such'"),
        ({"principle": "none-such"}, "no principle"),
        ({"reason": {"es": "", "en": "x"}}, r"reason\.es"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(
    editing: LedgerEditing, ledgers: HomeLedger, change: dict[str, Any], says: str
) -> None:
    with pytest.raises((InputError, RecordError), match=says):
        editing.put("avoided", {**AVOIDED, **change}, new=True, **BY)
    assert not ledgers.path.exists()
    assert editing.events() == ()


def test_who_and_why_are_asked_for(editing: LedgerEditing, tmp_path: Path) -> None:
    for missing, says in (("by", "who"), ("why", "why")):
        with pytest.raises(InputError, match=says):
            editing.put("avoided", AVOIDED, **{**BY, missing: " "})
    (tmp_path / "clearance_rules.yaml").write_text("levels: 3\nledger_editors: [Bea Núñez]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"'Ana Prueba' may not.*Bea Núñez"):
        editing.put("avoided", AVOIDED, **BY)
    editing.put("avoided", AVOIDED, by="bea nunez", why="x")


def test_whole_principles_figures_and_topics_are_not_retired(editing: LedgerEditing) -> None:
    for key in ("principle:mutual-respect", "figure:us-origin-guns", "topic:trade", "red-line:none-such"):
        with pytest.raises(InputError, match="can be retired"):
            editing.retire(key, **BY)
    with pytest.raises(InputError, match="no retired entry"):
        editing.restore(f"red-line:{LINE}", **BY)


def test_first_lines_of_comment_and_what_others_wrote_stay(editing: LedgerEditing, ledgers: HomeLedger) -> None:
    text = f"# De la oficina\nretired:\n  - {{entry: 'red-line:{LINE}', reason: Ya no aplica}}\n"
    ledgers.path.write_text(text, encoding="utf-8")
    editing.put("avoided", AVOIDED, new=True, **BY)
    assert ledgers.path.read_text(encoding="utf-8").startswith("# De la oficina\n")
    data = written(ledgers)
    assert data["retired"][0]["reason"] == "Ya no aplica"
    assert data["avoided"][0]["terms"]["es"] == ["pacto de sangre"]


def test_a_retired_key_that_names_nothing_is_told(tmp_path: Path) -> None:
    ledgers = home_with(tmp_path, "retired:\n  - {entry: red-line:slip-of-the-pen, reason: x}\n")
    assert [each.entry for each in stray(ledgers)] == ["red-line:slip-of-the-pen"]
    assert keys_of(ledgers.current()) == keys_of(bundled_ledger())


def test_evidence_is_found_by_id_or_told_as_the_ledger_has_it(store: RecordStore) -> None:
    ledger = bundled_ledger()
    found = resting_on([NEWEST, "S 2024-10-01 #3", "none"], ledger, store)
    assert found[NEWEST].statement is not None
    coded = found["S 2024-10-01 #3"]
    assert coded.coded is not None
    assert coded.coded.speaker == "Claudia Sheinbaum Pardo"
    assert found["none"].statement is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("levels: 2\n", ()),
        ("ledger_editors: []\n", ()),
        ("ledger_editors: Ana Prueba\n", ("Ana Prueba",)),
        ("ledger_editors: [Ana  Prueba, Bea]\n", ("Ana Prueba", "Bea")),
    ],
)
def test_editors_are_read(tmp_path: Path, text: str, names: tuple[str, ...]) -> None:
    (tmp_path / "clearance_rules.yaml").write_text(text, encoding="utf-8")
    assert ledger_editors(tmp_path) == names


def test_editors_that_cannot_be_read_open_nothing(tmp_path: Path) -> None:
    assert ledger_editors(tmp_path) == ()
    for text in ("ledger_editors: {a: b}\n", "ledger_editors: [1]\n", "ledger_editors: [\n"):
        (tmp_path / "clearance_rules.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(RecordError, match=r"clearance_rules\.yaml"):
            ledger_editors(tmp_path)
    assert may_edit("anybody", ())
    assert not may_edit(" ", ())
