"""A browser for all tests of the desk, and a page of the desk that a module serves."""

from collections.abc import Iterator

import pytest

from tests.browser.desks import CHROMIUM, FLAGS, opened, sync_api


@pytest.fixture(scope="module")
def browser() -> Iterator["sync_api.Browser"]:
    """Closed after each module: while it is open, its event loop runs in this thread and nobody else can have one."""
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: "sync_api.Browser", desk: str, request: pytest.FixtureRequest) -> Iterator["sync_api.Page"]:
    """A page in the locale a test asks for."""
    with opened(browser, desk, getattr(request, "param", "es-MX")) as one:
        yield one
