"""The registry of speakers, the home's own file over it, and who is on the record. People here are invented."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.domain import Unattributed
from assistant.errors import RecordError
from assistant.record.people import labels_to_review, snippet, speakers_on_record
from assistant.record.readers.labels import Kind, read_label, resolve
from assistant.record.readers.speakers import FILE, Registry, bundled_registry, load_registry
from assistant.record.store import RecordStore
from assistant.resources import resource_dir

DAY = date(2026, 1, 20)


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], Registry]:
    """Load the registry with these words in the home's own file."""

    def load(text: str) -> Registry:
        (tmp_path / FILE).write_text(text, encoding="utf-8")
        return load_registry(tmp_path)

    return load


def kind(label: str, registry: Registry) -> Kind:
    return resolve(read_label(label, DAY, registry), DAY, {}, registry).kind


def test_a_home_without_a_file_has_the_bundled_registry(tmp_path: Path) -> None:
    assert load_registry(tmp_path) == bundled_registry()
    (tmp_path / FILE).write_text("# nothing yet\n", encoding="utf-8")
    assert load_registry(tmp_path) == bundled_registry()


def test_the_homes_people_are_added_and_replace_those_of_the_same_name(own: Callable[[str], Registry]) -> None:
    registry = own(
        "people:\n"
        "  - name: Persona de Prueba\n    variants: [Ana Prueba]\n    roles: [{role: Vocera de prueba, since: 2026-01-01}]\n"
        "  - name: omar garcía harfuch\n    roles: [{role: Cargo de prueba}]\n"
    )
    settled = resolve(read_label("ANA PRUEBA", DAY, registry), DAY, {}, registry)
    assert (settled.kind, settled.name, settled.role) == (Kind.GOVERNMENT, "Persona de Prueba", "Vocera de prueba")
    assert kind("ANA PRUEBA", bundled_registry()) is Kind.UNATTRIBUTED
    replaced = registry.person("OMAR GARCÍA HARFUCH")
    assert replaced is not None
    assert [role.role for role in replaced.roles] == ["Cargo de prueba"]
    assert kind("MARCELO EBRARD CASAUBON", registry) is Kind.GOVERNMENT


def test_somebody_known_who_never_speaks_for_the_government_is_a_guest(own: Callable[[str], Registry]) -> None:
    registry = own("people:\n  - {name: Persona de Prueba, government: false, roles: [{role: Cantante}]}\n")
    assert kind("PERSONA DE PRUEBA", registry) is Kind.GUEST
    assert kind("SECRETARIA DE TURISMO, PERSONA DE PRUEBA", registry) is Kind.GUEST
    assert kind("CANTANTE, PERSONA DE PRUEBA", registry) is Kind.GUEST


def test_the_homes_words_are_added(own: Callable[[str], Registry]) -> None:
    registry = own(
        "labels: {journalist: [CORRESPONSAL], guest: [VISITANTE], voice: [CADETE]}\n"
        "honorifics: [MAYOR]\n"
        "spellings: {inventum: InventUM}\n"
        "federal: {offices: [COORDINADORA DE PRUEBAS], institutions: [AGENCIA INVENTADA]}\n"
        "institutions:\n  - {name: Agencia Inventada, role: Comunicado institucional, sites: [prueba.mx]}\n"
    )
    assert kind("CORRESPONSAL DE UN DIARIO", registry) is Kind.JOURNALIST
    assert kind("VISITANTE, ARMANDO PRUEBA", registry) is Kind.GUEST
    assert kind("CADETE DE PRIMER AÑO", registry) is Kind.VOICE  # moved from the bundled file's guests
    assert kind("PREGUNTA", registry) is Kind.JOURNALIST
    assert kind("COORDINADORA DE PRUEBAS, ANA LUZ VERA", registry) is Kind.GOVERNMENT
    assert kind("DIRECTOR GENERAL DE LA AGENCIA INVENTADA, MAYOR JUAN LUZ VERA", registry) is Kind.GOVERNMENT
    found = registry.institution_at("https://www.prueba.mx/comunicado-1")
    assert found is not None
    assert found.name == "Agencia Inventada"


