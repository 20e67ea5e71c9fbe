"""The way to a cleared text as two officers meet it, in headless Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.domain import Brief, DraftFormat
from assistant.drafting.edited import put_on_desk
from assistant.settings import Settings
from tests.browser.axe import violations
from tests.browser.desks import MARKS, opened, served, sync_api, typed

POSITION = "México abrirá un consulado en Anchorage el próximo mes de marzo."
CONCESSION = "México acepta tropas estadounidenses en su territorio."
TOPIC = "Tercera reunión del Grupo de Implementación de Seguridad, Washington"
ANA, BEA, CARLA = "Ana Torres", "Beatriz Luna", "Carla Ruiz"
COUNTERPARTS = {"position": POSITION, "blocked": CONCESSION, "race": "", "looks": POSITION}
WHO = "#who :is(input, textarea)"
REASON = "#case-reason textarea"

pytestmark = MARKS


@pytest.fixture(scope="module")
def home(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a draft for clearance for each test, told apart by its topic."""
    copy = tmp_path_factory.mktemp("desk") / "home"
    shutil.copytree(bundled_home, copy)
    with Assistant.open(Settings(home=copy, _env_file=None)) as assistant:  # type: ignore[call-arg]
        for name, last in COUNTERPARTS.items():
            (draft,) = assistant.draft(Brief(topic=f"{TOPIC} ({name})", format=DraftFormat.TALKING_POINTS, lang="es"))
            texts = [draft.items[0].text, last, *[""] * len(draft.items)][: len(draft.items)]
            assistant.recheck(put_on_desk(draft), texts, by=ANA)
            assistant.clearance.submit(draft.id, ANA, comment=f"Urge: {name}")
    return copy


@pytest.fixture(scope="module")
def desk(home: Path) -> Iterator[str]:
    with served(home) as address:
        yield address


def open_case(page: "sync_api.Page", name: str, tab: str = "Visto bueno") -> None:
    page.get_by_role("tab", name=tab, exact=True).click()
    page.locator("#cases-list [data-case]").filter(has_text=f"({name})").click()
    page.locator("#case-head .case-title").filter(has_text=f"({name})").wait_for()


def called(page: "sync_api.Page", name: str) -> None:
    typed(page, WHO, name)
    page.locator(WHO).blur()


def test_a_new_position_is_accepted_and_two_people_clear_it(page: "sync_api.Page") -> None:
    open_case(page, "position")
    head = page.locator("#case-head")
    for expected in ("Que alguien acepte la posición nueva 1", "El visto bueno de otra persona", "posición nueva"):
        assert expected in head.inner_text()
    assert POSITION in page.locator("#case-text mark.unsupported").inner_text()
    page.get_by_role("button", name="Aceptar la posición 1").click()
    page.locator("#position-outcome").get_by_text("Escriba primero su nombre").wait_for()

    called(page, "ana torres")
    page.get_by_role("button", name="Aceptar la posición 1").click()
    page.locator("#position-outcome").get_by_text("figura en la autoría").wait_for()
    called(page, BEA)
    page.get_by_label("Agregarla al registro cuando").check()
    page.get_by_role("button", name="Aceptar la posición 1").click()
    page.locator("#case-positions").get_by_text(f"La aceptó {BEA}").wait_for()

    page.click("#case-clear")
    page.locator("#case-outcome").get_by_text("falta otra persona").wait_for()
    assert f"una persona que no sea {BEA}" in head.inner_text()
    page.click("#case-clear")
    page.locator("#case-outcome").get_by_text("ya dio su visto bueno").wait_for()
    called(page, CARLA)
    page.click("#case-clear")
    head.locator(".stepper .now").get_by_text("Con visto bueno").wait_for()
    page.locator("#case-copy").wait_for()
    assert page.locator("#case-clear").is_hidden()
    assert "Está en el registro." in page.locator("#case-positions").inner_text()
    page.locator("#case-trail summary").first.click()
    assert f"{CARLA} dio el visto bueno" in page.locator("#case-trail .log").inner_text()

    page.locator("#cases-state").get_by_label("Con visto bueno").check()
    page.locator("#cases-list [data-case]").filter(has_text="(position)").wait_for()
    page.click("#case-copy")
    page.locator("#case-head").get_by_text("Es copia de").wait_for()
    page.locator("#case-submit").wait_for()


@pytest.mark.parametrize("page", ["en-GB"], indirect=True)
def test_a_blocked_text_needs_a_reason_and_a_return_too(page: "sync_api.Page") -> None:
    open_case(page, "blocked", "Clearance")
    called(page, BEA)
    assert "It is blocked: mend it" in page.locator("#case-head").inner_text()
    assert page.locator("#case-positions [data-accept]").count() == 0
    for button, told in (("#case-clear", "is blocked"), ("#case-return", "why the draft is returned")):
        typed(page, REASON, "  no ")
        page.click(button)
        page.locator("#case-outcome").get_by_text(told).wait_for()
        assert page.input_value(REASON) == "  no "
    typed(page, "#comment-box textarea", "Half a thought")
    page.click("#cases-refresh")
    typed(page, REASON, "The legal office has asked for another wording.")
    page.click("#case-return")
    page.locator("#case-head .stepper .now").get_by_text("Returned").wait_for()
    assert "has to be edited" in page.locator("#case-head").inner_text()
    assert page.input_value("#comment-box textarea") == "Half a thought"
    assert page.input_value(REASON) == ""
    page.click("#comment-button")
    page.locator("#case-comments").get_by_text("Half a thought").wait_for()
    assert page.input_value("#comment-box textarea") == ""


def test_of_two_at_once_the_second_is_told_and_loses_nothing(browser: "sync_api.Browser", desk: str) -> None:
    with opened(browser, desk, "es-MX") as one, opened(browser, desk, "es-MX", width=400) as other:
        for page, name in ((one, BEA), (other, CARLA)):
            open_case(page, "race")
            called(page, name)
        typed(other, REASON, "Falta la hora de la reunión.")
        one.click("#case-clear")
        one.locator("#case-outcome").get_by_text("quedó congelado").wait_for()
        other.click("#case-return")
        other.locator("#case-outcome").get_by_text(f"{BEA} se adelantó").wait_for()
        other.locator("#case-head .stepper .now").get_by_text("Con visto bueno").wait_for()
        assert other.input_value(REASON) == "Falta la hora de la reunión."


@pytest.mark.parametrize(
    ("locale", "width", "theme"), [("es-MX", 1280, "light"), ("en-GB", 400, "light"), ("es-MX", 400, "dark")]
)
def test_everybody_can_read_and_reach_it(
    browser: "sync_api.Browser", desk: str, locale: str, width: int, theme: str
) -> None:
    with opened(browser, desk, locale, width=width) as page:
        if theme == "dark":
            page.goto(f"{desk}?__theme=dark")
            page.wait_for_selector("#draft-button")
        open_case(page, "looks", "Visto bueno" if locale == "es-MX" else "Clearance")
        for summary in page.locator("#case-trail summary").all():
            summary.click()
        page.locator("#case-trail .versions ins").first.wait_for()
        assert violations(page) == []
        assert not page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
        words = page.locator("body").inner_text()
        foreign = ("Cleared", "Return", "Refresh") if locale == "es-MX" else ("Devolver", "Actualizar", "Falta")
        assert not [each for each in (*foreign, "__i18n__") if each in words]
