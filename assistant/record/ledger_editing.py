"""Changes the home's `ledger.yaml`: each change checked, written whole or not at all, and kept as an event.

Who may is in `clearance_rules.yaml`. A file that a person wrote keeps its first lines of comment; other comments in
it are lost when an entry is changed here, because the file is written anew.
"""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from pydantic import BaseModel, ValidationError

from assistant.access.identity import Role, only_for
from assistant.domain import LANGUAGES, Event, FigureValue, Statement
from assistant.errors import InputError
from assistant.record import tables as t
from assistant.record.database import in_utc
from assistant.record.home_ledger import HomeLedger
from assistant.record.ledger_editors import ledger_editors, may_edit
from assistant.record.ledger_entries import keys_of, listed
from assistant.record.ledger_forms import LedgerForm, written_of
from assistant.record.ledger_overlay import (
    AvoidedModel,
    FigureModel,
    Overlay,
    PreferredModel,
    PrincipleModel,
    RedLineModel,
    laid_over,
    line_key,
    overlay_of,
    own_key,
    value_key,
)
from assistant.record.schema import WordsModel, describe
from assistant.record.store import RecordStore
from assistant.text.figures import extract_figures

CHANGED, ADDED, RETIRED, RESTORED = "ledger-changed", "ledger-added", "ledger-retired", "ledger-restored"
SUBJECT = "ledger:"
"""What the subject of every event on the ledger begins with; the entry's key follows."""
_HEADER = (
    "# Laid over the ledger that travels with the program. Changed from the desk and by hand; every entry names the\n"
    "# statements on the record that carry it. What is retired stays here, with the reason.\n"
)
_NEVER_RETIRED = ("principle:", "figure:", "topic:")
"""Their parts are retired one by one: what a whole principle refuses must not go with one click."""
_SECTIONS: Mapping[str, type[BaseModel]] = {
    "principles": PrincipleModel,
    "red_lines": RedLineModel,
    "avoided": AvoidedModel,
    "preferred": PreferredModel,
    "figures": FigureModel,
}


