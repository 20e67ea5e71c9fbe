"""The home's own registry is continued by machine, and what a person wrote there stays."""

from pathlib import Path

import pytest

from assistant.errors import InputError, RecordError
from assistant.record.readers.own_speakers import with_role, write_label, write_person
from assistant.record.readers.speakers_schema import PersonModel, RoleModel

ROLE = RoleModel(role="Vocera de Prueba")
ANA = with_role(None, "Ana Luz Inventada", "Anita Inventada", ROLE)
FILES = {
    "none": None,
    "empty": "",
    "commented": "# mine\npeople:\n# first\n- name: Beto Inventado\n  roles: [{role: Asesor}]  # since when?\n\n# tail\nspellings:\n  a: b\n",
    "flow": "people: [{name: Beto Inventado}]  # short\nhonorifics: [profe]\n",
    "empty list": "people: []\n",
    "indented": "people:\n  - {name: Beto Inventado}\n  - name: Ana Luz Inventada\n    variants: [A. Luz]\n  # end",
    "labels": "labels:\n  # voices\n  voice: [voz de prueba]  # heard\nhonorifics:\n  - profe\n",
    "label rows": "labels:\n  journalist:\n  - reportera\n  # more to come\n",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES.keys())
def test_whatever_stands_there_stays(text: str | None, tmp_path: Path) -> None:
    file = tmp_path / "speakers.yaml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    write_person(tmp_path, ANA)
    write_label(tmp_path, "journalist", "Reportero: de prueba")
    registry = write_label(tmp_path, "voice", "otra voz")
    ana = registry.person("anita inventada")
    assert ana is not None
    assert (ana.name, ana.roles) == ("Ana Luz Inventada", (ROLE,))
    assert registry.openings["reportero de prueba"] == "journalist"
    assert registry.openings["otra voz"] == "voice"
    written = file.read_text(encoding="utf-8")
    for line in (text or "").splitlines():
        comment = line.partition("#")[2]
        assert comment in written
    if text and "Beto" in text:
        assert registry.person("Beto Inventado") is not None
    if text and "voz de prueba" in text:
        assert registry.openings["voz de prueba"] == "voice"
    if text and "profe" in text:
        assert "profe" in registry.honorifics
    assert list(tmp_path.glob(".speakers-*")) == []


def test_somebody_who_is_there_is_replaced_in_place(tmp_path: Path) -> None:
    (tmp_path / "speakers.yaml").write_text(FILES["commented"] or "", encoding="utf-8")
    registry = write_person(
        tmp_path, with_role(PersonModel(name="Beto Inventado", variants=("Beto I.",)), "", "", ROLE)
    )
    beto = registry.person("beto i")
    assert beto is not None
    assert beto.roles == (ROLE,)
    assert (tmp_path / "speakers.yaml").read_text(encoding="utf-8").startswith("# mine\npeople:\n# first\n- name: Beto")


def test_a_spelling_of_somebody_else_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "speakers.yaml"
    file.write_text(FILES["flow"] or "", encoding="utf-8")
    with pytest.raises(InputError, match=r"left as it was.*belongs to both"):
        write_person(tmp_path, with_role(None, "Ana Luz Inventada", "Beto Inventado", ROLE))
    assert file.read_text(encoding="utf-8") == FILES["flow"]


def test_a_file_that_is_wrong_already_is_told_and_not_touched(tmp_path: Path) -> None:
    (tmp_path / "speakers.yaml").write_text("people: nobody\n", encoding="utf-8")
    with pytest.raises(RecordError, match="field 'people'"):
        write_person(tmp_path, ANA)
    (tmp_path / "speakers.yaml").write_text("{people: [{name: Beto Inventado}]}\n", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be continued"):
        write_person(tmp_path, ANA)
