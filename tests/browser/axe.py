"""Accessibility of what a page shows: the rules of axe-core, which comes inside a package."""

from typing import Any

import pytest

from tests.browser.desks import sync_api

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
SERIOUS = {"serious", "critical"}
AT_REST = """
() => {
  const moving = document.getAnimations().some((each) =>
    each.playState === 'running' && Number.isFinite(each.effect?.getComputedTiming().endTime));
  const busy = moving || document.querySelector('.pending, .eta-bar, .generating, .progress-text');
  window.axeRest = busy ? 0 : (window.axeRest || 0) + 1;
  return window.axeRest > 3;
}
"""
"""Whether for several looks nothing was awaited or faded: what is half faded has too little contrast for a moment."""


def violations(page: "sync_api.Page", inside: str | None = None) -> list[str]:
    """Wait until the page is at rest and return its serious violations, or those inside one element.

    One line each, with the first culprits.
    """
    page.evaluate("window.axeRest = 0")
    page.wait_for_function(AT_REST, polling=100)
    found: dict[str, Any] = axe.Axe().run(page, context=inside).response
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: {' | '.join(node['html'][:160] for node in each['nodes'][:4])}"
        for each in found["violations"]
        if each["impact"] in SERIOUS
    ]
