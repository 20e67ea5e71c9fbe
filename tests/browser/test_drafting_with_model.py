"""Drafting with a model at the desk: what it writes is seen coming, can be stopped, and only goes out checked."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from evals.chat_server import MODEL, Asked, ChatServer, Fault
from evals.writers import shaped
from tests.browser.desks import MARKS, draft, opened, served, sync_api, typed
from tests.writers import drafts_kept, faithful, given_up

THIRD_MEETING = "Tercera reunión del Grupo de Implementación de Seguridad, Washington"
MEETING_IN_ENGLISH = "Third meeting of the Security Implementation Group, Washington"
CONCESSION = "México acepta tropas <b>estadounidenses</b> en su territorio."
SOON = 10_000
"""Milliseconds within which the desk must be usable again."""
pytestmark = MARKS


@dataclass
class Kept:
    """A desk with a model, and what tests need to know of it."""

    home: Path
    server: ChatServer
    address: str


@pytest.fixture(scope="module")
def running(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    home = tmp_path_factory.mktemp("desk") / "home"
    shutil.copytree(bundled_home, home)
    with (
        ChatServer(faithful).up() as server,
        served(home, ASSISTANT_LLM_MODEL=MODEL, ASSISTANT_LLM_BASE_URL=server.url) as address,
    ):
        yield Kept(home, server, address)


@pytest.fixture
def desk(running: Kept) -> str:
    """The desk; the model begins by answering well and slowly, and has kept nothing."""
    running.server.answering, running.server.pause = faithful, 0.06
    running.server.requests.clear()
    running.server.broken_off = 0
    (running.home / "replies.sqlite3").unlink(missing_ok=True)
    return running.address


def _with_a_concession(asked: Asked) -> str:
    """Say what the evidence says, and something that is against the record."""
    if asked.is_repair:
        return given_up(asked)
    lines = [(texts[0], [number]) for number, texts in asked.evidence.items() if len(texts[0]) < 240]
    return shaped(asked, [*lines[:2], (CONCESSION, [1]), *lines[2:3]])


def _from_its_angle(asked: Asked) -> str:
    """Say other things from other angles."""
    if asked.is_repair:
        return given_up(asked)
    lines = [(text, [n]) for n, texts in asked.evidence.items() for text in texts if len(text) < 240]
    angle = asked.rules.split("Angle: ")[1].split()[0].strip(":")
    start = {"Balance": 0, "Principles": 3, "Results": 6}.get(angle, 0)
    return shaped(asked, lines[start : start + 3])


def _open(page: "sync_api.Page", box: str) -> None:
    page.locator(f"{box} > button.label-wrap").click()


def _pick(page: "sync_api.Page", dropdown: str, words: str) -> None:
    page.locator(f"{dropdown} input").click()
    page.get_by_role("option", name=words).first.click()
    page.keyboard.press("Escape")


def test_what_the_model_writes_is_seen_and_then_replaced_by_the_checked_draft(
    page: "sync_api.Page", running: Kept
) -> None:
    running.server.answering = _with_a_concession
    draft(page, THIRD_MEETING)
    preview = page.locator("#draft-preview")
    preview.locator(".unchecked p").nth(1).wait_for()
    assert "Lo escribe el modelo; aún sin revisar" in preview.inner_text()
    assert page.locator("#stop-button").is_visible()
    assert page.locator("#draft-button").is_disabled()
    begun = len(preview.inner_text())
    page.wait_for_function("(n) => document.querySelector('#draft-preview').innerText.length > n + 40", arg=begun)
    preview.get_by_text("<b>estadounidenses</b>").wait_for()

    page.locator("#item-1 .badge.consistent").wait_for()
    page.locator("#stop-button").wait_for(state="hidden")
    assert preview.is_hidden()
    assert page.locator("#draft-button").is_enabled()
    assert [page.locator(f"#item-{n} .part").inner_text() for n in (1, 2)] == ["Línea principal", "Punto"]
    note = page.locator("#draft-note").inner_text()
    assert "no se sostuvieron en el registro" in note

    beside = page.locator("#draft-beside")
    for expected in ("Consejo, no es texto para publicar", "Evite decir", f"Escrito por el modelo {MODEL}"):
        assert expected in beside.inner_text()
    beside.locator("summary").click()
    change = beside.locator(".changes li")
    assert change.count() == 1
    assert change.locator("del").inner_text() == CONCESSION
    assert change.locator("b").inner_text() == "Suprimida"
    outgoing = page.locator(".item-row textarea")
    assert not any("estadounidenses</b>" in outgoing.nth(n).input_value() for n in range(outgoing.count()))


def test_stopping_keeps_nothing_and_the_desk_can_be_used_at_once(page: "sync_api.Page", running: Kept) -> None:
    draft(page, THIRD_MEETING)
    first = page.locator("#item-1 textarea")
    first.wait_for()
    page.locator("#stop-button").wait_for(state="hidden")
    before, kept = first.input_value(), drafts_kept(running.home)

    running.server.pause = 0.5
    draft(page, f"{THIRD_MEETING}, y cooperación bilateral")
    page.locator("#draft-preview .unchecked p").first.wait_for()
    assert first.is_hidden()
    page.click("#stop-button")
    page.locator("#draft-notice").get_by_text("Detenido; no se guardó nada.").wait_for(timeout=SOON)
    page.locator("#stop-button").wait_for(state="hidden", timeout=SOON)
    assert first.is_visible()
    assert first.input_value() == before
    assert drafts_kept(running.home) == kept

    running.server.pause = 0.0
    draft(page, f"{THIRD_MEETING}, y cooperación bilateral")
    page.wait_for_function("() => document.querySelector('#draft-notice').innerText.trim() === ''")
    page.locator("#item-1 .badge.consistent").wait_for()
    page.locator("#stop-button").wait_for(state="hidden")
    assert drafts_kept(running.home) == kept + 1
    assert running.server.broken_off == 1


def test_a_page_that_is_closed_stops_the_model(browser: "sync_api.Browser", desk: str, running: Kept) -> None:
    running.server.pause = 0.4
    kept = drafts_kept(running.home)
    with opened(browser, desk, "es-MX") as page:
        draft(page, THIRD_MEETING)
        page.locator("#draft-preview .unchecked p").first.wait_for()
    with opened(browser, desk, "es-MX") as page:
        for _ in range(100):
            if running.server.broken_off:
                break
            page.wait_for_timeout(100)
    assert running.server.broken_off == 1
    assert drafts_kept(running.home) == kept


@pytest.mark.parametrize("page", ["en-GB"], indirect=True)
def test_a_model_that_fails_leaves_a_draft_of_the_record_and_says_so(page: "sync_api.Page", running: Kept) -> None:
    running.server.answering = lambda asked: Fault(status=401)
    draft(page, MEETING_IN_ENGLISH)
    page.locator("#item-1 .badge.consistent").wait_for()
    note = page.locator("#draft-note").inner_text()
    assert "gave no usable text" in note
    assert "taken from the record, without it" in note
    assert "Taken from the record, without a model." in page.locator("#draft-beside").inner_text()
    assert page.locator("#item-1 .part").inner_text() == "Top line"


def test_evidence_is_looked_at_pinned_and_dropped(page: "sync_api.Page", running: Kept) -> None:
    running.server.pause = 0.0
    page.locator("#brief-chips button").first.wait_for()
    page.click("#evidence-button")
    page.locator("#brief-topic-error").get_by_text("Escriba primero el asunto").wait_for()
    typed(page, "#brief-topic textarea", THIRD_MEETING)
    page.click("#evidence-button")
    rows = page.locator("#evidence-list .ev-list > li")
    rows.nth(2).wait_for()
    rows.first.locator("[data-statement]").click()
    page.locator("#statement-panel .statement").wait_for()
    page.keyboard.press("Escape")
    page.locator("#statement-panel").wait_for(state="hidden")
    first = rows.nth(0).locator("[data-act=drop]").get_attribute("data-id")
    third = rows.nth(2).locator("[data-act=pin]").get_attribute("data-id")
    third_text = rows.nth(2).locator(".said").first.inner_text()

    rows.nth(0).locator("[data-act=drop]").click()
    page.locator("#evidence-list li.dropped").wait_for()
    rows.nth(2).locator("[data-act=pin]").click()
    page.locator("#evidence-list li.pinned").wait_for()
    page.click("#draft-button")
    page.locator("#item-1 .badge.consistent").wait_for()
    assert running.server.requests[0].evidence[1][0] == third_text
    cited = page.locator("#draft-references button.cite")
    ids = {cited.nth(n).get_attribute("data-statement") for n in range(cited.count())}
    assert third in ids
    assert first not in ids
    assert "fijadas: 1; descartadas: 1" in page.locator("#draft-beside").inner_text()

    page.click("#evidence-button")
    page.wait_for_function(
        "(id) => document.querySelector('#evidence-list .ev-list > li [data-act=pin]').dataset.id === id", arg=third
    )
    assert "Fijada" in rows.first.inner_text()
    assert "Descartada" in rows.last.inner_text()

    rows.last.locator("[data-act=pin]").click()  # the last click counts: pinned, and dropped no more
    page.locator("#evidence-list li.dropped").wait_for(state="detached")
    page.click("#draft-button")
    page.locator("#draft-beside").get_by_text("fijadas: 2; descartadas: 0").wait_for()


def test_alternatives_are_switched_and_keep_what_was_typed(page: "sync_api.Page", running: Kept) -> None:
    running.server.answering, running.server.pause = _from_its_angle, 0.0
    _open(page, "#brief-more")
    page.locator("#brief-alternatives").get_by_label("3").check()
    draft(page, THIRD_MEETING)
    versions = page.locator("#draft-versions")
    versions.wait_for()
    words = versions.inner_text()
    for expected in ("Versión 1: Equilibrada", "Versión 2: Principios", "Versión 3: Resultados"):
        assert expected in words
    box = page.locator("#item-1 textarea")
    first = box.input_value()

    versions.get_by_label("Versión 2").check()
    page.wait_for_function("(t) => document.querySelector('#item-1 textarea').value !== t", arg=first)
    second = box.input_value()
    edited = f"{second} México acepta tropas estadounidenses en su territorio."
    box.fill(edited)
    page.locator("#item-1 .item-head .badge.contradicts").wait_for()

    versions.get_by_label("Versión 1").check()
    page.locator("#item-1 .badge.consistent").wait_for()
    assert box.input_value() == first
    box.fill(f"{first} Algo más.")
    page.locator("#item-1 .checking").wait_for()
    versions.get_by_label("Versión 2").check()
    page.locator("#item-1 .item-head .badge.contradicts").wait_for()
    assert box.input_value() == edited
    assert "Bloqueado" in page.locator("#draft-verdict").inner_text()
    versions.get_by_label("Versión 1").check()
    page.wait_for_function("(t) => document.querySelector('#item-1 textarea').value === t", arg=f"{first} Algo más.")
    page.locator("#item-1 .item-head .badge.unsupported").wait_for()
    page.locator("#export-docx:not([disabled])").wait_for()


@pytest.mark.parametrize("page", ["en-GB"], indirect=True)
def test_all_of_it_in_english(page: "sync_api.Page", running: Kept) -> None:
    running.server.answering = lambda asked: given_up(asked) if asked.is_repair else _with_english(asked)
    _open(page, "#brief-more")
    for expected in ("Who speaks", "Voice heard", "Tone", "Warm", "Stern", "Versions"):
        page.locator("#brief-more").get_by_text(expected).first.wait_for()
    _pick(page, "#brief-format", "Press line")
    page.locator("#brief-tone").get_by_label("Firm").check(force=True)
    typed(page, "#brief-topic textarea", MEETING_IN_ENGLISH)
    page.click("#evidence-button")
    page.locator("#evidence-list li").first.wait_for()
    assert "Evidence: " in page.locator("#evidence-box").inner_text()
    assert "it deals with the topic" in page.locator("#evidence-list").inner_text()
    page.click("#draft-button")
    page.locator("#draft-preview").get_by_text("Being written by the model; not checked yet").wait_for()
    page.get_by_role("button", name="Stop", exact=True).wait_for()
    page.locator("#item-1 .badge.consistent").wait_for()
    assert "Tone: 4 (firm" in running.server.requests[0].brief or "firm" in running.server.requests[0].rules.lower()
    assert page.locator("#item-1 .part").inner_text() == "Line"
    beside = page.locator("#draft-beside")
    beside.locator("summary").click()
    for expected in (
        "Advice, not text to go out",
        "It may provoke",
        "What changed",
        "Left out",
        "Written by the model",
    ):
        assert expected in beside.inner_text()
    words = page.locator("body").inner_text()
    for spanish in ("Redactar", "Detener", "Suprimida", "Evidencia", "Versiones", "__i18n__"):
        assert spanish not in words


def _with_english(asked: Asked) -> str:
    lines = [(texts[0], [number]) for number, texts in asked.evidence.items() if len(texts[0]) < 240]
    return shaped(asked, [*lines[:3], ("Mexico accepts United States troops on its territory.", [1])])


def test_the_draft_tab_fits_a_narrow_screen(browser: "sync_api.Browser", desk: str, running: Kept) -> None:
    running.server.pause = 0.1
    with opened(browser, desk, "es-MX", width=400) as page:
        _open(page, "#brief-more")
        _open(page, "#evidence-box")
        typed(page, "#brief-topic textarea", THIRD_MEETING)
        page.click("#evidence-button")
        page.locator("#evidence-list li").first.wait_for()
        wide = "() => document.documentElement.scrollWidth > window.innerWidth"
        assert not page.evaluate(wide)
        page.click("#draft-button")
        page.locator("#draft-preview .unchecked p").first.wait_for()
        assert not page.evaluate(wide)
        page.wait_for_timeout(600)
        assert page.locator("#stop-button").bounding_box()["y"] < 200
        page.locator("#item-1 .badge").wait_for()
        assert not page.evaluate(wide)
