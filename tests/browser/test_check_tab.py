"""Checking a text on the desk: files, marked sentences, suggestions in one click and back, two languages, memory."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from fpdf import FPDF

from tests.browser.axe import violations
from tests.browser.desks import MARKS, opened, sync_api, to_tab, typed

CONCESSION = "México acepta tropas estadounidenses en su territorio."
TERM = "La extradición de 37 personas fue una decisión soberana."
MENDED = "El traslado de 37 personas fue una decisión soberana."
TAG = "Lea más en http://gob.mx/sre hoy."
TEXT = f"{CONCESSION} {TERM} {TAG}"
BOX = "#check-text textarea"

pytestmark = MARKS


def _tab(page: "sync_api.Page", name: str = "Revisar un texto") -> None:
    to_tab(page, name)
    page.locator("#check-button").wait_for()


def _checked(page: "sync_api.Page", text: str) -> None:
    typed(page, BOX, text)
    page.click("#check-button")
    page.locator("#check-result a.sentence").first.wait_for()


def _has(page: "sync_api.Page", text: str) -> None:
    sync_api.expect(page.locator(BOX)).to_have_value(text)


def _offer(page: "sync_api.Page", words: str) -> "sync_api.Locator":
    return page.locator("#check-result .findings button.apply").filter(has_text=words)


def _word(path: Path) -> None:
    word = docx.Document()
    word.add_paragraph(CONCESSION)
    word.add_paragraph(TAG)
    word.save(str(path))


def _pdf(path: Path) -> None:
    pdf = FPDF(format="A4")
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    for each in (CONCESSION, TAG):
        pdf.multi_cell(0, 6, each, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(5)
    path.write_bytes(bytes(pdf.output()))


def _scan(path: Path) -> None:
    into = io.BytesIO()
    pytest.importorskip("PIL.Image").new("L", (400, 600), 128).save(into, "PNG")
    pdf = FPDF(format="A4")
    pdf.add_page()
    pdf.image(into, 0, 0, 210, 297)
    path.write_bytes(bytes(pdf.output()))


KINDS: dict[str, Callable[[Path], object]] = {
    "nota.docx": _word,
    "nota.pdf": _pdf,
    "nota.md": lambda path: path.write_text(f"**{CONCESSION}**\n\n{TAG}\n", encoding="utf-8"),
    "nota.txt": lambda path: path.write_text(f"{CONCESSION}\n\n{TAG}", encoding="utf-8"),
}


def test_a_file_of_every_kind_comes_into_the_box_and_a_bad_one_says_why(page: "sync_api.Page", tmp_path: Path) -> None:
    _tab(page)
    told = page.locator("#check-file-notice")
    for name, make in KINDS.items():
        make(tmp_path / name)
        typed(page, BOX, "otra cosa")
        with page.expect_file_chooser() as chooser:
            page.click("button#check-file, #check-file button")
        chooser.value.set_files(str(tmp_path / name))
        told.get_by_text(f"Se abrió «{name}»").wait_for()
        _has(page, f"{CONCESSION}\n\n{TAG}")
    for name, make, why in (
        ("foto.pdf", _scan, "El PDF es una imagen sin texto"),
        ("roto.docx", lambda path: path.write_bytes(b"PK\x03\x04 word/ [Content_Types].xml"), "El archivo está dañado"),
    ):
        make(tmp_path / name)
        with page.expect_file_chooser() as chooser:
            page.click("button#check-file, #check-file button")
        chooser.value.set_files(str(tmp_path / name))
        told.get_by_text(why).wait_for()
        _has(page, f"{CONCESSION}\n\n{TAG}")


def test_suggestions_are_put_in_taken_back_and_put_in_again(page: "sync_api.Page") -> None:
    _tab(page)
    _checked(page, TEXT)
    _offer(page, "El traslado de").click()
    first = TEXT.replace(TERM, MENDED)
    _has(page, first)
    page.locator("#check-note").get_by_text("Revisado de nuevo").wait_for()
    assert page.locator("#check-note .badge").count() == 1
    sync_api.expect(_offer(page, "El traslado de")).to_have_count(0)
    _offer(page, "https://gob.mx/sre").click()
    second = first.replace("http://", "https://")
    _has(page, second)

    page.click("#check-undo")
    _has(page, first)
    sync_api.expect(_offer(page, "https://gob.mx/sre")).to_have_count(1)
    page.click("#check-undo")
    _has(page, TEXT)
    sync_api.expect(page.locator("#check-undo")).to_be_disabled()
    page.click("#check-redo")
    _has(page, first)
    page.click("#check-redo")
    _has(page, second)
    sync_api.expect(page.locator("#check-redo")).to_be_disabled()
    sync_api.expect(page.locator("#check-result .marked")).to_contain_text("https://gob.mx/sre")


def test_a_line_takes_a_sentences_place_and_is_judged_anew(page: "sync_api.Page") -> None:
    _tab(page)
    _checked(page, f"{CONCESSION} {TAG}")
    page.locator("#check-s-0 .offer button.apply").click()
    page.locator("#check-note .badge").wait_for()
    now = page.locator(BOX).input_value()
    assert now.endswith(TAG)
    assert CONCESSION not in now
    shown = page.locator("#check-s-0 > summary .badge").inner_text()
    assert shown == page.locator("#check-note .badge").first.inner_text()


def test_a_suggestion_follows_its_words_and_says_when_they_are_gone(page: "sync_api.Page") -> None:
    _tab(page)
    _checked(page, TEXT)
    page.fill(BOX, f"Antes. {TEXT}")
    page.locator("#check-stale").get_by_text("El texto cambió después").wait_for()
    _offer(page, "El traslado de").click()
    _has(page, f"Antes. {TEXT}".replace(TERM, MENDED))
    page.locator("#check-stale p").wait_for(state="hidden")

    changed = f"Antes. {TEXT}".replace("http://gob.mx/sre", "la página")
    page.fill(BOX, changed)
    _offer(page, "https://gob.mx/sre").click()
    page.locator("#check-notice").get_by_text("ya no corresponde").wait_for()
    _has(page, changed)


def test_a_sentence_opens_its_reasons_and_leads_back_by_keyboard(page: "sync_api.Page") -> None:
    _tab(page)
    _checked(page, TEXT)
    mark = page.locator("#check-m-0")
    mark.focus()
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#check-s-0 > summary")).to_be_focused()
    sync_api.expect(mark).to_have_attribute("aria-current", "true")
    entry = page.locator("#check-s-0")
    assert entry.locator(".side-by-side .side").count() >= 2
    assert "Paráfrasis" in entry.inner_text()
    entry.locator(".back a").focus()
    page.keyboard.press("Enter")
    sync_api.expect(mark).to_be_focused()
    page.locator("#check-result .findings a.go").first.click()
    sync_api.expect(page.locator("#check-result details.by-sentence summary:focus")).to_have_count(1)
    entry.locator("button.cite").first.click()
    page.locator("#statement-panel .statement").wait_for()


def test_the_other_language_and_the_day_are_heeded_and_the_filter_hides_what_is_settled(page: "sync_api.Page") -> None:
    _tab(page)
    page.get_by_role("button", name="Versión en el otro idioma").click()
    typed(page, "#check-other textarea", "38 people were transferred to the United States.")
    page.get_by_role("button", name="Publicación, fecha e idioma").click()
    page.get_by_label("Es una sola publicación").check()
    page.get_by_label("Fecha en que se publica").fill("2024-05-01")
    typed(page, BOX, "Gracias al gobierno hay avances. Se trasladó a 37 personas a Estados Unidos.")
    page.locator("#check-counter .length-ring.fits").wait_for()
    page.click("#check-button")
    page.locator("#check-result").get_by_text("Dos idiomas").first.wait_for()
    assert "veda" in page.locator("#check-result").inner_text()
    notes = page.locator("#check-result section.settled, #check-result details.settled")
    if notes.count():
        page.get_by_label("Solo lo que hay que resolver").check()
        sync_api.expect(notes.first).to_be_hidden()

    typed(page, BOX, "a" * 300)
    ring = page.locator("#check-counter .length-ring.over")
    ring.wait_for()
    assert ring.get_attribute("aria-label") == "Caracteres de más: 20 (300 de 280)"
    page.get_by_label("Fecha en que se publica").fill("mañana")
    page.click("#check-button")
    page.locator("#check-notice").get_by_text("no es una fecha").wait_for()


def test_the_form_survives_a_reload_and_is_cleared_and_brought_back(page: "sync_api.Page", desk: str) -> None:
    _tab(page)
    typed(page, BOX, TEXT)
    page.get_by_role("button", name="Publicación, fecha e idioma").click()
    page.get_by_label("Es una sola publicación").check()
    page.locator("#check-counter .length-ring").wait_for()
    page.wait_for_function("(localStorage.getItem('desk-check') || '').includes('true')")
    page.reload()
    page.wait_for_selector("#draft-button")
    _tab(page)
    _has(page, TEXT)
    page.locator("#check-counter .length-ring").wait_for()

    page.click("#check-button")
    page.locator("#check-result a.sentence").first.wait_for()
    page.click("#check-clear")
    _has(page, "")
    page.locator("#check-note").get_by_text("trae el texto de vuelta").wait_for()
    page.click("#check-undo")
    _has(page, TEXT)
    page.locator("#check-result a.sentence").first.wait_for()


@pytest.mark.parametrize(
    ("locale", "width", "theme"),
    [("es-MX", 1280, "light"), ("en-GB", 1280, "dark"), ("es-MX", 400, "dark"), ("en-GB", 400, "light")],
)
def test_nothing_keeps_anybody_out(browser: "sync_api.Browser", desk: str, locale: str, width: int, theme: str) -> None:
    with opened(browser, desk, locale, width) as page:
        page.goto(f"{desk}?__theme={theme}")
        page.wait_for_selector("#draft-button")
        _tab(page, "Revisar un texto" if locale == "es-MX" else "Check a text")
        _checked(page, f"{TEXT} El diálogo sigue.")
        _offer(page, "https://gob.mx/sre").click()
        page.locator("#check-note .word-diff").wait_for()
        said = page.locator("#check-result").inner_text()
        assert ("Sentence by sentence" in said) is (locale == "en-GB")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert violations(page) == []
