"""What sentences with the same words mostly were."""

import pytest

from assistant.consistency.stance import bundled_stance, words_of


def test_words_and_pairs_are_folded_and_questions_seen() -> None:
    assert words_of("¿México acepta?") == ["¿", "mexico", "acepta", "?", "¿ mexico", "mexico acepta", "acepta ?"]


def test_probabilities_add_up_and_unknown_words_leave_the_general_share() -> None:
    stance = bundled_stance()
    known, unknown = stance.of("Mexico rejects any foreign army on its soil."), stance.of("xyzzy plugh")
    for each in (known, unknown):
        assert each.consistent + each.contradicts + each.unsupported == pytest.approx(1.0, abs=1e-5)
    assert known != unknown


def test_it_was_learned_about_bundled_statements() -> None:
    assert "2025-05-03-sheinbaum-no-us-army" in bundled_stance().statements