def test_a_new_secretary_is_believed_once_in_the_registry(own: Callable[[str], Registry]) -> None:
    label = "SECRETARIA DE TURISMO, PERSONA DE PRUEBA"
    assert kind(label, bundled_registry()) is Kind.UNATTRIBUTED
    registry = own(
        "people:\n  - {name: Persona de Prueba, roles: [{role: Secretaria de Turismo, since: 2026-01-15}]}\n"
    )
    assert kind(label, registry) is Kind.GOVERNMENT


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("peple: []\n", "'peple'"),
        ("people: [{nome: Ana}]\n", r"'people\.0\.name'"),
        ("people: [{name: Ana Vera, roles: [{role: X, since: ayer}]}]\n", r"'people\.0\.roles\.0\.since'"),
        ("people: [{name: Ana Vera, roles: [{role: ''}]}]\n", r"'people\.0\.roles\.0\.role'"),
        (
            "people: [{name: Ana Vera, roles: [{role: X, since: 2026-02-01, until: 2026-01-01}]}]\n",
            "`since` is later than `until`",
        ),
        ("people: [{name: Ana Vera, variants: [Roberto Velasco]}]\n", "'Roberto Velasco' belongs to both"),
        ("people: [{name: Ana Vera, accounts: ['@SRE_mx']}]\n", "'accounts': the account 'SRE_mx' belongs to both"),
        ("institutions: [{name: Otra, role: X, sites: [gob.mx/sre]}]\n", "the address 'gob.mx/sre' belongs to both"),
        ("institutions: [{name: Otra, role: X, variants: [SRE]}]\n", "'institutions': the name 'SRE' belongs to both"),
        ("labels: {voice: [VISITA], guest: [Visita]}\n", r"'labels\.guest': 'Visita' stands under 'voice' as well"),
        (
            "people: [{name: Ana Vera, roles: [{role: Presidenta de México, since: 2026-01-01}]}]\n",
            "hold the presidency on the same day",
        ),
        ("- a list\n", "the document as a whole"),
        ("people: [\n", "not valid YAML at line"),
    ],
)
def test_a_wrong_file_is_named_with_its_field_in_one_sentence(
    own: Callable[[str], Registry], tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(RecordError, match=says) as caught:
        own(text)
    assert str(tmp_path / FILE) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("people: [{name: Peña}]".encode("latin-1"))
    with pytest.raises(RecordError, match="not UTF-8"):
        load_registry(tmp_path)
    with pytest.raises(RecordError, match=r"none\.yaml.*cannot be read"):
        load_registry(bundled=tmp_path / "none.yaml")


def test_the_bundled_file_is_held_to_the_same_rules(tmp_path: Path) -> None:
    text = (resource_dir("corpus") / FILE).read_text(encoding="utf-8")
    path = tmp_path / "other.yaml"
    path.write_text(text.replace("honorifics:", "honours:", 1), encoding="utf-8")
    with pytest.raises(RecordError, match=r"other\.yaml.*honours"):
        load_registry(bundled=path)
    path.write_text(text.replace("\npeople:\n", "\npeople:\n  - {name: Claudia Sheinbaum}\n", 1), encoding="utf-8")
    with pytest.raises(RecordError, match="belongs to both"):
        load_registry(bundled=path)


def turn(label: str, number: int = 0, ref: str = "a.txt", day: date = DAY) -> Unattributed:
    return Unattributed(label=label, date=day, title="Título", ref=ref, turn=number, text="Yo vivo aquí")


def test_labels_are_grouped_and_the_most_frequent_come_first() -> None:
    turns = [turn("ANA PRUEBA", 4), turn("LUZ INVENTADA", 1), turn("Ana Prueba", 2, "b.txt", date(2025, 1, 2))]
    first, second = labels_to_review(turns, bundled_registry())
    assert [(each.ref, each.turn) for each in first.turns] == [("b.txt", 2), ("a.txt", 4)]
    assert (first.name, second.label) == ("Ana Prueba", "LUZ INVENTADA")


def test_pasting_the_proposal_makes_nobody_an_official(own: Callable[[str], Registry]) -> None:
    labels = [turn("ANA PRUEBA"), turn('CANTANTE, LUZ "LA VOZ" INVENTADA'), turn("SECRETARIO DE SALUD, JUAN LUZ VERA")]
    proposed = snippet(labels_to_review(labels, bundled_registry()))
    assert {person["name"] for person in yaml.safe_load(proposed)["people"]} >= {"Ana Prueba", "Juan Luz Vera"}
    assert 'roles: [{role: "Secretario de Salud", since: 2026-01-20}]' in proposed
    assert all(kind(label.label, own(proposed)) is not Kind.GOVERNMENT for label in labels)
    assert kind("ANA PRUEBA", own(proposed)) is Kind.GUEST


def test_a_similar_known_name_is_shown_with_the_entry_to_write(own: Callable[[str], Registry]) -> None:
    (label,) = labels_to_review([turn("ALEJANDRO SCHVAR PÉREZ")], bundled_registry())
    assert label.like is not None
    assert label.like.name == "Alejandro Svarch Pérez"
    commented = [line.replace("  # ", "  ", 1) for line in snippet([label]).splitlines() if "  # " in line[:4]]
    registry = own("\n".join(["people:", *commented[1:]]))
    settled = registry.person("ALEJANDRO SCHVAR PÉREZ")
    assert settled is not None
    assert settled.roles == label.like.roles


def test_a_label_without_a_name_is_to_be_mended_in_the_file() -> None:
    for label in ("???", "SECRETARIO DE RELACIONES EXTERIORES"):
        (found,) = labels_to_review([turn(label)], bundled_registry())
        assert (found.name, snippet([found])) == ("", "")
        assert "write the speaker's full name into the file" in found.advice


def test_a_label_settled_since_is_to_be_read_again(own: Callable[[str], Registry]) -> None:
    registry = own("labels: {guest: [ANA PRUEBA]}\n")
    (found,) = labels_to_review([turn("ANA PRUEBA")], registry)
    assert "read the file again" in found.advice
    assert snippet([found]) == ""


def test_everybody_on_the_record_with_roles_and_dates(bundled_home: Path) -> None:
    store = RecordStore(f"sqlite:///{bundled_home / 'record.sqlite3'}")
    try:
        found = {speaker.name: speaker for speaker in speakers_on_record(store.database)}
        assert {name: speaker.statements for name, speaker in found.items()} == dict(store.speakers())
    finally:
        store.close()
    velasco = found["Roberto Velasco Álvarez"]
    assert len(velasco.roles) > 1
    assert sum(role.statements for role in velasco.roles) == velasco.statements
    assert (velasco.first, velasco.last) == (min(r.first for r in velasco.roles), max(r.last for r in velasco.roles))
    assert [role.first for role in velasco.roles] == sorted(role.first for role in velasco.roles)


def test_somebody_who_never_speaks_for_the_government_is_no_author_either(own: Callable[[str], Registry]) -> None:
    registry = own(
        "people:\n"
        "  - {name: Persona de Prueba, government: false, accounts: [prueba_mx]}\n"
        "  - {name: Ana Luz Vera, accounts: [vera_mx]}\n"
    )
    assert registry.person("Persona de Prueba") is None
    assert registry.account("@prueba_mx") is None
    assert registry.known("Persona de Prueba") is not None
    assert registry.person("Ana Luz Vera") is registry.account("vera_mx") is not None
    assert kind("SECRETARIA DE TURISMO, PERSONAS DE PRUEBA", registry) is Kind.GUEST  # misspelt
