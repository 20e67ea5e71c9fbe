"""`search` and `ask` on the command line: operators, exact phrases, and the reasons for each hit."""

import json
from pathlib import Path
from typing import Any

TERM = {"word", "weight", "stands_for", "in_question"}


def test_explain_adds_reasons_to_each_hit_and_changes_none(here: Any, conforms: Any) -> None:
    asked = ["search", "revisión del USMCA desde:2025 de:Ebrard", "--k", "3", "--json"]
    plain, explained = here(*asked).json, here(*asked, "--explain").json
    conforms(explained, "SEARCH_LINE")
    assert explained["understood"] == {
        "text": "revisión del USMCA",
        "lang": "es",
        "phrases": [],
        "phrases_not_held": [],
        "operators": ["desde:2025", "de:Ebrard"],
        "filters": {"speaker": "Ebrard", "since": "2025-01-01"},
        "expansions": explained["understood"]["expansions"],
    }
    assert "T-MEC" in explained["understood"]["expansions"][0]["also"]
    reasons = [hit.pop("explanation") for hit in explained["hits"]]
    assert explained["hits"] == plain["hits"]
    for hit, reason in zip(plain["hits"], reasons, strict=True):
        assert hit["speaker"] == "Marcelo Ebrard Casaubon"
        assert reason["filters"] == explained["understood"]["filters"]
        assert abs(sum(reason["fusion"].values()) - hit["score"]) < 0.006  # which is rounded
        assert reason["dense"]["similarity"] == hit["similarity"]
        assert all(set(term) == TERM for term in reason["terms"])
        assert reason["terms"] or not reason["same_language"] or not reason["lexical"]["rank"]


def test_the_terminal_says_in_a_few_lines_why(here: Any) -> None:
    ran = here("search", 'seguridad "confianza mutua"', "--explain", "--k", "2")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Searched: words")
    assert "exactly “confianza mutua”" in ran.out
    assert ran.out.count("words: ") == 2
    assert ran.out.count("on the matter: ") == 2
    assert "explanation" not in here("search", "seguridad", "--json").out


def test_a_phrase_that_nobody_said_gives_no_hit_and_a_hint(here: Any) -> None:
    asked = '"ajolotes de la diplomacia"'
    assert here("search", asked, "--json").json["hits"] == []
    assert "without the marks" in here("search", asked).out
    assert "without the marks" in here("search", asked, "--explain").out


def test_operators_and_options_must_both_hold(here: Any) -> None:
    hits = here("search", "agua hasta:2025", "--since", "2025-04-01", "--json").json["hits"]
    assert hits
    assert all("2025-04-01" <= hit["date"] <= "2025-12-31" for hit in hits)
    ran = here("search", "agua desde:2026", "--until", "2025-01-01", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "The period is empty" in ran.err


def test_a_bad_operator_costs_one_sentence_and_stops_a_batch_before_it_starts(here: Any, tmp_path: Path) -> None:
    rows = [{"id": "1", "query": "agua"}, {"id": "2", "query": "agua desde:ayer"}]
    batch = tmp_path / "asked.jsonl"
    batch.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    ran = here("search", "--queries", str(batch), "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "'desde:ayer' is no date" in ran.err
    ran = here("ask", "¿Qué dijo sobre el agua? de:Velazco", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert 'did you mean de:"Roberto Velasco Álvarez"?' in ran.err


def test_a_home_has_its_own_glossary(here: Any, home: Path) -> None:
    own = home / "glossary.yaml"
    own.write_text("groups:\n  - {concept: deposits, es: [ajolotario, minerales críticos]}\n", encoding="utf-8")
    hit = here("search", "ajolotario", "--explain", "--k", "1", "--json").json["hits"][0]
    assert [term["stands_for"] for term in hit["explanation"]["terms"]] == ["ajolotario"]
    own.write_text("groups:\n  - {concept: deposits, ens: [ajolotario]}\n", encoding="utf-8")
    ran = here("search", "ajolotario")
    assert ran.code == 1
    assert "glossary.yaml', line 2" in ran.err
