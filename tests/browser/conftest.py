"""A browser for all tests of the desk, and a page of the desk that a module serves."""

import shutil
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.browser.desks import CHROMIUM, FLAGS, opened, served, sync_api


@pytest.fixture(scope="module")
def browser() -> Iterator["sync_api.Browser"]:
    """Closed after each module: while it is open, its event loop runs in this thread and nobody else can have one."""
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def desk(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk on a home of its own, with the bundled record; some modules serve another."""
    home = tmp_path_factory.mktemp("desk") / "home"
    shutil.copytree(bundled_home, home)
    with served(home) as address:
        yield address


@pytest.fixture
def page(browser: "sync_api.Browser", desk: str, request: pytest.FixtureRequest) -> Iterator["sync_api.Page"]:
    """A page in the locale a test asks for."""
    with opened(browser, desk, getattr(request, "param", "es-MX")) as one:
        yield one


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell with a failure what the page showed: a browser that waited in vain says nothing of what it saw."""
    report = yield
    shown = getattr(item, "funcargs", {}).get("page")
    if call.when == "call" and report.failed and shown is not None:
        with suppress(sync_api.Error):
            report.sections.append(("what the page showed", shown.locator("body").inner_text(timeout=2_000)))
    return report
