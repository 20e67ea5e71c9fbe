"""The load benchmark itself: a few users for a few seconds, over the real desk; seconds are printed, none is asserted."""

import subprocess
import sys

from tests.browser.desks import ROOT

FEW = ("--users", "4", "--minutes", "0.15", "--think", "0.5")


def test_some_users_at_once_meet_no_error() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "load.py"), *FEW], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    assert "errors: 0" in done.stdout
    for deed in ("draft", "check", "ask"):
        (row,) = [line for line in done.stdout.splitlines() if line.startswith(f"| {deed} ")]
        assert int(row.split("|")[2]) > 0
