"""The map that turns a sentence's vector towards what decides about it."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.assembly import Assistant
from assistant.consistency.aim import aim_for, aim_of
from assistant.consistency.evidence import EvidenceGatherer
from assistant.settings import Settings


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant.open(Settings(home=tmp_path_factory.mktemp("home"), _env_file=None)) as opened:
        yield opened


def test_a_map_of_nothing_changes_nothing() -> None:
    vector = np.array([0.6, 0.8], np.float32)
    nothing = np.zeros((2, 2), np.float32)
    assert aim_of(nothing, nothing[0], nothing[0])(vector) == pytest.approx(vector)


def test_what_is_aimed_has_length_one(assistant: Assistant) -> None:
    aim = aim_for(assistant.retriever.model_id)
    assert aim is not None
    vector = np.full(384, 384**-0.5, np.float32)
    assert float(np.linalg.norm(aim(vector))) == pytest.approx(1.0, abs=1e-5)


def test_vectors_of_another_model_are_left_alone() -> None:
    assert aim_for("some-other-model@1") is None


def test_the_aim_brings_the_deciding_statement_nearer(assistant: Assistant) -> None:
    """Over the own cases, whose sentences took no part in learning, the nearest line decides more often."""
    cases = Path(__file__).resolve().parents[2] / "evals/data/consistency/cases.jsonl"
    rows = [row for row in map(json.loads, cases.read_text("utf-8").splitlines()) if row["evidence"]][::2]

    def hits(gatherer: EvidenceGatherer) -> int:
        near = [(row, gatherer.gather(row["text"], row["lang"]).nearest[:1]) for row in rows]
        return sum(any(unit.statement.id in row["evidence"] for unit in units) for row, units in near)

    nothing = np.zeros((384, 384), np.float32)
    plain = EvidenceGatherer(assistant.retriever, aim_of(nothing, nothing[0], nothing[0]))
    assert hits(EvidenceGatherer(assistant.retriever)) > hits(plain)
