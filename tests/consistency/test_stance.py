"""What sentences with the same words mostly were."""

import numpy as np
import pytest

from assistant.consistency.reader import Reading
from assistant.consistency.stance import bundled_stance, together, words_of


def test_words_and_pairs_are_folded_and_questions_seen() -> None:
    assert words_of("¿México acepta?") == ["¿", "mexico", "acepta", "?", "¿ mexico", "mexico acepta", "acepta ?"]


def test_probabilities_add_up_and_unknown_words_leave_the_general_share() -> None:
    stance = bundled_stance()
    known, unknown = stance.of("Mexico rejects any foreign army on its soil."), stance.of("xyzzy plugh")
    assert float(known.sum()) == pytest.approx(1.0, abs=1e-5)
    assert float(unknown.sum()) == pytest.approx(1.0, abs=1e-5)
    assert not np.allclose(known, unknown)


def test_it_was_learned_about_bundled_statements() -> None:
    assert "2025-05-03-sheinbaum-no-us-army" in bundled_stance().statements


def test_two_that_agree_are_surer_than_one_and_two_that_differ_less_sure() -> None:
    read = Reading(consistent=0.7, contradicts=0.2, unsupported=0.1)
    agreeing = together(read, np.array([0.8, 0.1, 0.1], np.float32))
    differing = together(read, np.array([0.1, 0.8, 0.1], np.float32))
    assert agreeing.consistent > read.consistent > differing.consistent
    assert sum((agreeing.consistent, agreeing.contradicts, agreeing.unsupported)) == pytest.approx(1.0)
