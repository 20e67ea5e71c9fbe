"""Every tab in both languages, at both widths, light and dark: readable by everybody, and what was cleared stays so."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.domain import Brief, DraftFormat
from assistant.settings import Settings
from tests.browser.axe import violations
from tests.browser.desks import MARKS, TABS, opened, served, sync_api, to_tab

SETTLED = (
    "#item-1",
    "#cases-list [data-case]",
    "#ask-button",
    "#check-button",
    "#record-list tbody tr",
    "dt",
)
"""What is there once a tab has been built."""
TOPIC = "Tercera reunión del Grupo de Implementación de Seguridad, Washington"

pytestmark = MARKS


@pytest.fixture(scope="module")
def home(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one draft for clearance and one that was cleared."""
    copy = tmp_path_factory.mktemp("desk") / "home"
    shutil.copytree(bundled_home, copy)
    with Assistant.open(Settings(home=copy, _env_file=None)) as assistant:  # type: ignore[call-arg]
        for cleared in (False, True):
            (draft,) = assistant.draft(Brief(topic=TOPIC, format=DraftFormat.POST, lang="es"))
            assistant.clearance.submit(draft.id, "Ana Prueba")
            if cleared:
                assistant.clearance.clear(draft.id, "Bea Prueba")
                (copy / "cleared.txt").write_text(draft.id, "utf-8")
    return copy


@pytest.fixture(scope="module")
def desk(home: Path) -> Iterator[str]:
    with served(home) as address:
        yield address


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("locale", ["es-MX", "en-GB"])
def test_every_tab_can_be_read_by_everybody(
    browser: "sync_api.Browser", desk: str, home: Path, locale: str, width: int, theme: str
) -> None:
    cleared = (home / "cleared.txt").read_text("utf-8")
    with opened(browser, desk, locale, width=width) as page:
        page.goto(f"{desk}?__theme={theme}&draft={cleared}")
        for tab, settled in zip(TABS[locale[:2]], SETTLED, strict=True):
            to_tab(page, tab)
            page.locator(settled).first.wait_for(state="attached")
            assert violations(page) == [], tab
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), tab
            assert "__i18n__" not in page.locator("body").inner_text()


def test_a_cleared_draft_is_shown_but_not_changed(browser: "sync_api.Browser", desk: str, home: Path) -> None:
    cleared = (home / "cleared.txt").read_text("utf-8")
    with opened(browser, desk, "es-MX") as page:
        page.goto(f"{desk}?draft={cleared}")
        page.locator("#draft-verdict, .frozen").get_by_text("Ya no se edita").first.wait_for()
        assert page.locator("#item-1 textarea").is_disabled() or page.locator("#item-1 textarea").get_attribute(
            "readonly"
        )
