"""A draft on the desk: checked while it is typed, kept, put back after a reload, shared by two, compared and varied."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.axe import violations
from tests.browser.desks import MARKS, draft, opened, sync_api

THIRD_MEETING = "Tercera reunión del Grupo de Implementación de Seguridad, Washington"
MEETING_IN_ENGLISH = "Third meeting of the Security Implementation Group, Washington"
CONCESSION = "México acepta tropas estadounidenses en su territorio."
CONCESSION_IN_ENGLISH = "Mexico accepts United States troops on its territory."

pytestmark = MARKS


def _drafted(page: "sync_api.Page", topic: str = THIRD_MEETING) -> str:
    """Draft, and return the draft's id, which stands in the address."""
    draft(page, topic)
    page.locator("#item-1 .badge.consistent").wait_for()
    page.wait_for_function("() => new URL(location.href).searchParams.get('draft')")
    return parse_qs(urlsplit(page.url).query)["draft"][0]


def _named(page: "sync_api.Page", name: str) -> None:
    page.fill("#who input, #who textarea", name)
    page.locator("#who input, #who textarea").blur()


def _kept(page: "sync_api.Page", words: str) -> None:
    page.click("#keep-button")
    page.locator("#draft-notice").get_by_text(words).wait_for()


def _value(page: "sync_api.Page", item: int) -> str:
    return page.locator(f"#item-{item} textarea").input_value()


def _until_value(page: "sync_api.Page", item: int, text: str) -> None:
    script = "([n, t]) => document.querySelector(`#item-${n} textarea`)?.value === t"
    page.wait_for_function(script, arg=[item, text])


def _format(page: "sync_api.Page", words: str) -> None:
    page.locator("#brief-format input").click()
    page.get_by_role("option", name=words, exact=True).click()


def test_what_is_typed_is_checked_by_itself_and_stays(page: "sync_api.Page") -> None:
    _drafted(page)
    box = page.locator("#item-2 textarea")
    before = box.input_value()
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" México acepta tropas")
    page.locator("#item-2 .checking").wait_for()
    assert page.locator("#item-2 .item-head .badge.consistent").is_hidden()
    assert page.locator("#draft-verdict .stale").is_visible()
    page.keyboard.type(" estadounidenses en su territorio.")
    page.locator("#item-2 .item-head .badge.contradicts").wait_for()
    assert "Bloqueado" in page.locator("#draft-verdict .settled").inner_text()
    assert box.input_value() == f"{before} {CONCESSION}"
    assert page.evaluate("document.activeElement === document.querySelector('#item-2 textarea')")
    sentences = page.locator("#item-2 .sentences > li")
    assert [each.get_attribute("class") for each in sentences.all()] == ["consistent", "contradicts"]
    sentences.nth(1).locator("summary").click()
    sentences.nth(1).locator("button.cite").first.wait_for()
    assert page.locator("#item-1 .item-head .badge.consistent").is_visible()
    page.locator("#export-txt:not([disabled])").wait_for()

    box.fill(before)
    page.locator("#item-2 .item-head .badge.consistent").wait_for()
    page.locator("#draft-verdict .verdict.ready, #draft-verdict .settled .verdict.review").wait_for()


def test_text_that_was_not_kept_survives_a_reload_and_a_kept_one_too(page: "sync_api.Page") -> None:
    draft_id = _drafted(page)
    page.locator("#item-1 textarea").fill(CONCESSION)
    page.reload()
    page.wait_for_selector("#draft-button")
    _until_value(page, 1, CONCESSION)
    page.locator("#draft-notice").get_by_text("Se recuperó texto que no se había guardado").wait_for()
    page.locator("#item-1 .item-head .badge.contradicts").wait_for()
    assert draft_id in page.url

    page.click("#keep-button")
    page.locator("#draft-notice").get_by_text("Escriba primero su nombre").wait_for()
    _named(page, "María Ruiz")
    _kept(page, "Guardada como versión 2.")
    assert page.evaluate("(id) => localStorage.getItem('desk-draft:' + id)", draft_id) is None
    _kept(page, "Ya estaba guardada como versión 2.")
    page.reload()
    page.wait_for_selector("#draft-button")
    _until_value(page, 1, CONCESSION)
    page.locator("#item-1 .item-head .badge.contradicts").wait_for()
    assert page.locator("#draft-notice").inner_text().strip() == ""
    assert "Bloqueado" in page.locator("#draft-verdict .settled").inner_text()