class LedgerEditing:
    """Adds, changes, retires and restores entries of a home's ledger."""

    def __init__(self, ledgers: HomeLedger, home: Path, store: RecordStore) -> None:
        """Write the file of `ledgers`; statements are looked up and events kept in `store`."""
        self._ledgers = ledgers
        self._home = home
        self._store = store

    def editors(self) -> tuple[str, ...]:
        """Return who may change the ledger; nothing where anybody with a name may.

        Raises:
            RecordError: The file that says so cannot be read.
        """
        return ledger_editors(self._home)

    @only_for(Role.ADMIN)
    def put(self, section: str, entry: Mapping[str, Any], *, by: str, why: str, new: bool = False) -> str:
        """Add an entry, or change the one of that id, and return its key.

        Principles get other wordings and more markers, red lines more examples, figures more values: what they have
        stays. Terms are replaced.

        Args:
            section: ``principles``, ``red_lines``, ``avoided``, ``preferred`` or ``figures``.
            entry: The entry as the file holds it.
            by: Who does it.
            why: What for.
            new: The entry must not be there yet.

        Raises:
            InputError: Somebody may not, something is missing or wrong, or no statement on the record carries it.
            RecordError: The file as it stands is wrong.
        """
        made = _made(section, entry)
        key, before = _key(section, made), self._ledgers.now()
        there = keys_of(before.ledger)
        if new and key in there | {each.entry for each in before.overlay.retired}:
            raise InputError(f"The ledger has the entry {key!r} already; choose it to change it.")
        self._require_evidence(made)

        def changed(overlay: Overlay) -> Overlay:
            entries = [*getattr(overlay, section)]
            place = next((n for n, each in enumerate(entries) if _place(each) == _place(made)), None)
            if place is None:
                entries.append(made)
            else:
                entries[place] = _merged(entries[place], made)
            return overlay.model_copy(update={section: tuple(entries)})

        self._write(changed, key, CHANGED if key in there else ADDED, by, why)
        return key

    @only_for(Role.ADMIN)
    def save(self, form: LedgerForm, key: str = "", *, by: str, why: str) -> str:
        """Add what a form says, or change the entry of this key, and return the key.

        Raises:
            InputError: As `put`, or a field that is needed is empty.
            RecordError: The file as it stands is wrong.
        """
        entry = next((each for each in listed(self._ledgers) if each.key == key), None)
        if key and entry is None:
            raise InputError(f"The ledger has no entry {key!r} any more; choose one of the list.")
        section, made = written_of(form, entry, self._store)
        return self.put(section, made, by=by, why=why, new=entry is None)

    @only_for(Role.ADMIN)
    def retire(self, key: str, *, by: str, why: str) -> None:
        """Take an entry out of force; it stays in the file with the reason, and is listed.

        Raises:
            InputError: Somebody may not, there is no reason, or nothing of that key is in force.
        """
        if key not in keys_of(self._ledgers.current()) or key.startswith(_NEVER_RETIRED):
            raise InputError(f"The ledger has no entry {key!r} that can be retired; choose one of the list.")
        row = {"entry": key, "reason": why.strip() or "-", "by": by.strip(), "on": date.today()}

        def changed(overlay: Overlay) -> Overlay:
            return overlay_of(
                {**overlay.model_dump(), "retired": [*overlay.model_dump()["retired"], row]}, self._ledgers.path
            )

        self._write(changed, key, RETIRED, by, why)

    @only_for(Role.ADMIN)
    def restore(self, key: str, *, by: str, why: str) -> None:
        """Put a retired entry in force again.

        Raises:
            InputError: Somebody may not, there is no reason, or nothing of that key is retired.
        """
        if key not in {each.entry for each in self._ledgers.now().overlay.retired}:
            raise InputError(f"The ledger has no retired entry {key!r}; choose one of the list.")

        def changed(overlay: Overlay) -> Overlay:
            left = tuple(each for each in overlay.retired if each.entry != key)
            return overlay.model_copy(update={"retired": left})

        self._write(changed, key, RESTORED, by, why)

    def events(self, limit: int = 30) -> tuple[Event, ...]:
        """Return what was done to the ledger, newest first; the subject is the entry's key."""
        c = t.events.c
        query = sa.select(t.events).where(c.subject.startswith(SUBJECT, autoescape=True))
        with self._store.database.transaction() as connection:
            rows = connection.execute(query.order_by(c.id.desc()).limit(limit)).all()
        return tuple(
            Event(
                at=in_utc(row.at), action=row.action,
                subject=row.subject.removeprefix(SUBJECT), reason=row.reason, by=row.by,
            )
            for row in rows
        )  # fmt: skip

    def _require_evidence(self, made: BaseModel) -> None:
        """Refuse an entry whose statements are not on the record, or do not carry its figure."""
        values = made.values if isinstance(made, FigureModel) else ()
        named = [i for v in values for i in v.evidence] or list(getattr(made, "evidence", ()))
        found = self._store.get_many(named)
        for statement_id in named:
            if statement_id not in found:
                raise InputError(
                    f"There is no statement {statement_id!r} on the record; find its id with `assistant search`."
                )
        for value in values:
            for statement_id in value.evidence:
                _require_carried(value.value, value.date, found[statement_id])

    def _write(self, change: Callable[[Overlay], Overlay], key: str, action: str, by: str, why: str) -> None:
        """Change the file and keep the event: both or neither. The record's own lock lets one change at a time."""
        if not by.strip():
            raise InputError("Say who changes the ledger: it is kept with the change.")
        if not may_edit(by, editors := self.editors()):
            raise InputError(f"{by.strip()!r} may not change the ledger; these may: {', '.join(editors)}.")
        if not why.strip():
            raise InputError("Say why the ledger changes: it is kept with the change.")
        path = self._ledgers.path
        event = {"at": datetime.now(UTC), "action": action, "subject": f"{SUBJECT}{key}"[:400],
                 "reason": why.strip(), "by": by.strip()[:200]}  # fmt: skip
        before: bytes | None = None
        written = False
        try:
            with self._store.database.writing() as connection:
                # As it stands now that nobody else writes: somebody may have changed it since.
                after = change(self._ledgers.now().overlay)
                laid_over(self._ledgers.bundled, after, path)
                before = path.read_bytes() if path.exists() else None
                connection.execute(sa.insert(t.events).values(**event))
                _write_whole(path, (_header(path) + _as_yaml(after)).encode())
                written = True
        except BaseException:
            if written and before is None:
                path.unlink()
            elif written and before is not None:
                _write_whole(path, before)
            raise


