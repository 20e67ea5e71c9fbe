"""Puts a case together: the draft as it stands, the newest report on exactly that text, and what people did on it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assistant.clearance.people import among, same_name, somebody_of
from assistant.clearance.substance import takes_position
from assistant.clearing import WholeText, of_draft
from assistant.domain import (
    Acceptance,
    Basis,
    Case,
    CaseSentence,
    ClearanceFile,
    ClearanceRules,
    Deed,
    DraftVersion,
    Label,
    Ledger,
    Position,
    Severity,
    Statement,
    Two,
)
from assistant.domain.draft import ITEM_SEPARATOR
from assistant.record.topics import topics_in

Statements = Callable[[Iterable[str]], Mapping[str, Statement]]
"""Returns the statements on record among some ids."""
_GENERATOR = ("kind", "model", "prompt_version", "seed", "evidence_digest")
RED_LINES = "red-lines"


def whole_of(version: DraftVersion) -> WholeText:
    """Return a kept draft as one text.

    Raises:
        InputError: It has no items.
    """
    return of_draft(version.data, ITEM_SEPARATOR)


def text_digest(text: str) -> str:
    """Return the SHA-256 (hex) of an exact text."""
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def case_of(
    file: ClearanceFile,
    versions: Sequence[DraftVersion],
    rules: ClearanceRules,
    ledger: Ledger,
    statements: Statements,
    basis: Basis | None = None,
) -> Case:
    """Return a case.

    Args:
        file: What people did.
        versions: The draft's versions, oldest first, at least one.
        rules: As they are now: whoever lost a right since, their approval no longer counts.
        ledger: For the topics.
        statements: Looks statements up.
        basis: A report made just now, in the place of the newest that was kept.
    """
    version = versions[-1]
    data = version.data
    texts = [str(item["text"]) for item in data["items"]]
    text = ITEM_SEPARATOR.join(texts)
    digest = text_digest(text)
    basis = basis or newest_basis(file, digest) or basis_of(version, text, data["report"], statements)
    authors = authors_of(file, versions)
    sentences = _sentences(basis.report, texts)
    positions = _positions(sentences, _holding(file.acceptances, rules, authors))
    topics = _topics(data, text, ledger, statements)
    approvals = tuple(
        each
        for each in file.approvals
        if each.text_digest == digest == file.submitted_digest and may_clear(rules, each.by, authors)
    )
    blocked = basis.report["verdict"] == "blocked" or any(s.label is Label.CONTRADICTS for s in sentences)
    return Case(
        file=file,
        version=version,
        lang=str(data["lang"]),
        title=str(data.get("brief", {}).get("topic") or ""),
        text=text,
        text_digest=digest,
        basis=basis,
        sentences=sentences,
        positions=positions,
        topics=topics,
        authors=authors,
        rules=rules,
        two=_why_two(rules, data, basis.report, topics, blocked=blocked, positions=bool(positions)),
        approvals=approvals,
    )


def newest_basis(file: ClearanceFile, digest: str) -> Basis | None:
    """Return the newest report on a text that somebody acted on, or None."""
    made = (step.basis for step in reversed(file.steps) if step.basis is not None)
    return next((basis for basis in made if basis.text_digest == digest), None)


def basis_of(
    version: DraftVersion,
    text: str,
    report: Mapping[str, Any],
    statements: Statements,
    *,
    seq: int = 0,
    program: str = "",
) -> Basis:
    """Return what a step on a kept draft rests on. Without a new check (`seq` 0) the report is the draft's own."""
    data = version.data
    ids = dict.fromkeys([str(each["statement_id"]) for each in data["citations"]])
    ids.update(dict.fromkeys(str(name) for item in data["items"] for name in item["citations"]))
    beside = [sentence.get("support") for sentence in report["sentences"]]
    ids.update(dict.fromkeys(str(each["statement_id"]) for each in beside if each))
    known = statements(ids)
    return Basis(
        version=version.number,
        version_digest=version.digest,
        text_digest=text_digest(text),
        seq=seq,
        program=program,
        evidence=tuple((name, known[name].digest if name in known else "") for name in ids),
        generator={name: data["generator"].get(name) for name in _GENERATOR},
        report={name: part for name, part in report.items() if name != "kept"},
    )


