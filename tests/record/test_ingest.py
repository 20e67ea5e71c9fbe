"""Ingest: a bad file is named and the rest goes on; only the government's words become statements."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.domain import Filters, Form, Statement
from assistant.errors import InputError
from assistant.record.ingest import IngestSummary, ingest
from assistant.record.ledger import bundled_ledger
from assistant.record.readers import READERS, reader_called
from assistant.record.store import RecordStore, StoreChange

PRESIDENT = "PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO"
SECRETARY = "SECRETARIO DE SEGURIDAD Y PROTECCIÓN CIUDADANA, OMAR GARCÍA HARFUCH"
QUESTION = "PREGUNTA"
GOVERNOR = "GOBERNADOR DE SONORA, JUAN LUZ VERA"
TITLE = "Versión estenográfica. Conferencia de prensa de la presidenta Claudia Sheinbaum Pardo del 20 de enero de 2026"
YAML = """\
id: 2026-01-05-invented
date: 2026-01-05
speaker: Ana Luz Vera
role: Secretaria de Pruebas
venue: Comunicado
lang: es
form: paraphrase
text: Dijo que el acueducto avanza.
topics: [water]
source: {title: Acta, ref: conferencia.txt}
"""


def transcript(*turns: tuple[str, str], end: str = "—000—\n") -> str:
    head = f"{TITLE}\nPresidencia de la República\n20 de enero de 2026"
    return "\n---\n".join([head, *(f"{label}\n{words}" for label, words in turns)]) + f"\n{end}"


TURNS = (
    ("MODERADORA", "Damos la palabra a zarzamora."),
    (QUESTION, "Gracias, soy guacamaya de un diario.\n¿Habrá aranceles al acero, según tlacuache?"),
    (PRESIDENT, "No habrá aranceles. Eso está hablado."),
    (GOVERNOR, "En mi estado vemos al chachalaca."),
    (QUESTION, "¿Y las armas del ajolote?"),
    (SECRETARY, "Se aseguraron armas de fuego en la frontera."),
    (QUESTION, "¿Algo más sobre el cenzontle?"),
)
SENTINELS = ("zarzamora", "guacamaya", "tlacuache", "chachalaca", "ajolote", "cenzontle")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordStore]:
    opened = RecordStore(f"sqlite:///{tmp_path / 'record.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "conferencia.txt").write_text(transcript(*TURNS), encoding="utf-8")
    return made


@pytest.fixture
def take(store: RecordStore) -> Callable[..., IngestSummary]:
    def run(*paths: Path, reader: str = "auto") -> IngestSummary:
        return ingest(store, paths, reader=reader, topics=bundled_ledger().topics)

    return run


def everything(store: RecordStore) -> list[Statement]:
    return sorted(store.page(Filters(), limit=1000).statements, key=lambda s: s.id)


def test_a_batch_goes_on_past_every_bad_file(
    folder: Path, store: RecordStore, take: Callable[..., IngestSummary]
) -> None:
    good = (folder / "conferencia.txt").read_bytes()
    bad = {
        "empty.txt": (b" \n", "is empty"),
        "binary.txt": (b"%PDF\x00\x01\x02" * 50, "is binary"),
        "latin.txt": (good.decode().encode("latin-1", "replace"), r"not UTF-8 text \(byte \d+\)"),
        "cut.txt": (good[: good.index(b"frontera")].rstrip(), "cut off"),
        "notes.txt": (b"Lista del mercado\njitomate\n", "No reader recognises"),
        "twin.txt": (good, "same content as 'conferencia.txt'"),
        "broken.yaml": (b"id: [", "'broken.yaml' is not valid YAML"),
        "nodate.yaml": (YAML.replace("2026-01-05\n", "2026-13-40\n").encode(), "field 'date'"),
        "deep.yaml": (b"[" * 200_000, "levels deep"),
    }
    for name, (content, _) in bad.items():
        (folder / name).write_bytes(content)
    (folder / "good.yaml").write_text(YAML, encoding="utf-8")
    (folder / ".hidden").write_bytes(b"\x00")
    hollow = folder.parent / "hollow"
    hollow.mkdir()
    order = [*(folder / name for name in sorted(set(bad) - {"twin.txt"})), folder / "conferencia.txt"]
    summary = take(*order, folder / "twin.txt", folder / "none.txt", hollow, folder / "good.yaml")
    reasons = {Path(rejection.path).name: rejection.reason for rejection in summary.rejected}
    assert set(reasons) == {*bad, "none.txt", "hollow"}
    assert len(summary.rejected) == len(reasons)
    assert [name for name, (_, says) in bad.items() if not re.search(says, reasons[name])] == []
    assert reasons["none.txt"].startswith("There is no such file")
    assert reasons["hollow"].startswith("The folder holds no files")
    assert len(set(reasons.values())) == len(reasons)
    assert all("\n" not in reason and reason.endswith(".") for reason in reasons.values())
    assert summary.files == len(bad) + 2
    assert summary.change == StoreChange(added=3)
    assert store.counts()["sources"] == 2


def test_a_folder_is_read_with_all_its_folders(folder: Path, take: Callable[..., IngestSummary]) -> None:
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "good.yaml").write_text(YAML, encoding="utf-8")
    (folder / ".hidden.txt").write_text("x")
    summary = take(folder)
    assert (summary.files, summary.rejected, summary.change.added) == (2, (), 3)


def test_reading_again_changes_nothing(folder: Path, store: RecordStore, take: Callable[..., IngestSummary]) -> None:
    take(folder)
    before, seq = everything(store), store.last_seq()
    summary = take(folder)
    assert summary.change == StoreChange(unchanged=2)
    assert summary.rejected == ()
    assert (everything(store), store.last_seq()) == (before, seq)


def test_a_corrected_file_replaces_what_it_said(
    folder: Path, store: RecordStore, take: Callable[..., IngestSummary]
) -> None:
    (folder / "good.yaml").write_text(YAML, encoding="utf-8")
    take(folder)
    president, secretary = (s for s in everything(store) if s.form is Form.VERBATIM)
    corrected = [(label, words.replace("No habrá aranceles", "No hay aranceles")) for label, words in TURNS[:5]]
    (folder / "conferencia.txt").write_text(transcript(*corrected), encoding="utf-8")
    summary = take(folder)
    assert summary.change == StoreChange(updated=1, removed=1, unchanged=1)
    changed = store.get(president.id)
    assert changed is not None
    assert changed.text == "No hay aranceles. Eso está hablado."
    assert store.get(secretary.id) is None
    assert [s.id for s in everything(store) if "armas de fuego" in s.text] == []
    paraphrase = store.get("2026-01-05-invented")
    assert paraphrase is not None
    assert paraphrase.source.ref == "conferencia.txt"


def test_journalists_words_are_never_a_position(
    folder: Path, store: RecordStore, take: Callable[..., IngestSummary]
) -> None:
    take(folder)
    statements = everything(store)
    assert [s.text for s in statements] == [
        "No habrá aranceles. Eso está hablado.",
        "Se aseguraron armas de fuego en la frontera.",
    ]
    shown = [(s.text, s.speaker, s.role, s.venue, s.source.title, s.lines, s.figures) for s in statements]
    assert [word for word in SENTINELS if word in str(shown)] == []
    assert "tlacuache" in statements[0].context
    assert "ajolote" in statements[1].context
    assert not any(word in s.context for s in statements for word in ("zarzamora", "chachalaca", "cenzontle"))
    assert [store.page(Filters(), contains=word).total for word in SENTINELS] == [0] * len(SENTINELS)


def test_who_was_set_aside_is_counted(folder: Path, take: Callable[..., IngestSummary]) -> None:
    (folder / "otra.txt").write_text(
        transcript((QUESTION, "¿Sí?"), (PRESIDENT, "Sí."), (GOVERNOR, "También.")), encoding="utf-8"
    )
    summary = take(folder)
    assert dict(summary.set_aside) == {"journalist": 4, "moderator": 1, "guest": 2}
    assert list(summary.speakers.items()) == [("Claudia Sheinbaum Pardo", 2), ("Omar García Harfuch", 1)]


def test_topics_come_from_the_words_unless_the_file_names_them(
    folder: Path, store: RecordStore, take: Callable[..., IngestSummary]
) -> None:
    (folder / "good.yaml").write_text(YAML, encoding="utf-8")
    take(folder)
    paraphrase, president, secretary = everything(store)
    assert paraphrase.topics == ("water",)
    assert "tariffs" in president.topics
    assert "tariffs" not in secretary.topics
    assert "arms-trafficking" in secretary.topics
    assert president.id in store.matching_ids(Filters(topic="tariffs"))


def test_a_statement_says_where_it_was_said(
    folder: Path, store: RecordStore, take: Callable[..., IngestSummary]
) -> None:
    take(folder)
    president, secretary = everything(store)
    assert (president.source.ref, president.source.locator) == ("conferencia.txt", {"turn": 2})
    assert (secretary.source.locator, secretary.role) == ({"turn": 5}, "Secretario de Seguridad y Protección Ciudadana")
    assert {president.form, secretary.form} == {Form.VERBATIM}


def test_progress_counts_every_file(folder: Path, store: RecordStore) -> None:
    (folder / "empty.txt").write_bytes(b"")
    told: list[tuple[str, int, int]] = []
    ingest(store, [folder], progress=lambda *step: told.append(step))
    assert told == [("reading", 1, 2), ("reading", 2, 2)]


def test_a_reader_can_be_named(folder: Path, store: RecordStore, take: Callable[..., IngestSummary]) -> None:
    summary = take(folder / "conferencia.txt", reader="yaml")
    assert len(summary.rejected) == 1
    assert store.counts()["statements"] == 0
    assert [reader_called(reader.name) for reader in READERS] == list(READERS)
    with pytest.raises(InputError, match=r"no reader 'pdf'.*auto, yaml, transcript"):
        reader_called("pdf")


def test_line_ends_and_byte_order_mark_do_not_matter(
    folder: Path, store: RecordStore, take: Callable[..., IngestSummary]
) -> None:
    take(folder)
    before = everything(store)
    path = folder / "conferencia.txt"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert take(folder).change == StoreChange(unchanged=2)
    assert everything(store) == before


def test_a_huge_file_is_refused(folder: Path, take: Callable[..., IngestSummary]) -> None:
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(20_000_001)
    (rejection,) = take(folder).rejected
    assert "larger than 20 MB" in rejection.reason
