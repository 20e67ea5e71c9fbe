import pytest

from assistant.consistency.alignment import align, repeats, weighty_words
from assistant.consistency.lexicon import is_critical, is_negation, opposed, refuses_to_refuse
from assistant.text.normalise import fold
from assistant.text.words import tokens


def lay(sentence: str, unit: str, lang: str = "es"):
    return align(weighty_words(sentence, lang), weighty_words(unit, lang), lang)


RECORD = "México nunca va a aceptar la presencia del ejército de Estados Unidos en territorio mexicano."


def test_the_same_words_repeat_the_record() -> None:
    alignment = lay(RECORD, RECORD)
    assert repeats(RECORD, RECORD)
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
def test_swapped_roles_added_words_and_other_tenses_do_not_repeat_it(changed: str) -> None:
    assert not repeats(changed, RECORD)


def test_plural_endings_do_not_matter_but_future_is_not_past() -> None:
    assert repeats("Mexico sent the note", "Mexico sent the notes")
    assert not repeats("Mexico will send the notes", "Mexico sent the notes")


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("México coopera", "México coopera pero no se subordina"),
        ("Estados Unidos acelera su inversión", "México propone que Estados Unidos acelere su inversión"),
        ("Hay un acuerdo con la DEA", "México niega que haya un acuerdo con la DEA"),
        ("México acepta instructores extranjeros", "México acepta instructores extranjeros con permiso del Senado"),
    ],
)
def test_nothing_may_be_left_out_at_head_or_tail(sentence: str, unit: str) -> None:
    assert not repeats(sentence, unit)


def test_small_verbs_count() -> None:
    assert not repeats("México es parte del acuerdo", "México fue parte del acuerdo")
    assert not repeats("Mexico was part of it", "Mexico is part of it")
    assert repeats("México es parte de acuerdo", "México es parte de un acuerdo")


def test_only_a_date_at_the_head_may_be_left_out() -> None:
    assert repeats("México envió una carta", "En abril de 2026, México envió una carta")
    assert not repeats("México envió una carta", "En abril de 2026, según la prensa, México envió una carta")


def test_said_and_kept_are_shares_of_each_side() -> None:
    alignment = lay("soberanía confianza respeto", "soberanía confianza respeto cooperación")
    assert alignment.said == 3 / 3
    assert alignment.kept == 3 / 4


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [("acepta", "rechazo", "es"), ("con", "sin", "es"), ("without", "with", "en"), ("accepts", "rejects", "en")],
)
def test_opposites_work_both_ways(one: str, other: str, lang: str) -> None:
    assert opposed([one], [other], lang) == [one]
    assert opposed([other], [one], lang) == [other]
    assert opposed([one], [one], lang) == []


def test_critical_words_cover_negation_limits_and_rejection() -> None:
    assert all(is_critical(word, "es") for word in ("no", "salvo", "podria", "rechazamos", "segun"))
    assert all(is_critical(word, "en") for word in ("never", "unless", "might", "denies", "allegedly"))
    assert not is_critical("soberania", "es")
    assert is_negation("doesn't", "en")


@pytest.mark.parametrize(
    "doubtful",
    [
        f"¿{RECORD.rstrip('.')}?",
        RECORD.replace("presencia", "“presencia”"),
        RECORD.replace("presencia", "'presencia'"),
        RECORD.rstrip(".") + "…",
    ],
)
def test_punctuation_that_doubts_does_not_repeat_it(doubtful: str) -> None:
    assert not repeats(doubtful, RECORD)


@pytest.mark.parametrize(
    ("text", "lang", "grants"),
    [
        ("México no rechaza la intervención", "es", True),
        ("nunca se opuso a las tropas", "es", True),
        ("Mexico does not reject it", "en", True),
        ("no hemos dejado de rechazar la intervención", "es", False),
        ("we have not stopped objecting", "en", False),
        ("México rechaza la intervención y no cede", "es", False),
    ],
)
def test_a_denied_refusal_grants(text: str, lang: str, grants: bool) -> None:
    assert refuses_to_refuse([fold(token.text) for token in tokens(text)], lang) is grants


@pytest.mark.parametrize(
    "opening",
    [
        "Reitero que", "También", "También, reitero que", "Además, el Gobierno de México subraya que", "Cabe recordar que",
        "MÉXICO REITERA QUE", "Asimismo, recordamos que",
    ],
)  # fmt: skip
def test_an_opening_that_adds_nothing_is_no_other_claim(opening: str) -> None:
    assert repeats(f"{opening} {RECORD[0].lower()}{RECORD[1:]}", RECORD)


def test_openings_in_english() -> None:
    said = "Mexico rejects an intervention by the United States army."
    for opening in ("I reaffirm that", "In addition,", "Moreover, the Government of Mexico recalls that"):
        assert repeats(f"{opening} {said}", said)


@pytest.mark.parametrize(
    "opening",
    [
        "No reitero que", "Ya no reiteramos que", "Niego que", "Nadie subraya que", "El embajador reitera que",
        "Reitero que es falso que", "Reitero que no es cierto que", "Reitero:", "Estados Unidos reitera que", "Reiteraba que",
        "México recuerda que, según algunos,", "Reitero que reitero que no", "También en Washington,", "México no reitera que",
        "Quisiera reiterar que", "México reiteraría que", "Reitero que, salvo acuerdo,", "Reitero que también reitero que",
    ],
)  # fmt: skip
def test_any_other_opening_is_another_claim(opening: str) -> None:
    assert not repeats(f"{opening} {RECORD[0].lower()}{RECORD[1:]}", RECORD)


@pytest.mark.parametrize("tail", ["", " No.", " ¿Verdad?", ", salvo acuerdo.", " si conviene."])
def test_an_opening_covers_no_change_behind_it(tail: str) -> None:
    changed = RECORD.replace("nunca ", "").rstrip(".") if not tail else RECORD.rstrip(".") + tail
    assert not repeats(f"Reitero que {changed}", RECORD)
