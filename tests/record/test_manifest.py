"""The manifest: the most specific entry counts, nothing is mixed, and a mistake in it names file and field."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.domain import Authority, Form
from assistant.errors import InputError
from assistant.record.ledger import bundled_ledger
from assistant.record.loads import Load
from assistant.record.manifest import declared_for, load_manifest
from assistant.record.readers import Declared

Lay = Callable[..., Path]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Lay a manifest and empty files into a folder; return the folder."""

    def write(manifest: str, *files: str) -> Path:
        top = tmp_path / "fuentes"
        for name in files:
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            (top / name).write_text("x")
        top.mkdir(exist_ok=True)
        (top / "sources.yaml").write_text(manifest, encoding="utf-8")
        return top

    return write


def refusal(top: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_manifest(top / "sources.yaml", bundled_ledger().topics)
    return str(caught.value)


def test_every_field_reaches_the_reader_as_declared(lay: Lay) -> None:
    top = lay(
        "folders:\n- {path: discursos, reader: table, speaker: Persona de Prueba, role: Vocera, venue: Foro, lang: en,\n"
        "   form: paraphrase, authority: communique, counterpart: Canadá, topics: [energy], title: Acta,\n"
        "   columns: {text: Contenido}}\n",
        "discursos/a.csv",
    )
    (file,) = Load(reader="auto", declared=Declared(venue="Otro"), topics=bundled_ledger().topics).files([top])
    assert file.reader == "table"
    assert file.declared == Declared(
        speaker="Persona de Prueba", role="Vocera", venue="Foro", lang="en", form=Form.PARAPHRASE, title="Acta",
        authority=Authority.COMMUNIQUE, counterpart="Canadá", topics=("energy",), columns={"text": "Contenido"},
    )  # fmt: skip


def test_the_most_specific_entry_counts_whole(lay: Lay) -> None:
    top = lay(
        "folders:\n- {path: ., venue: todo}\n- {path: a, venue: carpeta, role: Vocera}\n- {path: 'a/*.md', venue: patrón}\n"
        "- {path: 'a/n*.md', venue: patrón largo}\n- {path: a/nota.md, venue: archivo}\n- {path: a/b, venue: honda}\n",
        "r.md", "a/x.txt", "a/x.md", "a/nueva.md", "a/nota.md", "a/b/c/y.md",
    )  # fmt: skip
    files = Load(reader="auto", declared=Declared()).files([top])
    venues = {str(file.path.relative_to(top)): file.declared.venue for file in files}
    assert venues == {
        "r.md": "todo", "a/x.txt": "carpeta", "a/x.md": "patrón", "a/nueva.md": "patrón largo",
        "a/nota.md": "archivo", "a/b/c/y.md": "honda",
    }  # fmt: skip
    assert load_manifest(top / "sources.yaml").entry_for(top / "a/b/c/y.md").role == ""  # type: ignore[union-attr]


def test_the_command_line_fills_what_the_manifest_leaves_open(lay: Lay) -> None:
    top = lay("folders: [{path: a, form: verbatim}]", "a/x.md")
    entry = load_manifest(top / "sources.yaml").entry_for(top / "a/x.md")
    outer = Declared(form=Form.PARAPHRASE, venue="Foro", speaker="Persona de Prueba", role="Vocera")
    filled = declared_for(entry, outer)
    assert (filled.form, filled.venue, filled.speaker, filled.role) == (
        Form.VERBATIM, "Foro", "Persona de Prueba", "Vocera",
    )  # fmt: skip


def test_a_role_is_never_taken_over_for_another_speaker(lay: Lay) -> None:
    top = lay("folders: [{path: a, speaker: Otra Persona}]", "a/x.md")
    entry = load_manifest(top / "sources.yaml").entry_for(top / "a/x.md")
    assert declared_for(entry, Declared(speaker="Persona de Prueba", role="Vocera")).role == ""
    assert declared_for(entry, Declared(speaker="Otra Persona", role="Vocera")).role == "Vocera"


def test_the_manifest_itself_stands_for_what_it_names(lay: Lay) -> None:
    top = lay("folders: [{path: a}, {path: a/b}, {path: c.md}]", "a/x.md", "a/b/y.md", "c.md", "d.md")
    named = [file.path.name for file in Load(reader="auto", declared=Declared()).files([top / "sources.yaml"])]
    assert sorted(named) == ["c.md", "x.md", "y.md"]
    whole = [file.path.name for file in Load(reader="auto", declared=Declared()).files([top, top / "sources.yaml"])]
    assert sorted(whole) == ["c.md", "d.md", "x.md", "y.md"]


def test_whole_paths_may_lead_elsewhere_and_others_may_not(lay: Lay, tmp_path: Path) -> None:
    (tmp_path / "fuera").mkdir()
    (tmp_path / "fuera" / "z.md").write_text("x")
    top = lay(f"folders: [{{path: '{tmp_path / 'fuera'}', venue: Lejos}}]", "a.md")
    files = {file.path.name: file.declared.venue for file in Load(reader="auto", declared=Declared()).files([top])}
    assert files == {"a.md": "", "z.md": "Lejos"}
    assert "leads out of the manifest's folder" in refusal(lay("folders: [{path: ../fuera}]"))
    assert "leads out of the manifest's folder" in refusal(lay("folders: [{path: '../fu*'}]"))


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ("folders: [{path: a, venu: Foro}]", "'folders.0.venu'"),
        ("folders: [{venue: Foro}]", "'folders.0.path'"),
        ("folders: [{path: a}, {path: b, form: literal}]", "'folders.1.form'"),
        ("folders: [{path: a, authority: law}]", "'folders.0.authority'"),
        ("folders: [{path: a, lang: fr}]", "'folders.0.lang'"),
        ("folders: [{path: a, reader: word}]", "'folders.0.reader': there is no reader 'word'"),
        ("folders: [{path: a, topics: [energy, bananas]}]", "'folders.0.topics': there is no topic 'bananas'"),
        ("folders: [{path: a, columns: {txt: X}}]", "'folders.0.columns': A table has no field 'txt'"),
        ("folders: [{path: a}, {path: ./a}]", "'folders.1.path': './a' is listed already as entry 0"),
        ("folders: []", "'folders'"),
        ("carpetas: []", "'folders'"),
        ("", "the document as a whole"),
        ("folders: [", "not valid YAML at line"),
        ("[" * 100_000, "levels deep"),
    ],
)
def test_a_mistake_names_file_and_field(manifest: str, says: str, lay: Lay) -> None:
    message = refusal(lay(manifest, "a/x.md"))
    assert says in message
    assert "'sources.yaml'" in message
    assert "\n" not in message


def test_a_faulty_manifest_keeps_its_folder_from_being_read(lay: Lay) -> None:
    top = lay("folders: [{path: a, frm: verbatim}]", "a/x.md")
    load = Load(reader="auto", declared=Declared())
    assert list(load.files([top])) == []
    assert [path for path, _ in load.search.refused] == [top]


def test_entries_that_find_nothing_are_named_and_the_rest_read(lay: Lay) -> None:
    top = lay("folders: [{path: nada}, {path: 'x*'}, {path: a}]", "a/y.md")
    load = Load(reader="auto", declared=Declared())
    assert [file.path.name for file in load.files([top])] == ["y.md"]
    assert [path.name for path, _ in load.search.refused] == ["folders.1", "folders.0"]


def test_a_manifest_deeper_down_is_named_and_no_statement(lay: Lay) -> None:
    top = lay("folders: [{path: a}]", "a/y.md", "a/sources.yaml")
    load = Load(reader="auto", declared=Declared())
    assert [file.path.name for file in load.files([top])] == ["y.md"]
    ((path, why),) = load.search.refused
    assert path == top / "a" / "sources.yaml"
    assert "at the top of a folder" in why
