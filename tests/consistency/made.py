"""Sentences and drafts made for one check, with evidence of invented persons."""

from collections.abc import Sequence
from datetime import date

from assistant.consistency.alignment import align, repeats, weighty_words
from assistant.consistency.context import DraftContext, SentenceContext
from assistant.consistency.evidence import Evidence, Unit
from assistant.domain import Bilingual, Form, Label, SentenceReport, Source, Statement
from assistant.record.ledger import bundled_ledger
from assistant.text.sentences import split_sentences


def statement(number: int, line: str, day: str = "2026-02-03", **changes: object) -> Statement:
    """A statement by nobody, whose only line to take is `line` in both languages."""
    fields: dict[str, object] = {
        "id": f"prueba-{number}",
        "date": date.fromisoformat(day),
        "speaker": "Persona de Prueba",
        "role": "Secretaria",
        "venue": "Conferencia",
        "lang": "es",
        "form": Form.PARAPHRASE,
        "text": line,
        "source": Source(title="Archivo de prueba", ref="prueba.txt"),
        "lines": (Bilingual(es=line, en=line),),
    }
    return Statement(**{**fields, **changes})  # type: ignore[arg-type]


def sentence(text: str, lang: str, lines: Sequence[str | tuple[str, str]] = ()) -> SentenceContext:
    """A sentence as a check is given it; each line is one on the record, alone or with its date."""
    words = tuple(weighty_words(text, lang))
    units = []
    for number, each in enumerate(lines):
        line, day = (each, "2026-02-03") if isinstance(each, str) else each
        units.append(
            Unit(
                text=line,
                statement=statement(number, line, day),
                verbatim=False,
                alignment=align(words, weighty_words(line, lang), lang),
                repeated=repeats(text, line),
            )
        )
    evidence = Evidence(lang=lang, words=words, units=tuple(units), hits=())
    return SentenceContext(start=0, end=len(text), text=text, lang=lang, evidence=evidence, ledger=bundled_ledger())


def draft(text: str, lang: str) -> DraftContext:
    """A draft whose sentences have all been found unsupported."""
    reports = tuple(
        SentenceReport(start=s.start, end=s.end, text=s.text, label=Label.UNSUPPORTED, confidence=0.5)
        for s in split_sentences(text, lang)
    )
    return DraftContext(text=text, lang=lang, sentences=reports, ledger=bundled_ledger())
