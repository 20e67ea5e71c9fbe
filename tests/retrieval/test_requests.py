"""What questions want, in both languages, and what only looks as if it wanted it."""

from datetime import date

import pytest

from assistant.domain import Wanted
from assistant.retrieval.requests import request_of

TODAY = date(2026, 3, 10)  # a Tuesday

CHANGES = [
    ("¿Qué ha cambiado desde enero sobre aranceles?", "aranceles", "2026-01-01"),
    ("¿Qué cambió desde el 15 de enero de 2026 sobre los aranceles al acero?", "los aranceles al acero", "2026-01-15"),
    ("¿Ha cambiado la posición sobre el petróleo a Cuba?", "el petróleo a Cuba", None),
    ("¿Ha cambiado nuestra postura en materia de tropas desde 2025?", "tropas", "2025-01-01"),
    ("¿Qué hay de nuevo desde la semana pasada sobre el T-MEC?", "el T-MEC", "2026-03-02"),
    ("¿Qué novedades hay sobre el traslado de reos desde febrero?", "el traslado de reos", "2026-02-01"),
    ("Desde enero, ¿qué ha cambiado sobre remesas?", "remesas", "2026-01-01"),
    ("Sobre aranceles, ¿qué cambió desde noviembre?", "aranceles", "2025-11-01"),
    ("¿Hubo cambios en la posición sobre Venezuela desde 2025-12-01?", "Venezuela", "2025-12-01"),
    ("¿Cómo ha evolucionado la posición sobre Cuba desde noviembre de 2025?", "Cuba", "2025-11-01"),
    ("Y desde entonces, ¿qué ha cambiado sobre el acero?", "el acero", None),
    ("¿Qué cambios ha habido desde el mes pasado en seguridad?", "seguridad", "2026-02-01"),
    ("que ha cambiado desde diciembre sobre agua", "agua", "2025-12-01"),
]
CHANGES_EN = [
    ("What has changed since January on tariffs?", "tariffs", "2026-01-01"),
    ("What changed since 15 January 2026 on steel tariffs?", "steel tariffs", "2026-01-15"),
    ("What's new on USMCA since last month?", "USMCA", "2026-02-01"),
    ("What\u2019s changed since yesterday on Cuba?", "Cuba", "2026-03-09"),
    ("Has our position on Cuba changed since November 2025?", "Cuba", "2025-11-01"),
    ("Has Mexico's position changed on foreign troops since 2025?", "foreign troops", "2025-01-01"),
    ("Have there been any changes on remittances since February?", "remittances", "2026-02-01"),
    ("How has the position on oil for Cuba changed since last year?", "oil for Cuba", "2025-01-01"),
    ("Since January, what has changed on security cooperation?", "security cooperation", "2026-01-01"),
    ("Has anything changed on tariffs since last week?", "tariffs", "2026-03-02"),
    ("what is new about the transfers since 2026-01-20?", "the transfers", "2026-01-20"),
    ("What has changed since May on water?", "water", "2025-05-01"),
]
FIRST = [
    ("¿Quién dijo primero que no habrá tropas extranjeras en México?", "no habrá tropas extranjeras en México"),
    ("¿Quién fue el primero en decir que México no acepta intervenciones?", "México no acepta intervenciones"),
    ("¿Quién fue la primera en hablar de reciprocidad?", "reciprocidad"),
    ("¿Quién habló por primera vez de la reciprocidad?", "la reciprocidad"),
    ("¿Quién lo dijo primero: no hay operaciones conjuntas?", "no hay operaciones conjuntas"),
    ("¿Cuándo se dijo por primera vez que el T-MEC se revisará?", "el T-MEC se revisará"),
    ("¿Desde cuándo México rechaza las tropas extranjeras?", "México rechaza las tropas extranjeras"),
    ("¿Cuándo fue la primera vez que México habló de petróleo para Cuba?", "petróleo para Cuba"),
    ("¿Quién planteó primero la revisión del T-MEC?", "la revisión del T-MEC"),
    ("¿Quién mencionó por primera vez los 92 traslados?", "los 92 traslados"),
    ("¿A partir de cuándo hay impuesto a las remesas?", "hay impuesto a las remesas"),
]
FIRST_EN = [
    ("Who said first that there are no joint operations?", "there are no joint operations"),
    ("Who was the first to say that Mexico does not accept troops?", "Mexico does not accept troops"),
    ("Who first mentioned the tax on remittances?", "the tax on remittances"),
    ("When did Mexico first say that oil is a sovereign decision?", "oil is a sovereign decision"),
    ("Since when does Mexico reject foreign troops?", "Mexico reject foreign troops"),
    ("Since when is oil sent to Cuba?", "oil sent to Cuba"),
    ("When was it first said that transfers total 92?", "transfers total 92"),
    ("Who proposed first a review of the USMCA?", "review of the USMCA"),
    ("Who raised it first: reciprocity?", "reciprocity"),
    ("who first said that Mexico coordinates?", "Mexico coordinates"),
]
NEITHER = {
    "es": [
        "¿Quién dijo que no hay tropas?",
        "¿Qué se acordó en la primera reunión del grupo?",
        "¿Qué cambios pide México al T-MEC desde 2020?",
        "¿Qué ha dicho México desde enero sobre aranceles?",
        "¿Cuál es la posición sobre el cambio climático?",
        "¿Qué dijo la primera mujer presidenta sobre Cuba?",
        "El cambio de la política de aranceles de Trump",
        "¿Cuándo fue la tercera reunión?",
        "¿Desde dónde salen los barcos con petróleo?",
        "¿Qué cambio de régimen pide?",
        "¿Qué opina de quienes preguntan qué ha cambiado?",
        "Lo primero que dijo Velasco",
    ],
    "en": [
        "Does Mexico want changes in the USMCA?",
        "What did Sheinbaum say first thing on Monday?",
        "What is the new tariff on steel?",
        "What was said at the first meeting of the group?",
        "does Mexico accept US troops since January?",
        "What is Mexico's position on climate change?",
        "Who said that there are no troops?",
        "What changes does Mexico want in the treaty?",
        "The first lady said something",
        "When was the third meeting?",
    ],
}


