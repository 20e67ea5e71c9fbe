"""The real program in a process of its own, and pages of it in headless Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.flaky(reruns=1),
]
"""A test that fails is run once more, and the summary says so: on a busy machine a browser can wait in vain."""


@contextmanager
def served(home: Path, **settings: str) -> Iterator[str]:
    """Serve a home for the length of a `with` block; the program must end cleanly when interrupted."""
    with serving(home, **settings) as (address, _):
        yield address


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[tuple[str, int]]:
    """Serve a home as `served` does; gives the address and the process's id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    env |= {"ASSISTANT_HOME": str(home), "PYTHONPATH": str(ROOT), **settings}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "ui.py"), "--port", str(port)],
        cwd=home,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_can_be_interrupted,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(address, process)
        yield address, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=20)
    assert process.returncode == 0, said
    assert address in said
    assert "Traceback" not in said, said


def _can_be_interrupted() -> None:
    """Undo what a shell does to the jobs that it runs in the background: they and their children ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_for(address: str, process: "subprocess.Popen[str]") -> None:
    for _ in range(480):
        if process.poll() is not None:
            pytest.fail(f"the desk ended: {process.stdout.read() if process.stdout else ''}")
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    pytest.fail("the desk did not answer within two minutes")


@contextmanager
def opened(browser: "sync_api.Browser", desk: str, locale: str, width: int = 1280) -> Iterator["sync_api.Page"]:
    """Open the desk in a locale; no request may leave this machine."""
    context = browser.new_context(locale=locale, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.set_default_timeout(40_000)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(desk)
    page.wait_for_selector("#draft-button")
    yield page
    context.close()
    outside = [url for url in asked if url.startswith(("http", "ws")) and not url.startswith(desk)]
    assert outside == []


def typed(page: "sync_api.Page", box: str, text: str) -> None:
    """Fill a box and see that the text stays: Gradio empties one that is filled while its tab is still being built.

    Nobody types that early, but a browser under a test does.
    """
    for _ in range(20):
        page.fill(box, text)
        page.wait_for_timeout(200)
        if page.input_value(box) == text:
            return
    pytest.fail(f"{box} does not keep what is typed into it")


def draft(page: "sync_api.Page", topic: str) -> None:
    """Ask for a draft."""
    typed(page, "#brief-topic textarea", topic)
    page.click("#draft-button")


TABS = {
    "es": ("Redactar", "Visto bueno", "Preguntar", "Revisar un texto", "Registro", "Panorama"),
    "en": ("Draft", "Clearance", "Ask", "Check a text", "Record", "Overview"),
}
"""The names of the tabs from the left, by language."""


def to_tab(page: "sync_api.Page", name: str) -> None:
    """Choose one of `TABS`; where there is no room for all of them, the last ones lie in a menu."""
    tab = page.get_by_role("tab", name=name, exact=True)
    menu = page.locator(".overflow-menu > button")
    tab.or_(menu).locator("visible=true").first.wait_for()
    page.wait_for_timeout(100)  # Gradio lays them out once more when it knows their widths
    if tab.locator("visible=true").count():
        tab.click()
    else:
        menu.first.click()
        page.locator(".overflow-dropdown").get_by_role("button", name=name, exact=True).click()
