"""The overview and the ledger as somebody meets them in the browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from assistant.assembly import Assistant
from assistant.domain import Brief, DraftFormat, OutgoingStatus
from assistant.settings import Settings
from tests.browser.axe import violations
from tests.browser.desks import MARKS, opened, served, sync_api, to_tab, typed

pytestmark = MARKS
HELD = "La cooperación de México con Estados Unidos sigue, con respeto irrestricto a la soberanía y al territorio."
NEWEST = "2026-04-30-sheinbaum-chihuahua-foreign-agents"


@pytest.fixture(scope="module")
def home(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a draft, a text that went out, and a retired red line."""
    home = tmp_path_factory.mktemp("overview") / "home"
    shutil.copytree(bundled_home, home)
    with Assistant.open(Settings(home=home, _env_file=None)) as assistant:  # type: ignore[call-arg]
        assistant.draft(Brief(topic="Traslado de 37 personas a Estados Unidos", format=DraftFormat.POST, lang="es"))
        assistant.keep_text(HELD, OutgoingStatus.PUBLISHED, lang="es")
        editing = assistant.ledger_editing
        editing.retire("red-line:ambassador-contradicts-himself", by="Bea", why="<i>Dejó el cargo</i>")
    return home


@pytest.fixture(scope="module")
def desk(home: Path) -> Iterator[str]:
    with served(home) as address:
        yield address


def go_to(page: "sync_api.Page", name: str) -> None:
    """Open the overview."""
    to_tab(page, name)
    page.locator("#overview-months figure").wait_for()


def open_ledger(page: "sync_api.Page") -> None:
    """Open the ledger, the fourth place in the tab over the record."""
    english = page.evaluate("navigator.language").startswith("en")
    to_tab(page, "Record" if english else "Registro")
    page.locator("#record-places").get_by_role("tab", name="Positions" if english else "Posiciones").click()
    page.locator("#ledger-shown .lg-principle").first.wait_for()


def test_the_overview_says_what_there_is_and_opens_the_last_statement(page: "sync_api.Page") -> None:
    go_to(page, "Panorama")
    state = page.locator("#overview-state").inner_text()
    assert "120" in state
    assert "30 abr 2026" in state
    assert "Nada que arreglar" in state
    gaps = page.locator("#overview-gaps")
    assert "Respecto de la última declaración del registro, 30 de abril de 2026" in gaps.inner_text()
    gaps.locator("button[data-statement]").first.click()
    page.locator("#statement-panel .statement").wait_for()
    page.keyboard.press("Escape")
    page.locator("#statement-panel").wait_for(state="hidden")
    assert page.locator("#overview-drafts button[data-draft]").count() == 1
    assert page.locator("#overview-topics tbody tr").count() == 60  # as bars, and as a table
    assert "assistant eval --out" in page.locator("#overview-eval").inner_text()


def test_another_period_has_as_many_months(page: "sync_api.Page") -> None:
    go_to(page, "Panorama")
    assert page.locator(".ov-bar").count() == 24
    page.locator("#overview-period input").click()
    page.get_by_role("option", name="Últimos 12 meses").click()
    page.wait_for_function("document.querySelectorAll('.ov-bar').length === 12")