@pytest.mark.parametrize(
    ("question", "matter", "since", "lang"),
    [(*each, "es") for each in CHANGES] + [(*each, "en") for each in CHANGES_EN],
)
def test_what_changed_is_asked(question: str, matter: str, since: str | None, lang: str) -> None:
    request = request_of(question, lang, TODAY)
    assert (request.wanted, request.matter) == (Wanted.CHANGES, matter)
    assert request.since == (date.fromisoformat(since) if since else None)


@pytest.mark.parametrize(
    ("question", "matter", "lang"), [(*each, "es") for each in FIRST] + [(*each, "en") for each in FIRST_EN]
)
def test_who_was_first_is_asked(question: str, matter: str, lang: str) -> None:
    request = request_of(question, lang, TODAY)
    assert (request.wanted, request.matter, request.since) == (Wanted.FIRST, matter, None)


@pytest.mark.parametrize(("question", "lang"), [(each, lang) for lang, all_of in NEITHER.items() for each in all_of])
def test_what_only_looks_like_it_asks_for_the_position(question: str, lang: str) -> None:
    request = request_of(question, lang, TODAY)
    assert (request.wanted, request.matter, request.since) == (Wanted.POSITION, question, None)


def test_a_question_may_name_no_matter() -> None:
    assert request_of("¿Qué ha cambiado desde enero?", "es", TODAY).matter == ""


def test_a_month_without_a_year_is_the_latest_that_has_begun() -> None:
    def since(text: str, today: date) -> date | None:
        return request_of(f"¿Qué ha cambiado desde {text} sobre agua?", "es", today).since

    assert since("marzo", TODAY) == date(2026, 3, 1)
    assert since("abril", TODAY) == date(2025, 4, 1)
    assert since("el 29 de febrero", date(2026, 3, 1)) == date(2026, 2, 28)
    assert since("el 20 de marzo", TODAY) == date(2025, 3, 20)
    assert since("marzo de 2024", TODAY) == date(2024, 3, 1)
    assert since("este año", TODAY) == date(2026, 1, 1)
