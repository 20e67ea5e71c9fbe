"""How long a browser waits for the desk's first screen, from asking for the page until a topic can be typed.

python benchmarks/first_screen.py [BROWSERS]

Each browser is a new one with nothing kept: what a press officer has who opens the desk in the morning. Needs Chromium
and the packages of the tests.
"""

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser.desks import CHROMIUM, FLAGS, served, sync_api

USABLE = """
new MutationObserver((_, observer) => {
  const box = document.querySelector('#brief-topic textarea');
  if (!box || box.disabled || box.readOnly || !box.offsetParent) return;
  window.usableAt = performance.now();
  observer.disconnect();
}).observe(document, {childList: true, subtree: true, attributes: true});
"""
"""Notes when the topic box is there, seen and open, in milliseconds since the page was asked for."""


def waits(address: str, browsers: int) -> list[float]:
    """Return the wait of each browser in seconds."""
    found: list[float] = []
    with sync_api.sync_playwright() as playwright:
        for _ in range(browsers):
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(locale="es-MX", viewport={"width": 1280, "height": 900})
            page.add_init_script(USABLE)
            page.goto(address, wait_until="commit")
            page.wait_for_function("window.usableAt !== undefined")
            page.fill("#brief-topic textarea", "Tercera reunión")
            found.append(page.evaluate("window.usableAt") / 1000)
            browser.close()
    return found


def main() -> None:
    """Serve a new home, open it and print the waits."""
    browsers = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as address:
        found = waits(address, browsers)
    print(" ".join(f"{each:.2f}" for each in found))
    print(f"{len(found)} new browsers: median {statistics.median(found):.2f} s, worst {max(found):.2f} s")


if __name__ == "__main__":
    main()
