"""The Spanish and the English version of one text."""

import pytest

from assistant.consistency.versions import compare_versions
from assistant.domain import Finding, Severity
from assistant.errors import InputError
from assistant.record.corpus import load_corpus
from assistant.record.ledger import bundled_ledger

ES = (
    "México y Estados Unidos alcanzaron un entendimiento en septiembre de 2025. "
    "En enero de 2026 se trasladó a 37 personas. "
    "México no acepta la presencia de tropas extranjeras. "
    "Cada gobierno debe actuar en su territorio. "
    "México rechaza las redadas contra sus connacionales."
)
EN = (
    "Mexico and the United States reached an understanding in September 2025. "
    "In January 2026, 37 people were transferred. "
    "Mexico does not accept the presence of foreign troops. "
    "Each government must act in its own territory. "
    "Mexico rejects the raids against its nationals."
)
LEDGER = bundled_ledger()


def differences(es: str = ES, en: str = EN) -> list[Finding]:
    return compare_versions(es, en, LEDGER, lang="es")


def test_versions_that_say_the_same_give_no_finding_in_either_direction() -> None:
    assert differences() == []
    assert compare_versions(EN, ES, LEDGER, lang="en") == []


@pytest.mark.parametrize(
    ("old", "new", "marked", "severity", "told"),
    [
        ("37 people", "36 people", "37", Severity.BLOCK, "36"),
        ("January 2026", "February 2026", "enero de 2026", Severity.BLOCK, "February 2026"),
        ("does not accept", "accepts", "México no acepta la presencia", Severity.WARN, "accepts"),
        ("an understanding", "an agreement", "México y Estados Unidos alcanzaron", Severity.WARN, "agreement"),
        ("must act", "may act", "Cada gobierno debe", Severity.WARN, "may"),
        ("rejects", "regrets", "México rechaza", Severity.WARN, "regrets"),
        ("were transferred", "were extradited", "En enero de 2026 se trasladó", Severity.WARN, "extradit"),
        ("Mexico rejects the raids", "Cuba rejects the raids", "México rechaza", Severity.WARN, "Cuba"),
    ],
)
def test_a_slip_of_translation_is_found_where_it_stands(
    old: str, new: str, marked: str, severity: Severity, told: str
) -> None:
    changed = EN.replace(old, new)
    assert changed != EN
    (finding,) = differences(en=changed)
    assert finding.severity is severity
    assert ES[finding.start :].startswith(marked)
    assert told in finding.message


def test_a_sentence_missing_from_the_other_version_is_marked() -> None:
    (finding,) = differences(en=EN.replace("Each government must act in its own territory. ", ""))
    assert ES[finding.start : finding.end] == "Cada gobierno debe actuar en su territorio."


def test_a_sentence_that_only_the_other_version_has_is_quoted() -> None:
    extra = "Mexico will also open twelve new consulates in the coming year. "
    (finding,) = differences(en=EN.replace("Each government", extra + "Each government"))
    assert extra.strip() in finding.message
    assert ES[finding.start : finding.end] == "México no acepta la presencia de tropas extranjeras."


def test_two_sentences_may_stand_for_one() -> None:
    es = "México coopera con sus vecinos y comparte información con ellos. El agua se entrega conforme al tratado."
    en = "Mexico cooperates with its neighbours. It shares information with them. The water is delivered under the treaty."
    assert differences(es, en) == []


def test_a_similarity_pairs_what_order_alone_does_not() -> None:
    es = "El café es bueno. El mar es azul. La luna es blanca. El pan es caro."
    en = "The sea is blue. The moon is white. Bread is dear now."
    topics = {"café": 0, "mar": 1, "sea": 1, "luna": 2, "moon": 2, "pan": 3, "Bread": 3}

    def topic(text: str) -> int:
        return next(number for word, number in topics.items() if word in text)

    def similarity(here: list[str], there: list[str]) -> list[list[float]]:
        return [[1.0 if topic(a) == topic(b) else 0.0 for b in there] for a in here]

    (finding,) = compare_versions(es, en, LEDGER, lang="es", similarity=similarity)
    assert es[finding.start : finding.end] == "El café es bueno."


@pytest.mark.parametrize(
    ("text", "other", "told"),
    [(ES, ES, "Both texts are in Spanish"), (ES, " \n", "compare with is empty"), (" ", EN, "text is empty"),
     (ES, "a " * 60_000, "at most 50,000")],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_in_one_sentence(text: str, other: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        compare_versions(text, other, LEDGER)


def test_the_records_own_pairs_of_lines_agree() -> None:
    pairs = [pair for statement in load_corpus() for pair in statement.lines]
    told = [pair.es for pair in pairs if compare_versions(pair.es, pair.en, LEDGER, lang="es")]
    assert len(pairs) > 100
    assert len(told) <= len(pairs) / 100, told
