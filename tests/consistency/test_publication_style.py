"""House style of hashtags, accounts and links."""

from datetime import date
from pathlib import Path

import pytest

from assistant.consistency.publication import check_publication
from assistant.consistency.publication_rules import PublicationRules, load_rules
from assistant.domain import Finding, Severity

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def rules() -> PublicationRules:
    return load_rules()


def own(home: Path, text: str) -> PublicationRules:
    (home / "publication_rules.yaml").write_text(text, encoding="utf-8")
    return load_rules(home)


def found(text: str, rules: PublicationRules, **more) -> list[Finding]:
    return check_publication(text, "es", rules, on=DAY, **more)


@pytest.mark.parametrize(
    ("text", "words", "rule"),
    [
        ("Más en https://bit.ly/abc.", "https://bit.ly/abc", "link-shortener"),
        ("Más en bit.ly/abc", "bit.ly/abc", "link-shortener"),
        ("Más en http://www.gob.mx/sre", "http://www.gob.mx/sre", "link-insecure"),
        ("Más en https://periodico.example/nota", "https://periodico.example/nota", "link-unofficial"),
        ("Una #mexicounidoporlapaz nueva", "#mexicounidoporlapaz", "hashtag-writing"),
        ("Una #respeto_mutuo nueva", "#respeto_mutuo", "hashtag-writing"),
        ("Una #SOMOSMEXICOUNIDO nueva", "#SOMOSMEXICOUNIDO", "hashtag-writing"),
        ("#Paz #Agua #Sol #Luz", "#Sol #Luz", "hashtag-count"),
        ("Dice @cuenta_de_prueba", "@cuenta_de_prueba", "handle-unknown"),
    ],
)
def test_departures_from_house_style_are_told(text: str, words: str, rule: str, rules: PublicationRules) -> None:
    (finding,) = found(text, rules)
    assert text[finding.start : finding.end] == words
    assert f"regla {rule}" in finding.message
    assert finding.severity is not Severity.BLOCK


@pytest.mark.parametrize(
    "text",
    [
        "Más en https://www.gob.mx/sre/prensa.", "Más en gob.mx/sre", "https://news.un.org/es", "El G20 y #TMEC #G20",
        "#multilateralismo", "#México #Paz", "#RespetoMutuo", "Escriba a prensa@sre.gob.mx", "A las 7 p.m. en EE.UU.",
        "El #1 de la región, en C#", "@INEMexico informa", "https://notbit.ly.gob.mx/a",
    ],
)  # fmt: skip
def test_what_house_style_allows_is_left_alone(text: str, rules: PublicationRules) -> None:
    assert not found(text, rules)


def test_hashtags_are_counted_post_by_post(rules: PublicationRules) -> None:
    text = "#Paz #Agua\n#Sol #Luz"
    assert found(text, rules)
    assert not found(text, rules, posts=((0, 10), (11, 20)))
    assert not found(text.replace("\n", "\n\n"), rules)


def test_a_better_writing_is_suggested_where_there_is_one(rules: PublicationRules) -> None:
    assert [f.suggestion for f in found("#respeto_mutuo http://gob.mx/a @INEMexic", rules)] == [
        "#RespetoMutuo", "https://gob.mx/a", "@INEMexico",
    ]  # fmt: skip


def test_lists_of_the_home_allow_and_forbid(tmp_path: Path) -> None:
    rules = own(
        tmp_path,
        """
hashtags: {max_per_post: 1, forbidden: ["#Bandera"], allowed: [respeto_mutuo]}
handles: {known: ["@prueba"], forbidden: [otra]}
links: {official: [example.org], forbidden: [malo.example]}
""",
    )
    text = "@prueba @otra #bandera #respeto_mutuo https://www.example.org/a https://x.malo.example/b https://gob.mx"
    said = {text[f.start : f.end] for f in found(text, rules)}
    assert said == {"@otra", "#bandera", "#respeto_mutuo", "https://x.malo.example/b", "https://gob.mx"}
