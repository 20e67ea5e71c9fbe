"""Who a label names, in what role, and whether that is a federal position."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.record.readers.labels import Kind, Speaker, bare_label, read_label, resolve
from assistant.record.readers.offices import is_federal, natural_name, natural_role
from assistant.record.readers.speakers import bundled_registry, key

REGISTRY = bundled_registry()
DAY = date(2026, 1, 20)
PRESIDENT = "Presidenta de los Estados Unidos Mexicanos"
SECURITY = "Secretario de Seguridad y Protección Ciudadana"
NORTH = "Subsecretario para América del Norte, Secretaría de Relaciones Exteriores"


def read(label: str, day: date = DAY) -> Speaker:
    return read_label(label, day, REGISTRY)


@pytest.mark.parametrize(
    ("label", "name", "role"),
    [
        ("PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO", "Claudia Sheinbaum Pardo", PRESIDENT),
        ("PRESIDENTA CLAUDIA SHEINBAUM PARDO", "Claudia Sheinbaum Pardo", PRESIDENT),
        ("PRESIDENTA DE MÉXICO CLAUDIA SHEINBAUM PARDO", "Claudia Sheinbaum Pardo", PRESIDENT),
        ("RESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO", "Claudia Sheinbaum Pardo", PRESIDENT),
        ("PRESIDENTA DE MÉXICO, CLAUDIA SHEIBAUM PARDO", "Claudia Sheinbaum Pardo", PRESIDENT),
        (
            "SECRETARIO DE SEGURIDAD Y PROTECCIÓN CIUDADANA, OMAR GARCÍA HARFUCH",
            "Omar García Harfuch",
            SECURITY,
        ),
        (
            "OMAR HAMID GARCIA HARFUCH, SECRETARIO DE SEGURIDAD Y PROTECCIÓN CIUDADANA",
            "Omar García Harfuch",
            SECURITY,
        ),
        (
            "SECRETARIO DE RELACIONES EXTERIORES, JUAN RAMÓN DE LA FUENTE RAMÍREZ (ENLACE VIDEOLLAMADA)",
            "Juan Ramón de la Fuente Ramírez",
            "Secretario de Relaciones Exteriores",
        ),
        (
            "SUBSECRETARIO PARA AMÉRICA DEL NORTE DE LA SECRETARÍA DE RELACIONES EXTERIORES, ROBERTO VELASCO ÁLVAREZ",
            "Roberto Velasco Álvarez",
            NORTH,
        ),
        (
            "SECRETARIO DE AGRICULTURA Y DESARROLLO RURAL, DOCTOR JULIO BERDEGUÉ SACRISTÁN",
            "Julio Berdegué Sacristán",
            "Secretario de Agricultura y Desarrollo Rural",
        ),
        (
            "SECRETARÍA DE GOBERNACIÓN, ROSA ICELA RODRÍGUEZ VELÁZQUEZ",
            "Rosa Icela Rodríguez Velázquez",
            "Secretaria de Gobernación",
        ),
        (
            "FISCAL GENERAL DE LA REPÚBLICA, ERNESTINA GODOY RAMOS",
            "Ernestina Godoy Ramos",
            "Fiscal General de la República",
        ),
        (
            "EMBAJADORA DE MÉXICO EN SUECIA, ANA LUZ PRIETO VERA",
            "Ana Luz Prieto Vera",
            "Embajadora de México en Suecia",
        ),
        (
            "CÓNSUL GENERAL DE MÉXICO EN LAREDO, JUAN LUZ VERA",
            "Juan Luz Vera",
            "Cónsul General de México en Laredo",
        ),
        (
            "(VIDEOLLAMADA) SECRETARIA DE TURISMO, JOSEFINA RODRÍGUEZ ZAMORA",
            "Josefina Rodríguez Zamora",
            "Secretaria de Turismo",
        ),
        (
            "DIRECTORA GENERAL DE LA COMISIÓN NACIONAL DEL AGUA (CONAGUA), ANA LUZ PRIETO VERA",
            "Ana Luz Prieto Vera",
            "Directora General de la Comisión Nacional del Agua",
        ),
    ],
)
def test_positions(label: str, name: str, role: str) -> None:
    assert read(label) == Speaker(kind=Kind.GOVERNMENT, name=name, role=role)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("PREGUNTA", Kind.JOURNALIST),
        ("PREGUNTA(VIDEOLLAMADA)", Kind.JOURNALIST),
        ("INTERLOCUTIR", Kind.JOURNALIST),
        ("+MODERADOR", Kind.MODERATOR),
        ("MODERADO", Kind.MODERATOR),
        ("MODERADORA 2", Kind.MODERATOR),
        ("VOZ MUJER, DE RESTAURANTE LA LUNA", Kind.VOICE),
        ("(VOZ MUJER", Kind.VOICE),
        ("VOCES A CORO", Kind.VOICE),
        ("(PROYECCIÓN DE VIDEO)", Kind.STAGE),
        ("(PROYECCIÓN DE VIDEO. EL AGUA", Kind.STAGE),
        ("PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO (FRAGMENTO DEL DISCURSO DE 2024)", Kind.STAGE),
        ("GOBERNADORA DE GUERRERO, ANA LUZ PRIETO VERA", Kind.GUEST),
        ("JEFA DE GOBIERNO DE LA CIUDAD DE MÉXICO, CLARA BRUGADA MOLINA", Kind.GUEST),
        ("SECRETARIA DE SALUD DE GUERRERO, ANA LUZ PRIETO VERA", Kind.GUEST),
        ("SECRETARIA DE SALUD, GOBIERNO DE GUERRERO, ANA LUZ PRIETO VERA", Kind.GUEST),
        ("SECRETARIO DE SEGURIDAD DEL ESTADO DE MÉXICO, JUAN LUZ VERA", Kind.GUEST),
        ("FISCAL GENERAL DEL ESTADO DE SONORA, JUAN LUZ VERA", Kind.GUEST),
        ("DIRECTOR GENERAL DE BIMBO, JUAN LUZ VERA", Kind.GUEST),
        ("DIRECTORA DEL HOSPITAL REGIONAL DEL ISSSTE, ANA LUZ VERA", Kind.GUEST),
        ("SECRETARIO GENERAL DEL SINDICATO NACIONAL, JUAN LUZ VERA", Kind.GUEST),
        ("PRESIDENTE DE COCA-COLA MÉXICO, JUAN LUZ VERA", Kind.GUEST),
        ("PRESIDENTE DE LA REPÚBLICA FRANCESA, JUAN LUZ VERA", Kind.GUEST),
        ("PRESIDENTE DE LA REPÚBLICA, JUAN LUZ VERA", Kind.GUEST),
        ("EXPRESIDENTE DE MÉXICO, JUAN LUZ VERA", Kind.GUEST),
        ("CANDIDATA A LA PRESIDENCIA DE MÉXICO, CLAUDIA SHEINBAUM PARDO", Kind.GUEST),
        ("EMBAJADOR DE ESTADOS UNIDOS EN MÉXICO, JUAN LUZ VERA", Kind.GUEST),
        ("CONSEJERA JURÍDICA, ANA LUZ VERA", Kind.GUEST),
        ("PRESIDENTA", Kind.UNATTRIBUTED),
        ("SECRETARIO DE RELACIONES EXTERIORES", Kind.UNATTRIBUTED),
        ("ANA LUZ VERA", Kind.UNATTRIBUTED),
        ("???", Kind.UNATTRIBUTED),
    ],
)
def test_no_positions(label: str, kind: Kind) -> None:
    assert read(label).kind is kind


def test_the_president_is_only_who_holds_the_office_that_day() -> None:
    label = "PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO"
    assert read(label, date(2024, 9, 30)).kind is Kind.GUEST
    assert read(label, date(2024, 10, 1)).kind is Kind.GOVERNMENT


def test_a_role_that_had_not_begun_or_was_over_is_not_believed() -> None:
    label = "SUBSECRETARIO PARA AMÉRICA DEL NORTE, ROBERTO VELASCO ÁLVAREZ"
    unit = "Jefe de la Unidad para América del Norte, Secretaría de Relaciones Exteriores"
    assert [read(label, date(2025, 5, 16)).role, read(label, date(2025, 10, 14)).role] == [unit, NORTH]
    old = "SECRETARIA DE LA FUNCIÓN PÚBLICA, RAQUEL BUENROSTRO SÁNCHEZ"
    assert read(old, date(2024, 10, 2)).role == "Secretaria de la Función Pública"
    assert read(old, date(2025, 2, 6)).role == "Secretaria Anticorrupción y Buen Gobierno"


def test_of_two_roles_on_a_day_the_label_chooses_and_a_bare_name_does_not() -> None:
    december = date(2025, 12, 9)
    acting = "ENCARGADO DE DESPACHO DE LA SECRETARÍA DE RELACIONES EXTERIORES, ROBERTO VELASCO ÁLVAREZ"
    assert read(acting, december).role == "Encargado de despacho de la Secretaría de Relaciones Exteriores"
    assert read("SUBSECRETARIO PARA AMÉRICA DEL NORTE, ROBERTO VELASCO ÁLVAREZ", december).role == NORTH
    assert resolve(read("ROBERTO VELASCO ÁLVAREZ"), december, {}, REGISTRY).kind is Kind.UNATTRIBUTED
    assert resolve(read("ROBERTO VELASCO ÁLVAREZ"), DAY, {}, REGISTRY).role == NORTH


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("JUAN RAMÓN DE LA FUENTE RAMÍREZ", date(2026, 6, 1)),
        ("ROBERTO VELASCO ÁLVAREZ", date(2026, 6, 1)),
        ("ALEJANDRO GERTZ MANERO", date(2025, 12, 15)),
        ("ROGELIO RAMÍREZ DE LA O", date(2025, 6, 1)),
        ("EDGAR AMADOR ZAMORA", date(2025, 3, 1)),
        ("SERGIO SALOMÓN CÉSPEDES PEREGRINA", date(2024, 12, 11)),
    ],
)
def test_a_bare_name_without_evidence_of_a_role_is_unattributed(name: str, day: date) -> None:
    assert resolve(read(name, day), day, {}, REGISTRY).kind is Kind.UNATTRIBUTED


def test_a_later_office_is_taken_from_the_label() -> None:
    speaker = read("SECRETARIO DE RELACIONES EXTERIORES, ROBERTO VELASCO ÁLVAREZ", date(2026, 6, 1))
    assert (speaker.kind, speaker.role) == (Kind.GOVERNMENT, "Secretario de Relaciones Exteriores")


def test_a_bare_name_is_settled_by_the_file_then_by_the_registry() -> None:
    titular = Speaker(kind=Kind.GOVERNMENT, name="Ana Luz Vera", role="Titular de la Conagua")
    unknown, known = read("ANA LUZ VERA"), read("OMAR GARCÍA HARFUCH")
    assert resolve(unknown, DAY, {key("Ana Luz Vera"): titular}, REGISTRY) == titular
    assert resolve(unknown, DAY, {}, REGISTRY).kind is Kind.UNATTRIBUTED
    assert resolve(known, DAY, {}, REGISTRY).role == SECURITY
    assert resolve(known, date(2020, 1, 1), {}, REGISTRY).kind is Kind.UNATTRIBUTED


def test_natural_case() -> None:
    assert natural_name("JUAN RAMÓN DE LA FUENTE RAMÍREZ") == "Juan Ramón de la Fuente Ramírez"
    assert natural_name("PACO IGNACIO TAIBO II") == "Paco Ignacio Taibo II"
    assert natural_role("DIRECTOR GENERAL DEL TREN MAYA S.A. DE C.V.", REGISTRY) == "Director General del Tren Maya"
    assert natural_role("VOCAL EJECUTIVA DEL FOVISSSTE", REGISTRY) == "Vocal Ejecutiva del Fovissste"


@given(st.text(max_size=80))
def test_any_label_has_an_answer(label: str) -> None:
    speaker = read(label)
    assert speaker.kind is not Kind.GOVERNMENT or (speaker.name and speaker.role)


@given(st.sampled_from(["GUERRERO", "SONORA", "JALISCO", "TEXAS", "LA CIUDAD DE MÉXICO", "ACAPULCO"]))
def test_a_place_behind_a_portfolio_makes_it_local(place: str) -> None:
    for portfolio in ("SALUD", "TURISMO", "MARINA", "RELACIONES EXTERIORES"):
        assert not is_federal(f"SECRETARIO DE {portfolio} DE {place}", REGISTRY)


@given(st.text(alphabet="ABC ()-,.", max_size=40))
def test_bare_labels_have_no_brackets(label: str) -> None:
    assert "(" not in bare_label(label)


@pytest.mark.parametrize(
    "label",
    [
        "SECRETARIO DE SALUD, JUAN LUZ VERA",
        "SECRETARIA DE TURISMO (GUERRERO), ANA LUZ PRIETO VERA",
        "SECRETARIO DE ENERGÍA, JOHN QUINCY SMITH",
        "SECRETARIO DE MARINA, JUAN LUZ VERA (INTERPRETACIÓN DEL INGLÉS AL ESPAÑOL)",
    ],
)
def test_a_stranger_in_an_office_whose_holder_is_known_waits_for_review(label: str) -> None:
    speaker = read(label)
    assert speaker.kind is Kind.UNATTRIBUTED
    assert speaker.name
    assert speaker.role


@pytest.mark.parametrize(
    "label",
    [
        "SECRETARIO DE ESTADO DE ESTADOS UNIDOS, MARCO RUBIO",
        "SECRETARIO DE ESTADO DE LOS ESTADOS UNIDOS DE AMÉRICA, MARCO RUBIO (INTERPRETACIÓN)",
        "SECRETARIO DE ESTADO, MARCO RUBIO",
        "MARCO RUBIO, SECRETARIO DE ESTADO DE ESTADOS UNIDOS",
        "PRESIDENTE DE LOS ESTADOS UNIDOS, JUAN LUZ VERA",
        "PRESIDENTE DE LOS ESTADOS UNIDOS DE AMÉRICA, JUAN LUZ VERA",
        "SECRETARIA DE ENERGÍA DE ESTADOS UNIDOS, ANA LUZ VERA",
        "SECRETARIO DE LA DEFENSA DE ESTADOS UNIDOS, JUAN LUZ VERA",
        "SECRETARIO DE MARINA DE ESTADOS UNIDOS, JUAN LUZ VERA",
        "MINISTRA DE RELACIONES EXTERIORES DE COLOMBIA, ANA LUZ VERA",
        "COMISIONADO DEL INSTITUTO NACIONAL DE MIGRACIÓN DE PANAMÁ, JUAN LUZ VERA",
        "EMBAJADOR DE ESTADOS UNIDOS EN MÉXICO, JUAN LUZ VERA",
        "CONSEJERO DELEGADO DE PEMEX PROVEEDORES, JUAN LUZ VERA",
    ],
)
def test_foreign_officials_and_business_never_speak_for_mexico(label: str) -> None:
    for day in (DAY, date(2026, 12, 1), date(2031, 1, 1)):
        speaker = read(label, day)
        assert resolve(speaker, day, {}, REGISTRY).kind is not Kind.GOVERNMENT


def test_a_misspelt_label_of_the_president_needs_her_name() -> None:
    for label in ("PRES1DENTA DE MÉXICO", "RESIDENTA DE MÉXICO", "PRESIDENTA DE MÉXIC0"):
        assert read(f"{label}, CLAUDIA SHEINBAUM PARDO").role == PRESIDENT
        assert read(f"{label}, ANA LUZ VERA").kind is not Kind.GOVERNMENT
    assert read("CANDIDATA A LA PRESIDENCIA DE MÉXICO, CLAUDIA SHEINBAUM PARDO").kind is Kind.GUEST
