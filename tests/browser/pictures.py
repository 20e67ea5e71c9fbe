"""Pictures of every tab, taken from the real program: for those who judge a change by its looks, and for the README.

python -m tests.browser.pictures FOLDER              # every tab, in each of `LOOKS`
python -m tests.browser.pictures FOLDER --readme     # the few that the README shows
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.browser.desks import CHROMIUM, FLAGS, TABS, served, sync_api, to_tab, typed

LOOKS = (("es", 1280, "light"), ("en", 1280, "dark"), ("es", 400, "dark"), ("en", 400, "light"))
"""Language, width in pixels, theme."""
LOCALES = {"es": "es-MX", "en": "en-GB"}
MEETING = {
    "es": "Tercera reunión del Grupo de Implementación de Seguridad, Washington",
    "en": "Third meeting of the Security Implementation Group, Washington",
}
QUESTION = {
    "es": "¿Cuántas personas se han trasladado a Estados Unidos?",
    "en": "How many persons were transferred to the United States?",
}
TEXT = {
    "es": "El entendimiento de seguridad con Estados Unidos supone compartir información e inteligencia entre naciones "
    "iguales, cada una en lo suyo. México acepta tropas estadounidenses en su territorio.",
    "en": "The security understanding with the United States involves sharing information and intelligence between "
    "equal nations, each in its own sphere. Mexico accepts United States troops on its territory.",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A tab, by its place from the left, and what is done on it before the picture is taken."""

    name: str
    tab: int
    prepare: Callable[["sync_api.Page", str], None]


def _draft(page: "sync_api.Page", lang: str) -> None:
    typed(page, "#brief-topic textarea", MEETING[lang])
    page.click("#draft-button")
    page.locator("#item-1 .badge.consistent").first.wait_for()
    page.fill("#who input, #who textarea", "Ana Torres")
    page.keyboard.press("Tab")
    page.click("#submit-button")
    page.locator("#submit-outcome .remark").wait_for()
    page.evaluate("window.scrollTo(0, 0)")


def _clearance(page: "sync_api.Page", _lang: str) -> None:
    page.locator("[data-case]").first.click()
    page.locator("#case-head h2, #case-head h3").first.wait_for()


def _ask(page: "sync_api.Page", lang: str) -> None:
    typed(page, "#ask-question textarea", QUESTION[lang])
    page.click("#ask-button")
    page.locator("#ask-answer [data-statement]").first.wait_for()


def _check(page: "sync_api.Page", lang: str) -> None:
    typed(page, "#check-text textarea", TEXT[lang])
    page.click("#check-button")
    page.locator("#check-result .verdict").first.wait_for()


def _record(page: "sync_api.Page", _lang: str) -> None:
    page.locator("#record-list button.statement-link").first.wait_for()


def _overview(page: "sync_api.Page", _lang: str) -> None:
    page.locator("#overview-drafts [data-draft]").first.wait_for()


SHOWN = {"draft": "desk.png", "clearance": "clearance.png"}
"""Those that the README shows, under their names in `docs`."""
SCENES = (
    Scene("draft", 0, _draft),
    Scene("clearance", 1, _clearance),
    Scene("ask", 2, _ask),
    Scene("check", 3, _check),
    Scene("record", 4, _record),
    Scene("overview", 5, _overview),
)


def taken(browser: "sync_api.Browser", address: str, folder: Path, *, readme: bool) -> Iterator[Path]:
    """Take the pictures one after the other."""
    for lang, width, theme in LOOKS[:1] if readme else LOOKS:
        context = browser.new_context(locale=LOCALES[lang], viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto(f"{address}?__theme={theme}")
        page.wait_for_selector("#draft-button")
        for scene in SCENES:
            to_tab(page, TABS[lang][scene.tab])
            scene.prepare(page, lang)
            page.wait_for_timeout(800)  # what moves comes to rest
            if readme and scene.name not in SHOWN:
                continue
            path = folder / (SHOWN[scene.name] if readme else f"{scene.name}-{lang}-{width}-{theme}.png")
            page.screenshot(path=path, full_page=not readme)
            yield path
        context.close()


def main() -> None:
    """Serve a new home and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readme", action="store_true")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as address, sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for path in taken(browser, address, args.folder, readme=args.readme):
            print(path)
        browser.close()


if __name__ == "__main__":
    main()
