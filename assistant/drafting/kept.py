"""Kept drafts come back: from the data that `rendering.draft_json` wrote to the draft, report included.

Statements are taken from the record as it is now. What was withdrawn since is in nothing that comes back, and
`moved_since` names it together with what was replaced or reworded, so that whoever opens a draft can have it checked
again: a label of then may rest on what no longer holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Protocol, cast

from assistant.domain import (
    Angle,
    Aside,
    Beside,
    Brief,
    Change,
    Citation,
    CitedSpan,
    Classification,
    Draft,
    DraftFormat,
    DraftItem,
    EvidenceItem,
    Fate,
    Filters,
    Finding,
    Form,
    Generator,
    Hit,
    JudgedSentence,
    JudgeUse,
    Label,
    Length,
    Part,
    Passage,
    PassageKind,
    Perspective,
    PrincipleCoverage,
    Report,
    SentenceReport,
    Severity,
    Statement,
    Step,
    Tone,
    Verdict,
)
from assistant.text.post import weighted_length

Data = Mapping[str, Any]
Statements = Mapping[str, Statement]


class Store(Protocol):
    """What knows the statements on the record."""

    def get_many(self, ids: Iterator[str]) -> dict[str, Statement]:
        """Return those that are on the record among `ids`."""


def draft_from_data(data: Data, store: Store) -> Draft:
    """Return the draft that data tells of, as `draft_json` or `export_data` gave it.

    What has been withdrawn from the record since is left out of citations, evidence and hits. Data that was kept
    before a field existed gets that field's default.
    """
    on_record = store.get_many(each["statement_id"] for each in _named(data))
    return Draft(
        id=data["id"],
        brief=_brief(data),
        items=tuple(_item(each, on_record) for each in data["items"]),
        citations=tuple(_citation(c, on_record) for c in data["citations"] if c["statement_id"] in on_record),
        report=report_from_data(data["report"], on_record),
        generator=_generator(data["generator"]),
        points=tuple(data.get("points", ())),
        message=data.get("message", ""),
        angle=Angle(data["angle"]) if data.get("angle") else None,
        asides=tuple(Aside(kind=a["kind"], lines=tuple(a["lines"])) for a in data.get("asides", ())),
        changes=tuple(Change(**{**each, "fate": Fate(each["fate"])}) for each in data.get("changes", ())),
        evidence=tuple(_evidence(e, on_record) for e in data.get("evidence", ()) if e["statement_id"] in on_record),
    )


def moved_since(data: Data, store: Store) -> frozenset[str]:
    """Return the ids of statements that a kept draft names and that have since been withdrawn, replaced or reworded."""
    on_record = store.get_many(each["statement_id"] for each in _named(data))
    return frozenset(each["statement_id"] for each in _named(data) if not _stands(each, on_record))


def report_from_data(data: Data, on_record: Statements) -> Report:
    """Return the report that `report_json` told of, with what is on the record now."""
    principles = data.get("principles", {})
    return Report(
        verdict=Verdict(data["verdict"]),
        sentences=tuple(_sentence(each, on_record) for each in data["sentences"]),
        findings=tuple(
            Finding(
                **{**each, "severity": Severity(each["severity"]), "evidence": tuple(each["evidence"])},
            )
            for each in data["findings"]
        ),
        principles=PrincipleCoverage(
            expressed=tuple(principles.get("expressed", ())),
            expected_missing=tuple(principles.get("expected_missing", ())),
        ),
        judge=_judge(data["judge"]) if data.get("judge") else None,
    )


def _named(data: Data) -> Iterator[Data]:
    """Yield all that names a statement, with what it says of it."""
    yield from data["citations"]
    yield from data.get("evidence", ())
    for sentence in data["report"]["sentences"]:
        yield from sentence["evidence"]
        yield from (each for name in ("support", "conflict") if (each := sentence.get(name)))


def _stands(named: Data, on_record: Statements) -> bool:
    """Tell whether a statement is on the record, in the words that were kept and superseded by nothing else."""
    statement = on_record.get(named["statement_id"])
    if statement is None:
        return False
    if "superseded_by" in named and tuple(named["superseded_by"]) != statement.superseded_by:
        return False
    said = [statement.text, *(wording for pair in statement.lines for wording in (pair.es, pair.en))]
    kept = [named[name] for name in ("text", "quote") if name in named]
    return all(any(text in each for each in said) for text in kept)


def _brief(data: Data) -> Brief:
    brief = data["brief"]
    filters = dict(brief.get("filters", {}))
    filters |= {name: date.fromisoformat(filters[name]) for name in ("since", "until") if name in filters}
    filters |= {"form": Form(filters["form"])} if "form" in filters else {}
    return Brief(
        topic=brief["topic"],
        format=DraftFormat(data["format"]),
        lang=data["lang"],
        context=brief.get("context", ""),
        voice=brief.get("voice", ""),
        counterpart=brief.get("counterpart", ""),
        filters=Filters(**filters),
        classification=Classification(brief.get("classification", Classification.PUBLIC)),
        perspective=Perspective(brief.get("perspective", Perspective.INSTITUTIONAL)),
        tone=Tone(brief.get("tone", Tone.PLAIN)),
        length=Length(brief.get("length", Length.USUAL)),
        pinned=tuple(brief.get("pinned", ())),
        dropped=tuple(brief.get("dropped", ())),
    )


def _item(item: Data, on_record: Statements) -> DraftItem:
    def known(ids: list[str]) -> tuple[str, ...]:
        return tuple(each for each in ids if each in on_record)

    return DraftItem(
        text=item["text"],
        citations=known(item["citations"]),
        weighted_length=item.get("weighted_length", weighted_length(item["text"])),
        part=Part(item.get("part", Part.POINT)),
        claims=tuple(
            CitedSpan(start=span["start"], end=span["end"], citations=known(span["citations"]))
            for span in item.get("claims", ())
        ),
    )


def _citation(citation: Data, on_record: Statements) -> Citation:
    statement = on_record[citation["statement_id"]]
    return Citation(
        number=citation["number"],
        statement=statement,
        # A quote is an exact substring of the statement or nothing: reworded, the whole statement stands for it.
        quote=citation["quote"] if citation["quote"] in statement.text else statement.text,
        maybe_superseded_by=tuple(citation.get("maybe_superseded_by", ())),
    )


def _sentence(sentence: Data, on_record: Statements) -> SentenceReport:
    return SentenceReport(
        start=sentence["start"],
        end=sentence["end"],
        text=sentence["text"],
        label=Label(sentence["label"]),
        confidence=sentence["confidence"],
        evidence=tuple(_hit(each, on_record) for each in sentence["evidence"] if each["statement_id"] in on_record),
        reason=sentence.get("reason", ""),
        support=_beside(sentence.get("support"), on_record),
        conflict=_beside(sentence.get("conflict"), on_record),
        suggestion=sentence.get("suggestion"),
    )


def _beside(beside: Data | None, on_record: Statements) -> Beside | None:
    if beside is None or beside["statement_id"] not in on_record:
        return None
    marked = tuple((int(start), int(end)) for start, end in beside["marked"])
    return Beside(statement=on_record[beside["statement_id"]], text=beside["text"], marked=marked)


def _hit(hit: Data, on_record: Statements) -> Hit:
    kind, start, end = PassageKind(hit.get("kind", PassageKind.TEXT)), hit.get("start", 0), hit.get("end", 0)
    return Hit(
        rank=hit["rank"],
        score=hit["score"],
        passage=Passage(
            id=f"{hit['statement_id']}:{kind}:{start}-{end}",
            statement_id=hit["statement_id"],
            kind=kind,
            lang=hit["lang"],
            text=hit["text"],
            start=start,
            end=end,
        ),
        statement=on_record[hit["statement_id"]],
        similarity=hit.get("similarity", 0.0),
    )


def _evidence(item: Data, on_record: Statements) -> EvidenceItem:
    return EvidenceItem(
        number=item["number"],
        statement=on_record[item["statement_id"]],
        texts=tuple(item["texts"]),
        relevance=item["relevance"],
        aspects=tuple(item["aspects"]),
        pinned=item["pinned"],
        left_out=item["left_out"],
    )


def _generator(generator: Data) -> Generator:
    given = {each.name: generator[each.name] for each in fields(Generator) if each.name in generator}
    return Generator(**{**given, "steps": tuple(Step(**step) for step in generator.get("steps", ()))})


def _judge(judge: Data) -> JudgeUse:
    sentences = tuple(
        JudgedSentence(
            **{
                **each,
                "offline": Label(each["offline"]),
                "label": Label(each["label"]) if each["label"] else None,
            }
        )
        for each in judge["sentences"]
    )
    return JudgeUse(**cast("dict[str, Any]", {**judge, "sentences": sentences}))
