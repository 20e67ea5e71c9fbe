"""The tab that answers, in a browser: answer, course, changes, the other side, files, and what outlives a reload."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.settings import Settings
from tests.browser.axe import violations
from tests.browser.desks import MARKS, opened, served, sync_api, typed

pytestmark = MARKS
CUBA = {
    "es-MX": "¿Qué ha cambiado desde febrero de 2026 sobre el petróleo a Cuba?",
    "en-GB": "What has changed since February 2026 on oil for Cuba?",
}
WORDS = {
    "es-MX": {
        "tab": "Preguntar",
        "changes": "Qué ha cambiado desde el 1 de febrero de 2026",
        "theirs": "La otra parte",
    },
    "en-GB": {"tab": "Ask", "changes": "What has changed since 1 February 2026", "theirs": "The other side"},
}
NOTE = """---
speaker: Marco Rubio
role: Secretario de Estado de Estados Unidos
date: 2026-04-02
form: verbatim
side: counterpart
---
Ningún país, tampoco México, debe enviar petróleo a Cuba; el petróleo que México envía a Cuba sostiene a su gobierno.
"""


@pytest.fixture(scope="module")
def desk(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("asking")
    home, note = folder / "home", folder / "rubio.md"
    shutil.copytree(bundled_home, home)
    note.write_text(NOTE, encoding="utf-8")
    with Assistant.open(Settings(home=home, _env_file=None)) as assistant:  # type: ignore[call-arg]
        assistant.ingest([note])
    with served(home) as address:
        yield address


def ask(page: "sync_api.Page", question: str, tab: str) -> None:
    page.get_by_role("tab", name=tab, exact=True).click()
    typed(page, "#ask-question textarea", question)
    page.click("#ask-button")


@pytest.mark.parametrize("locale", ["es-MX", "en-GB"])
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (400, "dark")])
def test_an_answer_with_all_that_belongs_to_it(
    browser: "sync_api.Browser", desk: str, locale: str, width: int, theme: str
) -> None:
    words = WORDS[locale]
    with opened(browser, desk, locale, width) as page:
        if theme == "dark":
            page.goto(f"{desk}?__theme=dark")
            page.wait_for_selector("#draft-button")
        ask(page, CUBA[locale], words["tab"])
        answer = page.locator("#ask-answer")
        answer.get_by_role("heading", name=words["changes"]).wait_for()
        assert answer.locator(".answer li mark").count() >= 2
        assert answer.locator(".answer li.superseded").count() >= 1
        sides = answer.locator(".two-sides")
        assert "Marco Rubio" in sides.locator(".theirs").inner_text()
        assert "Marco Rubio" not in sides.locator(".ours").inner_text()
        assert "Marco Rubio" not in answer.locator("ol.answer").inner_text()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_point_is_reached_with_the_keyboard_and_opens_its_statement(page: "sync_api.Page") -> None:
    ask(page, CUBA["es-MX"], "Preguntar")
    points = page.locator("#ask-course .point")
    points.first.wait_for()
    assert points.count() >= 3
    points.nth(1).focus()
    page.keyboard.press("Shift+Tab")
    focused = page.locator("#ask-course .point:focus")
    assert focused.count() == 1
    assert "Sheinbaum" in (focused.get_attribute("aria-label") or "")
    focused.locator("xpath=following-sibling::span").wait_for(state="visible")
    page.keyboard.press("Enter")
    page.locator("#statement-panel .statement mark").first.wait_for()


def test_a_citation_opens_its_statement_at_the_quote(page: "sync_api.Page") -> None:
    ask(page, CUBA["es-MX"], "Preguntar")
    first = page.locator("#ask-answer .answer li").first
    quote = first.locator("mark").inner_text()
    first.get_by_role("button", name="Ver la declaración").click()
    page.locator("#statement-panel .statement mark").first.wait_for()
    assert page.locator("#statement-panel .statement mark").first.inner_text() == quote


def test_the_other_sides_statement_opens_marked_as_theirs(page: "sync_api.Page") -> None:
    ask(page, CUBA["es-MX"], "Preguntar")
    page.locator("#ask-answer .theirs").get_by_role("button", name="Ver la declaración").click()
    page.locator("#statement-panel .side-note").wait_for()
    assert "No es posición propia" in page.locator("#statement-panel").inner_text()


def test_a_day_asks_what_changed_and_a_wrong_one_is_told(page: "sync_api.Page") -> None:
    page.get_by_role("tab", name="Preguntar").click()
    typed(page, "#ask-question textarea", "petróleo a Cuba")
    typed(page, "#ask-changed-since input, #ask-changed-since textarea", "mañana")
    page.click("#ask-button")
    page.get_by_text("«mañana» no es una fecha").wait_for()
    typed(page, "#ask-changed-since input, #ask-changed-since textarea", "2026-04-29")
    page.click("#ask-button")
    page.locator("#ask-changes").get_by_text("No consta ningún cambio").wait_for()


def test_nothing_on_the_record_offers_what_is_nearest(page: "sync_api.Page") -> None:
    ask(page, "¿Cuántos homicidios hubo?", "Preguntar")
    page.locator("#ask-answer .empty").get_by_text("No consta en el registro").wait_for()
    near = page.locator("#ask-nearest li")
    near.first.wait_for()
    assert near.locator(".tag", has_text="No es una respuesta").count() == near.count()


def test_the_answer_is_downloaded(page: "sync_api.Page") -> None:
    ask(page, CUBA["es-MX"], "Preguntar")
    page.locator("#ask-answer .answer li").first.wait_for()
    button = page.locator("#ask-export-md")
    button.wait_for()
    with page.expect_download() as waiting:
        button.click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text.startswith("> **Borrador para visto bueno")
    assert "## Referencias" in text


def test_question_and_filters_outlive_a_reload(page: "sync_api.Page") -> None:
    ask(page, "petróleo", "Preguntar")
    page.locator("#ask-answer .answer li").first.wait_for()
    page.get_by_role("button", name="Acotar la búsqueda").click()
    page.get_by_label("Contraparte", exact=True).click()
    page.get_by_role("option", name="Cuba (4)").click()
    page.click("#ask-button")
    page.locator("#ask-answer .answer li").first.wait_for()
    page.reload()
    page.wait_for_selector("#draft-button")
    page.get_by_role("tab", name="Preguntar").click()
    page.wait_for_function("document.querySelector('#ask-question textarea').value === 'petróleo'")
    page.wait_for_function(
        "[...document.querySelectorAll('#ask-filters input')].some((box) => box.value === 'Cuba (4)')"
    )