def test_an_address_that_names_no_draft_says_so(browser: "sync_api.Browser", desk: str) -> None:
    with opened(browser, desk, "es-MX") as page:
        page.goto(f"{desk}?draft=d-nobody")
        page.locator("#draft-notice").get_by_text("En esta mesa no hay ningún borrador «d-nobody»").wait_for()


def test_two_on_one_draft_are_told_and_both_texts_are_kept(browser: "sync_api.Browser", desk: str) -> None:
    with opened(browser, desk, "es-MX") as maria, opened(browser, desk, "es-MX") as luis:
        draft_id = _drafted(maria)
        _named(maria, "María")
        _named(luis, "Luis")
        luis.goto(f"{desk}?draft={draft_id}")
        luis.locator("#item-1 .badge.consistent").wait_for()
        maria.locator("#draft-people").get_by_text("Luis también tiene abierto este borrador desde las").wait_for()
        luis.locator("#draft-people").get_by_text("María también tiene abierto este borrador").wait_for()

        first = _value(luis, 1)
        maria.locator("#item-1 textarea").fill("Primero, lo de María.")
        maria.locator("#item-1 .item-head .badge:not(.consistent)").wait_for()
        _kept(maria, "Guardada como versión 2.")
        luis.locator("#draft-people").get_by_text("Se guardó otra: Versión 2").wait_for()
        luis.locator("#item-2 textarea").fill("Segundo, lo de Luis.")
        luis.click("#keep-button")
        box = luis.locator("#draft-collision")
        box.get_by_text("Mientras usted editaba se guardó otra versión:").wait_for()
        assert "María" in box.inner_text()
        assert "La suya quedó como versión 3" in box.inner_text()
        assert box.locator(".word-diff ins").count() >= 1

        luis.click("#merge-by-hand")
        luis.locator("#draft-merging").get_by_role("button", name="Ponerlo en el punto 1").click()
        _until_value(luis, 1, "Primero, lo de María.")
        assert _value(luis, 2) == "Segundo, lo de Luis."
        luis.locator("#item-1 .item-head .badge:not(.consistent)").wait_for()
        _kept(luis, "Guardada como versión 4.")
        luis.locator("#draft-history > button.label-wrap").click()
        listed = luis.locator("#draft-history .history li")
        listed.nth(3).wait_for()
        assert [("María" in row, "Luis" in row) for row in listed.all_inner_texts()] == [
            (False, True), (False, True), (True, False), (False, False),
        ]  # fmt: skip

        listed.nth(3).get_by_role("button", name="Restaurar la versión 1").click()
        _until_value(luis, 1, first)
        listed.nth(4).wait_for()
        listed.nth(0).get_by_role("button", name="Ver los cambios de la versión 5").click()
        luis.locator("#history-diff .word-diff del").first.wait_for()


def test_taking_theirs_puts_their_text_on_the_desk(browser: "sync_api.Browser", desk: str) -> None:
    with opened(browser, desk, "en-GB") as ann, opened(browser, desk, "en-GB") as bob:
        draft_id = _drafted(ann, MEETING_IN_ENGLISH)
        _named(ann, "Ann")
        _named(bob, "Bob")
        bob.goto(f"{desk}?draft={draft_id}")
        bob.locator("#item-1 .badge.consistent").wait_for()
        ann.locator("#item-1 textarea").fill("Ann's own words.")
        _kept(ann, "Saved as version 2.")
        bob.locator("#item-1 textarea").fill("Bob's own words.")
        bob.click("#keep-button")
        bob.locator("#draft-collision").get_by_text("another version was saved").wait_for()
        bob.click("#take-theirs")
        _until_value(bob, 1, "Ann's own words.")
        bob.locator("#draft-collision").wait_for(state="hidden")
        bob.locator("#draft-history > button.label-wrap").click()
        assert bob.locator("#draft-history .history li").count() == 4
        for spanish in ("Versiones guardadas", "Guardar", "Revisando", "__i18n__"):
            assert spanish not in bob.locator("#draft-side").inner_text()