def authors_of(file: ClearanceFile, versions: Sequence[DraftVersion]) -> tuple[str, ...]:
    """Return who submitted a draft or kept a version of it or of what it was copied from, each once."""
    names: list[str] = []
    submitted = (step.by for step in file.steps if step.deed is Deed.SUBMITTED)
    for name in (*file.earlier_authors, *(version.by for version in versions), *submitted):
        if name.strip() and not any(same_name(name, each) for each in names):
            names.append(name)
    return tuple(names)


def may_clear(rules: ClearanceRules, name: str, authors: Iterable[str]) -> bool:
    """Tell whether somebody may clear or return a draft of these authors."""
    return _may(rules, rules.clearers, name, authors)


def may_accept(rules: ClearanceRules, name: str, authors: Iterable[str]) -> bool:
    """Tell whether somebody may accept a new position in a draft of these authors."""
    return _may(rules, rules.approvers, name, authors)


def _may(rules: ClearanceRules, named: Sequence[str], name: str, authors: Iterable[str]) -> bool:
    if named and not among(name, named):
        return False
    return rules.author_may_clear or not somebody_of(name, authors)


def _holding(
    acceptances: Sequence[Acceptance], rules: ClearanceRules, authors: Sequence[str]
) -> Mapping[str, Acceptance]:
    """Return the acceptances that hold, by their sentence: whoever became an author since cannot have accepted it."""
    return {each.sentence: each for each in acceptances if may_accept(rules, each.by, authors)}


def _sentences(report: Mapping[str, Any], texts: Sequence[str]) -> tuple[CaseSentence, ...]:
    ends, at = [], 0
    for text in texts:
        at += len(text) + len(ITEM_SEPARATOR)
        ends.append(at)
    blocking = [(f["start"], f["end"]) for f in report["findings"] if f["severity"] == Severity.BLOCK]
    return tuple(
        CaseSentence(
            item=next((n for n, end in enumerate(ends, start=1) if each["start"] < end), len(texts)),
            start=each["start"],
            end=each["end"],
            text=each["text"],
            label=Label(each["label"]),
            reason=each.get("reason") or "",
            blocked=any(start < each["end"] and each["start"] < end for start, end in blocking),
            beside=_beside(each),
        )
        for each in sorted(report["sentences"], key=lambda each: each["start"])
    )


def _beside(sentence: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    told = [sentence.get("conflict"), sentence.get("support")]
    found = [(str(each["statement_id"]), str(each["text"])) for each in told if each]
    found += [(str(hit["statement_id"]), str(hit["text"])) for hit in sentence["evidence"][:1] if not found]
    return tuple(found)


def _positions(sentences: Sequence[CaseSentence], accepted: Mapping[str, Acceptance]) -> tuple[Position, ...]:
    """Return the sentences that somebody must answer for, and those that somebody did.

    A sentence that was accepted stays one even where the record has come to hold it: it does so on that word alone.
    One that contradicts the record is none, because nobody can accept it.
    """
    found: dict[str, CaseSentence] = {}
    for sentence in sentences:
        new = sentence.label is Label.UNSUPPORTED and takes_position(sentence.text)
        if new or (sentence.text in accepted and sentence.label is not Label.CONTRADICTS):
            found.setdefault(sentence.text, sentence)
    return tuple(
        Position(number=number, item=each.item, sentence=each.text, acceptance=accepted.get(each.text))
        for number, each in enumerate(found.values(), start=1)
    )


def _topics(data: Mapping[str, Any], text: str, ledger: Ledger, statements: Statements) -> tuple[str, ...]:
    """Return what a draft is about: what it and its brief name, or else what the statements it cites are about."""
    named = topics_in(f"{data.get('brief', {}).get('topic') or ''}\n{text}", ledger.topics)
    if named:
        return named
    cited = statements([str(each["statement_id"]) for each in data["citations"]])
    return tuple(dict.fromkeys(topic for statement in cited.values() for topic in statement.topics))


def _why_two(
    rules: ClearanceRules,
    data: Mapping[str, Any],
    report: Mapping[str, Any],
    topics: Sequence[str],
    *,
    blocked: bool,
    positions: bool,
) -> tuple[Two, ...]:
    reasons = {
        Two.OVERRIDE: rules.overrides and blocked,
        Two.POSITION: rules.new_positions and positions,
        Two.RED_LINE: rules.red_lines and any(f["check"] == RED_LINES for f in report["findings"]),
        Two.FORMAT: data["format"] in rules.formats,
        Two.TOPIC: bool(set(rules.topics).intersection(topics)),
    }
    return tuple(two for two, holds in reasons.items() if holds)
