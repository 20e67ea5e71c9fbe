"""What somebody fills in to change the ledger, and the entry that it means."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.domain import AvoidedTerm, Principle, RedLine
from assistant.domain.ledger import BilingualWords, PreferredTerm
from assistant.errors import InputError
from assistant.record.ledger import slug
from assistant.record.ledger_entries import From, Kind, LedgerEntry
from assistant.record.store import RecordStore

FIELDS = ("words_es", "words_en", "short_es", "short_en", "long_es", "long_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerForm:
    """The fields of a change, as they were filled in; which mean what depends on the kind.

    - a term to avoid: words = its forms, short = what to say instead, long = the reason
    - a preferred term: short = its wording
    - a red line: long = what it is, words = sentences that would cross it
    - a principle: short = its name, long = its meaning, words = more wordings that express it
    - a value: of = the figure, value = the number
    """

    kind: Kind
    of: str = ""
    """The principle, or the figure, that it belongs to; of a principle itself its id."""
    words_es: str = ""
    words_en: str = ""
    """One on each line."""
    short_es: str = ""
    short_en: str = ""
    long_es: str = ""
    long_en: str = ""
    severity: str = "warn"
    value: str = ""
    evidence: tuple[str, ...] = ()


Written = tuple[str, Mapping[str, Any]]
"""A section of the file, and an entry of it."""


def form_of(entry: LedgerEntry) -> LedgerForm:
    """Return the fields that an entry fills in, to be changed. What is only added to is left empty."""
    what, form = entry.what, LedgerForm(kind=entry.kind, of=entry.of)
    if isinstance(what, AvoidedTerm):
        return replace(
            form,
            words_es="\n".join(what.terms.es),
            words_en="\n".join(what.terms.en),
            short_es=what.instead.es if what.instead else "",
            short_en=what.instead.en if what.instead else "",
            long_es=what.reason.es,
            long_en=what.reason.en,
            severity=what.severity.value,
        )
    if isinstance(what, PreferredTerm):
        return replace(form, short_es=what.term.es, short_en=what.term.en)
    if isinstance(what, RedLine):
        return replace(form, long_es=what.text.es, long_en=what.text.en)
    if isinstance(what, Principle):
        name, meaning = what.name, what.meaning
        return replace(form, of=what.id, short_es=name.es, short_en=name.en, long_es=meaning.es, long_en=meaning.en)
    return form


def written_of(form: LedgerForm, entry: LedgerEntry | None, store: RecordStore) -> Written:
    """Return the entry that a form means; `entry` is the one it changes, None for a new one.

    Raises:
        InputError: A field that is needed is empty, or the figure is no number.
    """
    kind = form.kind
    if entry is not None and entry.retired is not None:
        raise InputError("The entry is retired; restore it before you change it.")
    if entry is not None and entry.of:
        form = replace(form, of=entry.of)
    if kind is Kind.VALUE:
        return "figures", _value(form, store)
    if not form.of:
        raise InputError("Choose the principle that the entry belongs to.")
    if kind is Kind.AVOID:
        return "avoided", _avoided(form, entry)
    if kind is Kind.PREFER:
        _require(form, "short_es", "short_en")
        name = getattr(entry.what, "id", "") if entry else slug(form.short_es)
        words = {"es": form.short_es.strip(), "en": form.short_en.strip()}
        return "preferred", {"id": name, "principle": form.of, **words, "evidence": form.evidence}
    if kind is Kind.RED_LINE:
        return "red_lines", _red_line(form, entry)
    if kind is Kind.PRINCIPLE and entry is not None and isinstance(entry.what, Principle):
        return "principles", _principle(form, entry.what)
    raise InputError(f"An entry of the kind {kind.value!r} cannot be written here; choose another kind.")


def _avoided(form: LedgerForm, entry: LedgerEntry | None) -> dict[str, Any]:
    words = _words(form)
    if not words["es"] and not words["en"]:
        raise InputError("Write at least one term to avoid, one on each line.")
    _require(form, "long_es", "long_en")
    if bool(form.short_es.strip()) != bool(form.short_en.strip()):
        raise InputError("Write what to say instead in both languages, or in neither.")
    instead = _pair(form.short_es, form.short_en) if form.short_es.strip() else None
    made: dict[str, Any] = {
        "id": slug((*words["es"], *words["en"])[0]), "principle": form.of, "terms": words, "instead": instead,
        "reason": _pair(form.long_es, form.long_en), "severity": form.severity, "evidence": form.evidence,
    }  # fmt: skip
    if entry is not None and isinstance(entry.what, AvoidedTerm):  # what the form does not show stays as it is
        before = entry.what
        made |= {"id": before.id, "rejecting_ok": before.rejecting_ok}
        made |= {name: _dumped(getattr(before, name)) for name in ("context", "unless")}
    return made


def _red_line(form: LedgerForm, entry: LedgerEntry | None) -> dict[str, Any]:
    words = _words(form)
    if not words["es"] and not words["en"]:
        raise InputError("Write at least one sentence that would cross the red line: by it the line is recognised.")
    made: dict[str, Any] = {"principle": form.of, "crossed_by": words, "evidence": form.evidence}
    if entry is None:
        _require(form, "long_es", "long_en")
        return made | {"id": slug(form.long_en), "text": _pair(form.long_es, form.long_en)}
    if isinstance(entry.what, RedLine) and entry.origin is From.HOME:
        made["text"] = {"es": entry.what.text.es, "en": entry.what.text.en}
    return made | {"id": entry.key.partition(":")[2]}


def _principle(form: LedgerForm, before: Principle) -> dict[str, Any]:
    _require(form, "short_es", "short_en", "long_es", "long_en")
    name, meaning = _pair(form.short_es, form.short_en), _pair(form.long_es, form.long_en)
    made: dict[str, Any] = {"id": before.id, "markers": _words(form), "evidence": form.evidence}
    if name != {"es": before.name.es, "en": before.name.en}:
        made["name"] = name
    if meaning != {"es": before.meaning.es, "en": before.meaning.en}:
        made["meaning"] = meaning
    if not {"name", "meaning"} & set(made) and not any(made["markers"].values()):
        raise InputError("Nothing of the principle was changed; change a wording or add one.")
    return made


def _value(form: LedgerForm, store: RecordStore) -> dict[str, Any]:
    if not form.of:
        raise InputError("Choose the figure that has a newer value.")
    try:
        value = float(form.value.strip().rstrip("%").replace(",", "").strip())
    except ValueError:
        raise InputError(f"{form.value.strip()!r} is no number; write it like 81 or 81.5.") from None
    if not form.evidence:
        raise InputError("The entry rests on no statement; name one on the record that carries it.")
    statement = store.get(form.evidence[0])
    if statement is None:
        raise InputError(
            f"There is no statement {form.evidence[0]!r} on the record; find its id with `assistant search`."
        )
    return {"id": form.of, "values": [{"value": value, "date": statement.date, "evidence": form.evidence}]}


def _require(form: LedgerForm, *names: str) -> None:
    if not all(getattr(form, name).strip() for name in names):
        raise InputError("Write the wording in Spanish and in English: drafts in either language rest on it.")


def _pair(es: str, en: str) -> dict[str, str]:
    return {"es": " ".join(es.split()), "en": " ".join(en.split())}


def _words(form: LedgerForm) -> dict[str, list[str]]:
    return {
        lang: list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
        for lang, text in (("es", form.words_es), ("en", form.words_en))
    }


def _dumped(words: BilingualWords | None) -> dict[str, list[str]] | None:
    return None if words is None else {"es": list(words.es), "en": list(words.en)}