def test_other_versions_in_one_click_side_by_side(page: "sync_api.Page") -> None:
    _drafted(page)
    items = page.locator(".item-row:visible").count()
    idle = page.locator("#draft-variations button.idle")
    assert set(idle.all_inner_texts()) == {"Más cálida", "Más firme"}
    assert "Requiere un modelo de lenguaje" in (idle.first.get_attribute("title") or "")
    page.get_by_role("button", name="Más breve").click()
    page.locator("#draft-versions").get_by_text("Versión 2: Más breve").wait_for()
    page.wait_for_function(
        "(n) => [...document.querySelectorAll('.item-row')].filter((r) => r.offsetParent).length < n", arg=items
    )
    shorter = page.locator(".item-row:visible").count()
    page.get_by_role("button", name="En inglés").click()
    page.locator("#draft-versions").get_by_text("Versión 3: Inglés").wait_for()
    page.locator("#draft-differences p").first.wait_for()
    assert "Security Implementation Group" in _value(page, 1)
    page.locator("#draft-versions").get_by_label("Versión 2").check()
    page.wait_for_function("() => document.querySelector('#item-1 textarea').value.includes('Grupo')")

    page.click("#compare-button")
    columns = page.locator("#draft-columns .alternative")
    columns.nth(2).wait_for()
    assert "En la mesa" in columns.nth(1).inner_text()
    assert columns.nth(2).get_by_role("button", name="Tomar el punto").count() == 0
    columns.nth(0).get_by_role("button", name="Tomar el punto").first.click()
    page.wait_for_function(
        "(n) => [...document.querySelectorAll('.item-row')].filter((r) => r.offsetParent).length === n", arg=shorter + 1
    )
    page.locator(f"#item-{shorter + 1} .item-head .badge.consistent").wait_for()
    columns.nth(0).get_by_role("button", name="Usar la versión 1").click()
    page.wait_for_function(
        "(n) => [...document.querySelectorAll('.item-row')].filter((r) => r.offsetParent).length === n", arg=items
    )
    page.reload()
    page.wait_for_selector("#draft-button")
    page.locator("#draft-versions").get_by_text("Versión 3").wait_for()
    assert page.locator(".item-row:visible").count() == items


def test_a_post_opens_in_x_only_as_a_link_and_only_within_the_limit(page: "sync_api.Page") -> None:
    _format(page, "Publicación en X")
    _drafted(page)
    assert page.locator("#item-1 .length-ring").count() == 1
    link = page.locator("#item-1 a.x-link")
    assert link.is_visible()
    address = urlsplit(link.get_attribute("href") or "")
    assert (address.scheme, address.netloc, address.path) == ("https", "x.com", "/intent/post")
    assert parse_qs(address.query)["text"] == [_value(page, 1)]
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")

    page.locator("#item-1 textarea").fill(CONCESSION)
    page.locator("#item-1 .item-head .badge.contradicts").wait_for()
    assert link.is_hidden()
    page.locator("#item-1 .x-first summary").click()
    assert "bloqueado" in page.locator("#item-1 .x-first").inner_text()
    assert parse_qs(urlsplit(link.get_attribute("href") or "").query)["text"] == [CONCESSION]
    page.locator("#item-1 textarea").fill("México coopera. " * 30)
    page.locator("#item-1 .length-ring.over").wait_for()
    assert link.count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("locale", "width"), [("es-MX", 1280), ("en-GB", 400)])
def test_the_side_can_be_used_by_everybody(
    browser: "sync_api.Browser", desk: str, locale: str, width: int, scheme: str
) -> None:
    topic, bad = (THIRD_MEETING, CONCESSION) if locale == "es-MX" else (MEETING_IN_ENGLISH, CONCESSION_IN_ENGLISH)
    with opened(browser, desk, locale, width) as page:
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{desk}?__theme={scheme}")
        page.wait_for_selector("#draft-button")
        _drafted(page, topic)
        page.locator("#item-1 textarea").fill(bad)
        page.locator("#item-1 .item-head .badge.contradicts").wait_for()
        page.locator("#draft-variations button.chip:not(.idle)").first.click()
        page.locator("#draft-alternatives").wait_for()
        page.click("#compare-button")
        page.locator("#draft-columns .alternative").nth(1).wait_for()
        page.locator("#draft-history > button.label-wrap").click()
        page.locator("#item-1 .sentences summary").first.click()
        assert violations(page) == []
        assert not page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
