"""The last evaluation that was kept, read from its JSON alone: the evals themselves come with the source only."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.settings import Settings

FOLDER = "evals"
LAST = "last.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteReport:
    """What a suite came to."""

    name: str
    passed: bool
    samples: int
    missed: tuple[str, ...]
    """Names of the figures that missed their threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalReport:
    """A whole run, or the sentence on why it cannot be read."""

    file: str
    at: datetime
    passed: bool = False
    samples: int = 0
    version: str = ""
    model: str = ""
    suites: tuple[SuiteReport, ...] = ()
    faults: tuple[str, ...] = ()
    unreadable: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "at": self.at.isoformat()}


def folder_of(settings: Settings) -> Path:
    """Return where reports are looked for, and where the last one is left."""
    return settings.evals_folder or settings.home / FOLDER


def last_report(settings: Settings) -> EvalReport | None:
    """Return the newest report: a JSON file of the folder, or in a folder of it that `--out` filled."""
    folder = folder_of(settings)
    try:
        files = [path for path in (*folder.glob("*.json"), *folder.glob("*/results.json")) if path.is_file()]
        newest = max(files, key=lambda path: path.stat().st_mtime, default=None)
    except OSError:
        return None
    return None if newest is None else _read(newest)


def _read(path: Path) -> EvalReport:
    kept = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        about: Mapping[str, Any] = data.get("about", {})
        suites = tuple(
            SuiteReport(
                name=str(name),
                passed=bool(suite.get("passed", not suite.get("missed"))),
                samples=int(suite.get("samples", 0)),
                missed=tuple(map(str, suite.get("missed", ()))),
            )
            for name, suite in data["suites"].items()
        )
        day = datetime.fromisoformat(about["day"]) if about.get("day") else kept
        return EvalReport(
            file=str(path),
            at=day if day.tzinfo else day.replace(tzinfo=UTC),
            passed=bool(data["passed"]),
            samples=int(data.get("samples", sum(suite.samples for suite in suites))),
            version=str(about.get("version", "")),
            model=str(about.get("model", "")),
            suites=suites,
            faults=tuple(map(str, data.get("faults", ()))),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return EvalReport(file=str(path), at=kept, unreadable=f"{type(error).__name__}: {error}")