def _made(section: str, entry: Mapping[str, Any]) -> Any:
    try:
        return _SECTIONS[section].model_validate(dict(entry))
    except ValidationError as error:
        first = error.errors()[0]
        if first["loc"] and first["loc"][-1] == "evidence":
            raise InputError("The entry rests on no statement; name one on the record that carries it.") from None
        raise InputError(f"The entry of the ledger cannot be used, {describe(error)}; correct it.") from None


def _key(section: str, entry: Any) -> str:
    if section == "red_lines":
        return line_key(entry.id)
    if section == "avoided":
        return own_key("avoid", entry)
    if section == "preferred":
        return own_key("prefer", entry)
    if section == "figures":
        value = entry.values[0]
        return value_key(entry.id, FigureValue(value=value.value, date=value.date, evidence=value.evidence))
    return f"principle:{entry.id}"


def _place(entry: Any) -> tuple[str, str]:
    """Tell entries of one section apart."""
    return str(getattr(entry, "principle", "")), entry.id


def _merged(old: Any, new: Any) -> Any:
    """Return an entry of the file as a change leaves it."""
    if isinstance(old, FigureModel):
        values = {(value.date, value.value): value for value in (*old.values, *new.values)}
        return old.model_copy(update={"values": tuple(values.values())})
    if isinstance(old, RedLineModel):
        if new.text not in (None, old.text):
            raise InputError("The wording of a red line stays as it is; retire it and add another one.")
        return old.model_copy(
            update={"crossed_by": _joined(old.crossed_by, new.crossed_by), "evidence": _both(old, new)}
        )
    if isinstance(old, PrincipleModel):
        update = {
            "name": new.name or old.name,
            "meaning": new.meaning or old.meaning,
            "markers": _joined(old.markers, new.markers),
            "evidence": _both(old, new),
        }
        return old.model_copy(update=update)
    return new


def _joined(old: WordsModel, new: WordsModel) -> WordsModel:
    return WordsModel(es=tuple(dict.fromkeys((*old.es, *new.es))), en=tuple(dict.fromkeys((*old.en, *new.en))))


def _both(old: Any, new: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old.evidence, *new.evidence)))


def _require_carried(value: float, day: date, statement: Statement) -> None:
    """Refuse a figure that its statement does not give, or not on that day."""
    texts = [(statement.text, statement.lang)]
    texts += [(pair.get(lang), lang) for pair in statement.lines for lang in LANGUAGES]
    given = {figure.value for text, lang in texts for figure in extract_figures(text, lang)}
    if value not in given:
        raise InputError(f"The statement {statement.id!r} does not give the figure {value:g}; name the one that does.")
    if day != statement.date:
        raise InputError(f"The statement {statement.id!r} is of {statement.date}, not of {day}; correct the date.")


def _header(path: Path) -> str:
    """Return the lines of comment on which the file begins."""
    if not path.exists():
        return _HEADER
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = []
    for line in lines:
        if not line.startswith("#"):
            break
        kept.append(line)
    return "".join(kept)


def _as_yaml(overlay: Overlay) -> str:
    data = overlay.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)) if data else ""


def _write_whole(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError as error:
        raise InputError(
            f"The file {str(path)!r} cannot be written ({error.strerror}); check its permissions."
        ) from None
