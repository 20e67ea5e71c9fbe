import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TURNS = 400


def long_transcript(path: Path) -> None:
    head = "Versión estenográfica. Conferencia de prensa de prueba del 02 de marzo de 2026"
    turns = [
        f"PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO\nLa obra número {n} del puerto se entregará completa a la comunidad."
        for n in range(TURNS)
    ]
    body = "\n---\n".join([f"{head}\nPresidencia de la República\n02 de marzo de 2026", *turns])
    path.write_text(body + "\n—000—\n", encoding="utf-8")


def test_an_interrupted_ingest_keeps_what_was_finished_and_goes_on(
    home: Path, tmp_path: Path, cli: Callable[..., Any]
) -> None:
    path = tmp_path / "conferencia.txt"
    long_transcript(path)
    environment = {**os.environ, "ASSISTANT_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "assistant", "ingest", str(path), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("indexing"):
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    if process.returncode == 0:
        return  # it was quicker than the interruption
    assert process.returncode == 130
    assert out == ""
    assert "Interrupted" in err
    assert "Traceback" not in err
    again = cli("ingest", str(path), "--json")
    assert again.code == 0
    assert again.json["unchanged"] == TURNS
    status = cli("status", "--json").json
    assert status["sequence"]["behind"] == 0
    assert status["counts"]["passages"] == status["counts"]["vectors"]
