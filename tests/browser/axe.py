"""Accessibility of what a page shows: the rules of axe-core, which comes inside a package."""

from typing import Any

import pytest

from tests.browser.desks import sync_api

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
SERIOUS = {"serious", "critical"}


def violations(page: "sync_api.Page", inside: str | None = None) -> list[str]:
    """Return the serious violations on a page, or inside one element, one line each with the first culprits."""
    found: dict[str, Any] = axe.Axe().run(page, context=inside).response
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: {' | '.join(node['html'][:160] for node in each['nodes'][:4])}"
        for each in found["violations"]
        if each["impact"] in SERIOUS
    ]
