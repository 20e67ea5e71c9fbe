"""The desk as a press officer meets it, in headless Chromium."""

from pathlib import Path

import pytest

from tests.browser.desks import MARKS, sync_api, typed
from tests.browser.desks import draft as _draft

THIRD_MEETING = "Tercera reunión del Grupo de Implementación de Seguridad, Washington"
CONCESSION = "México acepta tropas estadounidenses en su territorio."

pytestmark = MARKS


def test_drafting_editing_and_following_a_citation(page: "sync_api.Page") -> None:
    _draft(page, THIRD_MEETING)
    first = page.locator("#item-1")
    first.locator(".badge.consistent").wait_for()
    assert "Grupo de Implementación de Seguridad" in first.locator("textarea").input_value()
    assert page.locator("#draft-references li").count() >= 2

    first.locator("button.cite").first.click()
    panel = page.locator("#statement-panel")
    panel.locator("mark").first.wait_for()
    for expected in ("Secretaría de Relaciones Exteriores", "Cargo en esa fecha", "24 de enero de 2026", "Paráfrasis"):
        assert expected in panel.inner_text()
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")

    first.locator("textarea").fill(CONCESSION)
    first.locator(".checking").wait_for()
    assert page.locator("#draft-verdict .stale").is_visible()
    first.locator(".badge.contradicts").wait_for()
    assert "Bloqueado" in page.locator("#draft-verdict").inner_text()
    assert first.locator(".findings li.block").count() >= 1
    assert page.locator("#item-2 .badge.consistent").is_visible()

    page.locator("#export-txt:not([disabled])").wait_for()
    with page.expect_download() as download:
        page.click("#export-txt")
    assert CONCESSION in Path(download.value.path()).read_text(encoding="utf-8")


def test_off_topic_is_no_record(page: "sync_api.Page") -> None:
    _draft(page, "La mejor receta de mole poblano")
    page.locator("#draft-verdict").get_by_text("No consta en el registro").wait_for()
    assert page.locator("#item-1").is_hidden()


def test_a_question_is_answered_or_nothing_is_on_the_record(page: "sync_api.Page") -> None:
    page.get_by_role("tab", name="Preguntar").click()
    typed(page, "#ask-question textarea", "¿Cuál es la mejor receta de mole poblano?")
    page.click("#ask-button")
    page.locator("#ask-answer").get_by_text("No consta en el registro").wait_for()
    typed(page, "#ask-question textarea", "¿Cuántas personas se han trasladado a Estados Unidos?")
    page.click("#ask-button")
    page.locator("#ask-answer .answer li").first.wait_for()
    page.locator("#ask-answer button.cite").first.click()
    page.locator("#statement-panel .statement").wait_for()


def test_a_hostile_text_is_shown_and_never_run(page: "sync_api.Page") -> None:
    page.get_by_role("tab", name="Revisar un texto").click()
    typed(page, "#check-text textarea", f"<img src=x onerror=window.pwned=1> {CONCESSION}")
    page.click("#check-button")
    page.locator("#check-result mark.contradicts").first.wait_for()
    assert "<img src=x" in page.locator("#check-result .marked").inner_text()
    assert page.evaluate("window.pwned") is None


def test_the_record_is_browsed_and_files_are_added(page: "sync_api.Page", tmp_path: Path) -> None:
    page.get_by_role("tab", name="Registro").click()
    page.locator("#record-list tbody tr").first.wait_for()
    assert page.locator("#record-list tbody tr").count() == 20
    typed(page, "#record-words textarea, #record-words input", "Cortafuegos")
    page.click("#record-button")
    page.wait_for_function("document.querySelectorAll('#record-list tbody tr').length < 20")
    page.locator("#record-list button.statement-link").first.click()
    assert "Cortafuegos" in page.locator("#statement-panel .statement").inner_text()
    page.keyboard.press("Escape")

    broken = tmp_path / "roto.txt"
    broken.write_text("sin encabezado", encoding="utf-8")
    page.get_by_role("tab", name="Agregar", exact=True).click()
    page.locator("#record-files input[type=file]").set_input_files(str(broken))
    page.locator("#record-files").get_by_text("roto").first.wait_for()
    page.click("#record-add")
    report = page.locator("#record-report")
    report.get_by_text("no se agregó").wait_for()
    assert "Ningún lector reconoce este archivo" in report.inner_text()


def test_a_search_of_the_record_says_why_each_statement_is_there(page: "sync_api.Page") -> None:
    page.get_by_role("tab", name="Registro").click()
    typed(page, "#record-words textarea, #record-words input", "revisión del USMCA desde:2026 de:Ebrard")
    page.click("#record-button")
    page.get_by_text("USMCA también como").wait_for()
    first = page.locator("#record-list tbody tr").first
    assert "Marcelo Ebrard Casaubon" in first.inner_text()
    first.get_by_text("Por qué").click()
    first.get_by_text("Filtros:").wait_for()
    assert "Puntaje:" in first.inner_text()
    typed(page, "#record-words textarea, #record-words input", '"ajolotes de la diplomacia"')
    page.click("#record-button")
    page.get_by_text("Ninguna declaración dice exactamente").wait_for()
    typed(page, "#record-words textarea, #record-words input", "de:Velasco")
    page.click("#record-button")
    page.locator("#record-list details.why").first.wait_for(state="detached")
    page.locator("#record-list tbody tr").first.wait_for()
    speakers = page.locator("#record-list button.statement-link").all_inner_texts()
    assert set(speakers) == {"Roberto Velasco Álvarez"}


@pytest.mark.parametrize("page", ["en-GB"], indirect=True)
def test_an_english_browser_gets_an_english_desk(page: "sync_api.Page") -> None:
    for name in ("Draft", "Ask", "Check a text", "Record"):
        assert page.get_by_role("tab", name=name, exact=True).is_visible()
    _draft(page, "Third meeting of the Security Implementation Group, Washington")
    page.locator("#item-1 .badge").wait_for()
    words = page.locator("body").inner_text()
    assert "Draft for clearance" in words
    assert "Security Implementation Group" in page.locator("#item-1 textarea").input_value()
    for spanish in ("Redactar", "Coincide", "Copiar", "__i18n__"):
        assert spanish not in words
