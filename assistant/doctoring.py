"""Looks at every part of a home, says what is wrong, and mends what can be mended without losing anything."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.assembly import Assistant, database_url, prepare_home
from assistant.domain import Progress, silent
from assistant.errors import AssistantError, IndexBusyError, RecordError, RetrievalError
from assistant.prompts import load_prompts
from assistant.record.backup import caches, is_sound
from assistant.record.database import Database
from assistant.record.soundness import faults_of, mend
from assistant.retrieval.passages import passages_of, statement_id_of
from assistant.settings import Settings

STALE_SECONDS = 600.0
"""A temporary file that nobody wrote to for so long was left by a program that ended early."""
_TEMPORARY = (".part", ".tmp")
_FOLDERS_AT_WORK = (".restoring-", ".backup-")
_READ_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorCheck:
    """One thing that `doctor` looked at."""

    name: str
    ok: bool
    detail: str
    mendable: bool = False
    """`doctor --repair` can mend it."""
    repaired: bool = False
    """It was wrong and has just been mended."""


def doctor(settings: Settings, *, repair: bool = False, progress: Progress = silent) -> list[DoctorCheck]:
    """Look at every part and at the settings in force (secrets masked), without stopping at a fault."""
    checks = [
        DoctorCheck(name=f"setting {name}", ok=True, detail=detail) for name, detail in _settings_in_force(settings)
    ]
    try:
        checks.append(DoctorCheck(name="prompts", ok=True, detail=", ".join(p.label for p in load_prompts())))
        prepare_home(settings.home)
    except AssistantError as error:
        return [*checks, DoctorCheck(name="home", ok=False, detail=str(error))]
    parts: list[Callable[[], DoctorCheck]] = [
        lambda: _folders(settings),
        lambda: _leftovers(settings.home, repair),
        lambda: _caches(settings.home, repair),
        lambda: _record(settings, repair),
    ]
    checks += [part() for part in parts]
    try:
        checks += list(_indexes(settings, repair, progress))
    except AssistantError as error:
        checks.append(DoctorCheck(name="home", ok=False, detail=str(error)))
    return checks


def _found(name: str, wrong: str, fine: str, *, repaired: bool = False) -> DoctorCheck:
    """Return a check of something that can be mended."""
    if not wrong:
        return DoctorCheck(name=name, ok=True, detail=fine)
    detail = f"{wrong}; mended" if repaired else f"{wrong}: run `assistant doctor --repair`"
    return DoctorCheck(name=name, ok=repaired, detail=detail, mendable=True, repaired=repaired)


def _folders(settings: Settings) -> DoctorCheck:
    home = settings.home
    folders = [home, *(home / name for name in ("index", "logs", "backups"))]
    closed = [str(folder) for folder in folders if folder.exists() and not os.access(folder, os.W_OK | os.X_OK)]
    detail = f"{', '.join(closed)} may not be written to; give this user the right to" if closed else str(home)
    return DoctorCheck(name="folders", ok=not closed, detail=detail)


def _leftovers(home: Path, repair: bool) -> DoctorCheck:
    stale = [path for path in _temporary_files(home) if _age(path) > STALE_SECONDS]
    wrong = f"{len(stale)} temporary files were left behind ({stale[0].name}…)" if stale else ""
    if repair:
        for path in stale:
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
    gone = repair and not any(path.exists() for path in stale)
    return _found("temporary files", wrong, "none left behind", repaired=gone)


def _temporary_files(home: Path) -> list[Path]:
    """Return what unfinished work left, a folder after its content."""
    at_work = [folder for folder in home.iterdir() if folder.name.startswith(_FOLDERS_AT_WORK)]
    inside = [path for folder in at_work for path in sorted(folder.rglob("*"), reverse=True)]
    single = [path for path in home.rglob("*") if path.name.endswith(_TEMPORARY) and path not in inside]
    # tantivy and Chroma keep files of their own below these.
    own = [path for path in single if not {"chroma", "lexical"} & set(path.relative_to(home).parts)]
    return [*own, *inside, *at_work]


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _caches(home: Path, repair: bool) -> DoctorCheck:
    damaged = [path for path in caches(home) if not is_sound(path)]
    wrong = f"{', '.join(path.name for path in damaged)} is damaged" if damaged else ""
    if repair:
        for path in damaged:
            for part in ("-wal", "-shm", ""):
                path.with_name(path.name + part).unlink(missing_ok=True)
    return _found("caches", wrong, ", ".join(path.name for path in caches(home)) or "none yet", repaired=repair)


def _record(settings: Settings, repair: bool) -> DoctorCheck:
    try:
        with closing(Database(database_url(settings))) as database:
            wrong = "; ".join(faults_of(database))
            if wrong and repair:
                mend(database)
                return _found("record", wrong, "", repaired=not faults_of(database))
            return _found("record", wrong, f"sound, in {database.address}")
    except (RecordError, AssistantError) as error:
        return DoctorCheck(name="record", ok=False, detail=str(error))


def _indexes(settings: Settings, repair: bool, progress: Progress) -> Iterator[DoctorCheck]:
    """Compare both indexes with the record, and see whether a search is answered."""
    try:
        with Assistant.open(settings, progress=progress) as assistant:
            wrong = _index_faults(assistant, progress)
            if not wrong:
                yield _index_check(assistant)
                yield _search_check(assistant)
                return
    except IndexBusyError:
        raise
    except RetrievalError as error:
        wrong = str(error)
    if not repair:
        yield _found("indexes", wrong.rstrip("."), "")
        return
    Assistant.rebuild_index(settings, progress)
    with Assistant.open(settings, progress=progress) as assistant:
        left = _index_faults(assistant, progress)
        mended = _index_check(assistant)
        if left:
            yield DoctorCheck(name="indexes", ok=False, detail=f"{left}, even after they were rebuilt; report this")
        else:
            yield replace(mended, detail=f"{wrong.rstrip('.')}; rebuilt: {mended.detail}", mendable=True, repaired=True)
        yield _search_check(assistant)


def _index_check(assistant: Assistant) -> DoctorCheck:
    status = assistant.status()
    counts, model = status["counts"], status["models"]["index_embeddings"]
    detail = f"{counts['statements']} statements, {counts['passages']} passages, {counts['vectors']} vectors by {model}"
    return DoctorCheck(name="indexes", ok=True, detail=detail)


def _search_check(assistant: Assistant) -> DoctorCheck:
    hits = assistant.search("soberanía", k=1) if assistant.store.last_seq() else []
    return DoctorCheck(name="search", ok=True, detail=f"answers ({len(hits)} hit)")


def _index_faults(assistant: Assistant, progress: Progress) -> str:
    """Say in what the indexes differ from the record; empty if in nothing."""
    if assistant.index.behind:
        return f"{assistant.index.behind} changes behind the record"
    expected = _expected_passages(assistant, progress)
    dense = assistant.index.dense
    dense.probe()
    found = {"vectors": dense.ids(), "words": assistant.index.lexical.ids()}
    if (copied := dense.copied_ids()) is not None:
        found["packed vectors"] = copied
    wrong = []
    for name, ids in found.items():
        if missing := len(expected - ids):
            wrong.append(f"{missing} passages are missing among the {name}")
        if orphans := len(ids - expected):
            wrong.append(f"{orphans} passages among the {name} belong to no statement")
    statements, terms = {statement_id_of(each) for each in expected}, assistant.index.terms.ids()
    if differing := len(statements ^ terms):
        wrong.append(f"the terms of {differing} statements are missing or left over")
    return ", ".join(wrong)


def _expected_passages(assistant: Assistant, progress: Progress) -> set[str]:
    expected: set[str] = set()
    seen, total = 0, assistant.store.last_seq()
    while changes := assistant.store.changes_after(seen, limit=_READ_AT_ONCE):
        for change in changes:
            if change.statement is not None:
                expected.update(passage.id for passage in passages_of(change.statement))
        seen = changes[-1].seq
        progress("comparing", seen, total)
    return expected


def _settings_in_force(settings: Settings) -> list[tuple[str, str]]:
    shown = []
    for name, value in settings:
        variable = "OPENAI_API_KEY" if name == "openai_api_key" else f"ASSISTANT_{name.upper()}"
        shown.append((variable, "not set" if value is None else _masked(name, str(value))))
    return shown


def _masked(name: str, value: str) -> str:
    if name == "openai_api_key":
        return "set (hidden)"
    if name.endswith("_url") and "@" in value:
        scheme, _, rest = value.partition("://")
        return f"{scheme}://***@{rest.rpartition('@')[2]}"
    return value
