import pytest

from assistant.consistency.alignment import align, weighty_words
from assistant.consistency.lexicon import are_opposite, is_critical, is_negation


def lay(sentence: str, unit: str, lang: str = "es"):
    return align(weighty_words(sentence, lang), weighty_words(unit, lang), lang)


RECORD = "México nunca va a aceptar la presencia del ejército de Estados Unidos en territorio mexicano."


def test_the_same_words_are_one_run_with_nothing_beside() -> None:
    alignment = lay(RECORD, RECORD)
    assert alignment.beside == ()
    assert alignment.said == alignment.kept == 1.0
    assert not alignment.turned


@pytest.mark.parametrize(
    "changed",
    [
        "México va a aceptar la presencia del ejército de Estados Unidos en territorio mexicano.",
        "México nunca va a rechazar la presencia del ejército de Estados Unidos en territorio mexicano.",
        "México siempre va a aceptar la presencia del ejército de Estados Unidos en territorio mexicano.",
    ],
)
def test_a_missing_negation_or_an_opposite_turns_a_sentence(changed: str) -> None:
    assert lay(changed, RECORD).turned


@pytest.mark.parametrize(
    "changed",
    [
        "Estados Unidos nunca va a aceptar la presencia del ejército de México en territorio mexicano.",
        "México nunca va a aceptar la presencia prolongada del ejército de Estados Unidos en territorio mexicano.",
        "México nunca aceptó la presencia del ejército de Estados Unidos en territorio mexicano.",
        "México nunca va a aceptar la presencia del ejército de Estados Unidos en territorio mexicano sin permiso.",
    ],
)
def test_swapped_roles_added_words_and_other_tenses_are_no_run(changed: str) -> None:
    assert lay(changed, RECORD).beside is None


def test_plural_endings_do_not_matter_but_future_is_not_past() -> None:
    assert lay("Mexico sent the note", "Mexico sent the notes", "en").beside == ()
    assert lay("Mexico will send the notes", "Mexico sent the notes", "en").beside is None


def test_words_left_out_are_reported_beside_the_run() -> None:
    alignment = lay("México coopera", "México coopera pero no se subordina")
    assert alignment.beside is not None
    assert {"pero", "no"} <= set(alignment.beside)


def test_said_and_kept_are_shares_of_each_side() -> None:
    alignment = lay("soberanía confianza respeto", "soberanía confianza respeto cooperación")
    assert alignment.said == 3 / 3
    assert alignment.kept == 3 / 4


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [("acepta", "rechazo", "es"), ("con", "sin", "es"), ("without", "with", "en"), ("accepts", "rejects", "en")],
)
def test_opposites_work_both_ways(one: str, other: str, lang: str) -> None:
    assert are_opposite(one, other, lang)
    assert are_opposite(other, one, lang)
    assert not are_opposite(one, one, lang)


def test_critical_words_cover_negation_limits_and_rejection() -> None:
    assert all(is_critical(word, "es") for word in ("no", "salvo", "podria", "rechazamos", "segun"))
    assert all(is_critical(word, "en") for word in ("never", "unless", "might", "denies", "allegedly"))
    assert not is_critical("soberania", "es")
    assert is_negation("doesn't", "en")
