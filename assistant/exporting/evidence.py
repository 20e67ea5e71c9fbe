"""The statements behind a draft: as references in the text, and in full in the annex."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from assistant.citing import AUTHORITY_NAMES, long_date
from assistant.domain import Authority
from assistant.exporting.document import Annex, Kind, Paragraph, Reference, Section, flat, paragraph
from assistant.exporting.words import WORDS
from assistant.record.ledger import bundled_ledger

Data = Mapping[str, Any]
_MARKS = {"es": "«{}»", "en": "“{}”"}


def references_of(citations: Sequence[Data], lang: str) -> tuple[Reference, ...]:
    """Return statements as references."""
    return tuple(Reference(id=str(each["statement_id"]), text=reference_text(each, lang)) for each in citations)


def reference_text(citation: Data, lang: str) -> str:
    """Write a reference: speaker, role on the date, date, venue, form, source, and what replaced it."""
    source = citation["source"]
    newer = "".join(f" [{words}]" for words in _newer(citation, lang))
    title, where = flat(source["title"]), flat(source["ref"])
    return (
        f"{_who(citation)}, {_day(citation, lang)}, {flat(citation['venue'])} ({_form(citation, lang)}). "
        f"{title}. {where}{newer}"
    )


def annex_of(draft: Data, citations: Sequence[Data], lang: str, *, missing: bool) -> Annex | None:
    """Return statements in full and the principles that the draft expresses; None where there is nothing of either.

    With `missing`, also the principles that one would expect and does not find.
    """
    words = WORDS[lang]
    sections = [_exhibit(citation, lang) for citation in citations]
    names = {principle.id: principle.name.get(lang) for principle in bundled_ledger().principles}
    found = draft["report"].get("principles", {})
    blocks = [paragraph(names.get(id_, id_), kind=Kind.BULLET) for id_ in found.get("expressed", ())]
    if missing and (absent := [names.get(id_, id_) for id_ in found.get("expected_missing", ())]):
        blocks.append(paragraph(words["missing"].format(names=", ".join(absent)), kind=Kind.NOTE))
    if blocks and draft["items"]:
        sections.append(Section(heading=words["principles"], blocks=tuple(blocks)))
    return Annex(title=words["annex"], sections=tuple(sections)) if sections else None


def _exhibit(citation: Data, lang: str) -> Section:
    return Section(
        heading=f"{flat(citation['speaker'])}, {_day(citation, lang)}",
        blocks=tuple(_told(citation, lang)),
        reference=str(citation["statement_id"]),
    )


def _told(citation: Data, lang: str) -> Iterator[Paragraph]:
    words, source = WORDS[lang], citation["source"]
    yield paragraph(f"{flat(citation['role'])}. {flat(citation['venue'])} ({_form(citation, lang)}).", kind=Kind.NOTE)
    text = str(citation.get("text") or citation.get("quote") or "")  # drafts kept by an earlier version have no text
    its_lang = str(citation.get("lang") or lang)
    if citation["form"] == "verbatim":
        said = words["verbatim_note"].format(
            speaker=flat(citation["speaker"]), role=flat(citation["role"]), date=_day(citation, lang)
        )
        shown = _MARKS[lang].format(text.strip())
    else:
        said, shown = words["paraphrase_note"], text.strip()
    if text.strip():
        yield paragraph(said, kind=Kind.NOTE)
        yield paragraph(shown, kind=Kind.STATEMENT, lang=its_lang)
    newer = "".join(f" {each}." for each in _newer(citation, lang))
    where = words["source"].format(source=f"{flat(source['title'])}. {flat(source['ref'])}")
    yield paragraph(f"{where}\n{words['statement'].format(id=citation['statement_id'])}.{newer}", kind=Kind.NOTE)


def _who(citation: Data) -> str:
    return f"{flat(citation['speaker'])}, {flat(citation['role'])}"


def _day(citation: Data, lang: str) -> str:
    return long_date(date.fromisoformat(citation["date"]), lang)


def _form(citation: Data, lang: str) -> str:
    form = WORDS[lang][citation["form"]]
    if authority := citation.get("authority"):  # drafts kept by an earlier version do not say
        form = f"{AUTHORITY_NAMES[lang][Authority(authority)]}, {form}"
    return form


def _newer(citation: Data, lang: str) -> Iterator[str]:
    """Say which later statements replaced this one, or may have."""
    for field, word in (("superseded_by", "superseded"), ("maybe_superseded_by", "maybe_superseded")):
        if ids := citation.get(field):
            yield WORDS[lang][word].format(ids=", ".join(ids))
