"""Principles expressed in a text, and those that the record on its topic would lead one to expect."""

from assistant.consistency.principles import coverage
from assistant.record.ledger import bundled_ledger
from tests.consistency.made import statement

LEDGER = bundled_ledger()
TROOPS = [
    statement(n, "Sobre tropas", topics=("military-presence",), principles=("sovereignty", "territorial-integrity"))
    for n in range(3)
]
TRADE = [statement(n, "Sobre comercio", topics=("trade",), principles=("mutual-respect",)) for n in range(10, 15)]


def test_principles_are_recognised_in_both_languages() -> None:
    assert set(coverage("Confianza mutua y soberanía.", "es", LEDGER, []).expressed) == {"mutual-trust", "sovereignty"}
    assert "mutual-trust" in coverage("Mutual trust guides us.", "en", LEDGER, []).expressed


def test_what_most_of_the_record_on_the_topic_has_is_expected() -> None:
    text = "México no acepta tropas extranjeras."
    found = coverage(text, "es", LEDGER, [*TROOPS, *TRADE])
    assert set(found.expected_missing) == {"sovereignty", "territorial-integrity"}
    sovereign = coverage(f"{text} Lo dicta su soberanía.", "es", LEDGER, [*TROOPS, *TRADE])
    assert sovereign.expected_missing == ("territorial-integrity",)


def test_one_statement_or_half_of_them_is_not_enough_to_expect_anything() -> None:
    text = "México no acepta tropas extranjeras."
    assert coverage(text, "es", LEDGER, TROOPS[:1]).expected_missing == ()
    others = [statement(n, "Otra cosa", topics=("military-presence",)) for n in range(20, 23)]
    assert coverage(text, "es", LEDGER, [*TROOPS, *others]).expected_missing == ()


def test_the_same_statement_found_twice_counts_once() -> None:
    others = [statement(n, "Otra cosa", topics=("military-presence",)) for n in range(20, 23)]
    repeated = [*TROOPS, *TROOPS, *others]
    assert coverage("México no acepta tropas extranjeras.", "es", LEDGER, repeated).expected_missing == ()
