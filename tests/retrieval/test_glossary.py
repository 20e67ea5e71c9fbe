"""Names that mean the same: found as people write them, and read from files that say what is wrong with them."""

from pathlib import Path

import pytest

from assistant.errors import RecordError
from assistant.retrieval.glossary import FILE, Glossary, load_glossary
from assistant.text.words import content_stems


@pytest.fixture(scope="module")
def bundled() -> Glossary:
    return load_glossary()


def others(glossary: Glossary, text: str, lang: str) -> dict[str, tuple[str, ...]]:
    return {each.name: each.others for each in glossary.expansions(text, lang)}


def own(home: Path, text: str) -> Path:
    home.mkdir(exist_ok=True)
    (home / FILE).write_text(text, encoding="utf-8")
    return home


@pytest.mark.parametrize(
    ("text", "lang", "name", "other"),
    [
        ("revisión del USMCA", "es", "USMCA", "T-MEC"),
        ("the T-MEC review", "en", "T-MEC", "USMCA"),
        ("¿qué dijo la sre?", "es", "sre", "Secretaría de Relaciones Exteriores"),
        ("secretaria de relaciones exteriores", "es", "secretaria de relaciones exteriores", "SRE"),
        ("Foreign Ministry of Mexico", "en", "Foreign Ministry", "SRE"),
        ("la ONU", "es", "ONU", "Naciones Unidas"),
        ("United Nations", "en", "United Nations", "UN"),
        ("raids by ICE", "en", "ICE", "Immigration and Customs Enforcement"),
        ("NAFTA", "es", "NAFTA", "TLCAN"),
        ("Security Implementation Group", "es", "Security Implementation Group", "Grupo de Implementación de Seguridad"),
        ("EEUU", "es", "EEUU", "Unión Americana"),
        ("DEA", "en", "DEA", "Drug Enforcement Administration"),
        ("la pena capital para los capos", "es", "pena capital", "pena de muerte"),
        ("fentanyl as a WMD", "en", "WMD", "weapon of mass destruction"),
        ("the aluminum levies", "en", "levies", "tariff"),
        ("the aluminum levies", "en", "aluminum", "aluminium"),
    ],
)  # fmt: skip
def test_a_name_has_its_other_names(bundled: Glossary, text: str, lang: str, name: str, other: str) -> None:
    assert other in others(bundled, text, lang)[name]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("ice on the road", "en"),
        ("un acuerdo", "es"),
        ("tell us who", "en"),
        ("premisa", "es"),
        ("la mayor parte, sin embargo, se trata de la labor de la red", "es"),
        ("a duty to protect", "en"),
        ("", "es"),
        ("Estados Unidos", "es"),
    ],
)
def test_everyday_words_are_no_names(bundled: Glossary, text: str, lang: str) -> None:
    assert [each for each in bundled.expansions(text, lang) if each.concept != "united-states"] == []


def test_the_country_is_one_word_of_the_index_however_it_is_written(bundled: Glossary) -> None:
    for text, lang in (("EE. UU.", "es"), ("EUA", "es"), ("Estados Unidos", "es"), ("the U.S.", "en")):
        assert "usa" in content_stems(text, lang)
        assert all("usa" not in stems for each in bundled.expansions(text, lang) for stems in each.other_stems)


def test_the_longest_name_at_a_place_counts_and_a_thing_is_expanded_once(bundled: Glossary) -> None:
    found = bundled.expansions("United Nations Security Council, UN Security Council", "en")
    assert [each.concept for each in found] == ["security-council"]
    assert [each.concept for each in bundled.expansions("huachicol fiscal y huachicol", "es")] == [
        "fiscal-huachicol",
        "huachicol",
    ]


def test_other_names_are_never_words_of_the_question_again(bundled: Glossary) -> None:
    for each in bundled.expansions("SRE, ONU, T-MEC, crimen organizado y CJNG", "es"):
        for stems in each.other_stems:
            assert not set(stems) <= set(each.stems)
            assert not set(each.stems) <= set(stems)


def test_the_bundled_glossary_covers_what_matters(bundled: Glossary) -> None:
    concepts = {known.group.concept for names in bundled.known.values() for known in names}
    assert len(concepts) >= 200


def test_a_home_adds_replaces_and_switches_off(tmp_path: Path) -> None:
    home = own(
        tmp_path / "home",
        "capitals: [PAZ]\n"
        "groups:\n"
        "  - concept: tren\n    es: [Tren del Ajolote, PAZ]\n    en: [Axolotl Train]\n"
        "  - concept: SRE\n    es: [SRE, Ministerio de Prueba]\n"
        "  - concept: dea\n",
    )
    glossary = load_glossary(home)
    assert others(glossary, "Axolotl Train", "es") == {"Axolotl Train": ("PAZ", "Tren del Ajolote")}
    assert others(glossary, "la paz y la PAZ", "es") == {"PAZ": ("Tren del Ajolote",)}
    assert others(glossary, "la SRE", "es") == {"SRE": ("Ministerio de Prueba",)}
    assert others(glossary, "la DEA", "es") == {}
    assert others(glossary, "NAFTA", "es") == {"NAFTA": ("TLCAN", "Tratado de Libre Comercio de América del Norte")}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("groups:\n  - concept: aa\n    es: [Uno]\n    fr: [Un]\n", 4, "Extra inputs"),
        ("groups:\n  - es: [Uno]\n", 2, "groups.0.concept"),
        ("groups:\n  - concept: aa\n    es:\n      - Uno\n      - 7\n", 5, "valid string"),
        ("groups:\n  - concept: aa\n    en: ['.']\n", 3, "groups.0.en.0"),
        ("groups:\n  - {concept: aa, es: [Uno]}\n  - {concept: AA, es: [Dos]}\n", 3, "stands there twice"),
        (
            "groups:\n  - {concept: aa, es: [Uno]}\n  - {concept: bb, en: [UNO]}\n",
            3,
            "'UNO' belongs to both 'aa' and 'bb'",
        ),
        ("- a\n- b\n", 1, "document as a whole"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(text: str, line: int, said: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError) as refused:
        load_glossary(own(tmp_path / "home", text))
    assert f"{FILE}', line {line}: " in str(refused.value)
    assert said in str(refused.value)


def test_a_name_means_what_the_home_says_whatever_the_bundled_file_calls_by_it(tmp_path: Path) -> None:
    known = load_glossary(own(tmp_path / "home", "groups:\n  - {concept: mine, es: [T-MEC, Tratado del Mar]}\n"))
    assert others(known, "T-MEC", "es") == {"T-MEC": ("Tratado del Mar",)}
    assert "TMEC" in others(load_glossary(), "T-MEC", "es")["T-MEC"]


def test_what_is_no_yaml_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="not valid YAML at line 2"):
        load_glossary(own(tmp_path / "home", "groups: [\n"))
    (tmp_path / "home" / FILE).write_bytes(b"groups: \xff")
    with pytest.raises(RecordError, match="not UTF-8 text"):
        load_glossary(tmp_path / "home")


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert others(load_glossary(own(tmp_path / "home", "")), "NAFTA", "es") == others(load_glossary(), "NAFTA", "es")
