"""`check --against`: the same text in the other language, compared through the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

ES = "México coopera en seguridad sin subordinación. En enero de 2026 se trasladó a 37 personas."
EN = "Mexico cooperates on security without subordination. In January 2026, 37 people were transferred."


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def versions_of(printed: Any) -> list[dict[str, Any]]:
    return [finding for finding in printed.json["findings"] if finding["check"] == "versions"]


def test_a_figure_that_differs_blocks_and_versions_that_agree_add_nothing(
    here: Callable[..., Any], conforms: Callable[[Any, str], None], tmp_path: Path
) -> None:
    es, en = written(tmp_path, "es.txt", ES), written(tmp_path, "en.txt", EN)
    alike = here("check", "--file", es, "--against", en, "--json")
    conforms(alike.json, "REPORT")
    assert versions_of(alike) == []
    wrong = here("check", "--file", es, "--against", written(tmp_path, "w.txt", EN.replace("37", "38")), "--json")
    assert wrong.code == 4
    conforms(wrong.json, "REPORT")
    (finding,) = versions_of(wrong)
    assert (finding["severity"], ES[finding["start"] : finding["end"]]) == ("block", "37")
    assert "38" in finding["message"]


def test_what_is_missing_is_told_in_words_too(here: Callable[..., Any], tmp_path: Path) -> None:
    shorter = written(tmp_path, "en.txt", EN.split(". ")[0] + ".")
    printed = here("check", "--text", ES, "--against", shorter)
    assert "versions" in printed.out
    assert "La otra versión no tiene esta frase." in " ".join(printed.out.split())


def test_a_wrong_other_version_is_refused_in_one_sentence(here: Callable[..., Any], tmp_path: Path) -> None:
    es = written(tmp_path, "es.txt", ES)
    for other, told in (
        (es, "Both texts are in Spanish"),
        (written(tmp_path, "empty.txt", " \n"), "The text to compare with is empty"),
        (str(tmp_path / "none.txt"), "cannot be read"),
    ):
        printed = here("check", "--file", es, "--against", other)
        assert printed.code == 1
        assert told in printed.err
        assert len(printed.err.strip().splitlines()) <= 2
        assert "Traceback" not in printed.err


def test_cases_have_no_other_version(here: Callable[..., Any], tmp_path: Path) -> None:
    cases = written(tmp_path, "cases.jsonl", '{"id": "1", "text": "México coopera."}\n')
    printed = here("check", "--cases", cases, "--against", written(tmp_path, "en.txt", EN))
    assert printed.code == 2
    assert "--against" in printed.err
