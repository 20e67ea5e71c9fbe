"""Killed without warning at random moments of an ingest, and started again: the end is as if nothing had happened.

ASSISTANT_KILLS sets how many kills there are, ASSISTANT_KILL_SEED the moments.
"""

import os
import random
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.assembly import Assistant
from assistant.record.tables import statements
from assistant.retrieval.passages import passages_of
from tests import workers

KILLS = int(os.environ.get("ASSISTANT_KILLS", "15"))
SEED = int(os.environ.get("ASSISTANT_KILL_SEED", "20260302"))
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "transcripts"
FILES, QUERIES = 4, 20
SMALLEST_BYTES, LARGEST_BYTES = 25_000, 45_000


def real_transcripts() -> list[Path]:
    """Some small real ones, where they are at hand."""
    small = [p for p in sorted(SHARED.rglob("*.txt")) if SMALLEST_BYTES < p.stat().st_size < LARGEST_BYTES]
    return small[-FILES:]


def generated_transcripts(folder: Path) -> list[Path]:
    made = []
    for number in range(FILES):
        day = f"{number + 1:02} de marzo de 2026"
        head = f"Versión estenográfica. Conferencia de prensa de prueba del {day}\nPresidencia de la República\n{day}"
        turns = [
            "PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO\n"
            f"La obra {number}-{turn} del puerto se entregará completa. Es la jornada {number} del plan {turn}."
            for turn in range(30)
        ]
        path = folder / f"conferencia-{number}.txt"
        path.write_text("\n---\n".join([head, *turns]) + "\n—000—\n", encoding="utf-8")
        made.append(path)
    return made


def outcome(given: dict[str, Any]) -> dict[str, Any]:
    """Everything that must be equal: the record, both indexes, and what searches find."""
    c = statements.c
    with Assistant.open(workers.settings_of(given), catch_up=False) as assistant:
        with assistant.store.database.transaction() as connection:
            rows = [tuple(row) for row in connection.execute(sa.select(c.id, c.digest, c.state, c.seq).order_by(c.id))]
        changes = assistant.store.changes_after(0, limit=10_000)
        kept = [change.statement for change in changes if change.statement]
        texts = [kept[n * len(kept) // QUERIES].text for n in range(QUERIES)]
        queries = [" ".join(text.split()[:9]) for text in texts]
        return {
            "statements": rows,
            "behind": assistant.index.behind,
            "expected": frozenset(p.id for statement in kept for p in passages_of(statement)),
            "vectors": assistant.index.dense.ids(),
            "words": assistant.index.lexical.ids(),
            "terms": assistant.index.terms.ids(),
            "hits": [[(h.statement.id, h.passage.id) for h in assistant.search(query, k=10)] for query in queries],
        }


@pytest.mark.timeout(600)
@pytest.mark.parametrize("source", ["generated", "real"])
def test_a_killed_ingest_ends_as_an_uninterrupted_one(
    source: str, tmp_path: Path, fast_embeddings: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    paths = generated_transcripts(tmp_path) if source == "generated" else real_transcripts()
    if not paths:
        pytest.skip("there are no real transcripts beside this checkout")

    def settings(name: str) -> dict[str, Any]:
        return {**fast_embeddings, "home": tmp_path / name, "bundled": False}

    seconds = [uninterrupted(settings(name), paths) for name in ("first", "reference")][-1]
    reference = outcome(settings("reference"))
    assert reference["vectors"] == reference["words"] == reference["expected"] != frozenset()
    chance = random.Random(SEED)
    kills = rounds = open_ones = 0
    wanted = KILLS if source == "real" or not real_transcripts() else max(1, KILLS // 10)
    while kills < wanted:
        home = settings(f"round-{rounds}")
        while kills < wanted:
            # Every other one falls into the ingest proper, however long opening takes.
            killed, opened = run_and_kill(home, paths, chance.uniform(0, seconds), after_opening=kills % 2 == 1)
            if not killed:
                break
            kills += 1
            open_ones += opened
        uninterrupted(home, paths)
        assert outcome(home) == reference, f"round {rounds} of seed {SEED}"
        rounds += 1
    with capsys.disabled():
        print(f"\n{source}: seed {SEED}, {kills} kills ({open_ones} of them with the home open) in {rounds} rounds, "
              f"{len(reference['statements'])} statements, {len(reference['expected'])} passages, "
              f"{seconds:.2f} s uninterrupted")  # fmt: skip


def uninterrupted(given: dict[str, Any], paths: list[Path]) -> float:
    begun = time.monotonic()
    process, pipe = workers.start(workers.ingest, given, paths)
    process.join(120)
    assert process.exitcode == 0, workers.said_by(pipe)
    return time.monotonic() - begun


def run_and_kill(given: dict[str, Any], paths: list[Path], delay: float, *, after_opening: bool) -> tuple[bool, bool]:
    """Return whether the process was killed, and whether it had opened the home by then."""
    process, pipe = workers.start(workers.ingest, given, paths)
    if after_opening:
        pipe.poll(60)
        delay /= 2
    process.join(delay)
    process.kill()
    process.join(30)
    said = workers.said_by(pipe)
    pipe.close()
    assert process.exitcode in {0, -9}, said
    return process.exitcode == -9, "open" in said