def test_a_term_is_added_and_found_and_what_went_out_no_longer_agrees(page: "sync_api.Page", home: Path) -> None:
    go_to(page, "Panorama")
    open_ledger(page)
    page.locator("#ledger-change > button").first.click()
    page.locator("#ledger-save").click()
    page.locator("#ledger-said").get_by_text("Escriba primero su nombre").wait_for()
    typed(page, "#who input, #who textarea", "Ana Prueba")
    page.locator("#ledger-save").click()
    page.locator("#ledger-said").get_by_text("Elija a qué principio pertenece").wait_for()
    page.locator("#ledger-of input").click()
    page.get_by_role("option", name="respeto mutuo").click()
    typed(page, "#ledger-words-es textarea", "respeto irrestricto")
    typed(page, "#ledger-long-es textarea", "Ya no se dice así.")
    typed(page, "#ledger-long-en textarea", "No longer said.")
    page.locator("#ledger-severity").get_by_text("Bloquea el texto").click()
    page.locator("#ledger-save").click()
    page.locator("#ledger-said").get_by_text("Falta en qué se apoya").wait_for()
    typed(page, "#ledger-find textarea, #ledger-find input", "agentes extranjeros Chihuahua")
    page.keyboard.press("Enter")
    page.locator("#ledger-found p").wait_for()
    page.locator("#ledger-evidence input").click()
    page.get_by_role("option", name="2026-04-30").first.click()
    page.keyboard.press("Escape")
    typed(page, "#ledger-why textarea, #ledger-why input", "Acuerdo del lunes")
    page.locator("#ledger-save").click()
    page.locator("#ledger-said").get_by_text("Guardado: avoid:mutual-respect/respeto-irrestricto").wait_for()
    assert "Ana Prueba" in page.locator("#ledger-history").inner_text()
    assert "Acuerdo del lunes" in page.locator("#ledger-history").inner_text()
    written = yaml.safe_load((home / "ledger.yaml").read_text(encoding="utf-8"))
    assert written["avoided"][0]["terms"] == {"es": ["respeto irrestricto"]}
    assert written["avoided"][0]["evidence"]

    go_to(page, "Panorama")
    page.locator("#overview-check").click()
    drift = page.locator("#overview-drift .ov-drift")
    drift.wait_for()
    assert "Ya no se dice así" in drift.inner_text()

    page.get_by_role("tab", name="Revisar un texto").click()
    typed(page, "#check-text textarea", HELD)
    page.click("#check-button")
    page.locator("#check-result .findings li.block").first.wait_for()
    assert "Ya no se dice así" in page.locator("#check-result").inner_text()


@pytest.mark.parametrize("page", ["en-GB"], indirect=True)
def test_a_retired_red_line_is_listed_and_restored(page: "sync_api.Page", home: Path) -> None:
    go_to(page, "Overview")
    open_ledger(page)
    gone = page.locator("#ledger-retired")
    assert "<i>Dejó el cargo</i>" in gone.inner_text()
    assert "Bea" in gone.inner_text()
    page.locator("#ledger-change > button").first.click()
    typed(page, "#who input, #who textarea", "Ana Prueba")
    page.locator("#ledger-kind").get_by_text("Red line").click()
    page.locator("#ledger-entry input").click()
    page.get_by_role("option", name="retired").click()
    page.wait_for_function("!document.querySelector('#ledger-restore').disabled")
    typed(page, "#ledger-why textarea, #ledger-why input", "It still holds")
    page.locator("#ledger-restore").click()
    page.locator("#ledger-said").get_by_text("Restored: red-line:ambassador-contradicts-himself").wait_for()
    assert page.locator("#ledger-retired").count() == 0
    assert not yaml.safe_load((home / "ledger.yaml").read_text(encoding="utf-8")).get("retired")


@pytest.mark.parametrize(
    ("locale", "name", "width", "theme"),
    [("es-MX", "Panorama", 1280, "light"), ("es-MX", "Panorama", 400, "dark"), ("en-GB", "Overview", 400, "light"),
     ("en-GB", "Overview", 1280, "dark")],
)  # fmt: skip
def test_everybody_can_use_it(
    browser: "sync_api.Browser", desk: str, locale: str, name: str, width: int, theme: str
) -> None:
    with opened(browser, desk, locale, width) as page:
        page.goto(f"{desk}?__theme={theme}")
        page.wait_for_selector("#draft-button")
        go_to(page, name)
        for summary in page.locator(".ov-data summary").all():
            summary.click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        open_ledger(page)
        page.locator("#ledger-shown .lg-principle summary").first.click()
        page.locator("#ledger-change > button").first.click()
        page.locator("#ledger-save").wait_for()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
