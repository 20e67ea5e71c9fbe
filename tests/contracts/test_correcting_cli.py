"""`assistant correct`, and who did what on the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

STATEMENT = """\
id: s-invented
date: 2026-01-05
speaker: Ana Luz Vera
role: Secretaria de Pruebas
venue: Comunicado
lang: es
form: paraphrase
text: Dijo que el acueducto mide 37 metros.
topics: [water-treaty]
source: {title: Acta, ref: acta.txt}
"""


def test_a_correction_stands_when_its_file_is_read_again(cli: Callable[..., Any], tmp_path: Path) -> None:
    file, right = tmp_path / "s.yaml", tmp_path / "right.yaml"
    file.write_text(STATEMENT, encoding="utf-8")
    right.write_text(STATEMENT.replace("37", "38"), encoding="utf-8")
    assert cli("ingest", str(file), "--json").json["statements_added"] == 1
    refused = cli("correct", "s-other", "--file", str(right), "--reason", "x")
    assert refused.code == 1
    assert "holds the statement 's-invented'" in refused.err
    done = cli(
        "correct", "s-invented", "--file", str(right), "--reason", "the figure", "--by", "Ana Luz", "--json"
    ).json
    assert (done["text"], done["history"][0]["changed"]) == ("Dijo que el acueducto mide 38 metros.", ["text"])
    assert [(e["action"], e["reason"], e["by"]) for e in done["events"]] == [("corrected", "the figure", "Ana Luz")]
    again = cli("ingest", str(file))
    assert "1 statements were corrected by hand; the corrections stand." in again.out
    assert cli("show", "s-invented", "--json").json["text"] == "Dijo que el acueducto mide 38 metros."
    cli("retract", "s-invented", "--reason", "never said", "--by", "Beto Ruiz")
    assert "retracted by Beto Ruiz: never said" in cli("show", "s-invented", "--history").out
