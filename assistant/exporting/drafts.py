"""Makes a document of a kept draft: its items under their parts, where each sentence rests, what was observed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from assistant.citing import long_date
from assistant.domain.draft import ITEM_SEPARATOR
from assistant.exporting.document import Document, Kind, Paragraph, Run, Section, Table, flat, paragraph
from assistant.exporting.evidence import annex_of, references_of
from assistant.exporting.words import WORDS
from assistant.text.post import POST_LIMIT

SHOWN_DIGEST = 16
"""Characters of a digest that stand in a header; the whole one stands below the title."""
_HOME = ZoneInfo("America/Mexico_City")
_HEADED = ("top-line", "point", "if-pressed", "line", "background")
"""Parts that have a heading; posts and answers need none."""
_MAX_PASSAGE = 160
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """Who let a text go out, when, and the SHA-256 (hex) of exactly that text."""

    by: str
    """Empty where nobody noted it."""
    at: datetime
    digest: str
    published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of a draft beside its data."""

    at: datetime | None = None
    """When it was kept as it stands."""
    version: int | None = None
    cleared: Cleared | None = None


def document_of(draft: Data, about: About, *, annex: bool = True) -> Document:
    """Return a kept draft (its JSON data) as a document. A cleared one has neither findings nor advice in it."""
    lang = str(draft["lang"])
    words, cleared = WORDS[lang], about.cleared
    sections = tuple(_sections(draft, words, advice=cleared is None))
    rests_on = _in_use(draft, sections)
    number = [words["version"].format(number=about.version)] if about.version else []
    return Document(
        title=flat(str(draft["brief"]["topic"])),
        subtitle=words.get(str(draft.get("format")), ""),
        lang=lang,
        mark=_mark(cleared, words, lang) if cleared else words["draft"],
        cleared=cleared is not None,
        facts=tuple(_facts(draft, about, words)),
        sections=sections,
        references=references_of(rests_on, lang),
        references_title=words["references"],
        annex=annex_of(draft, rests_on, lang, missing=cleared is None) if annex else None,
        footer=" · ".join([str(draft["id"]), *number]),
        at=cleared.at if cleared else about.at,
    )


def _in_use(draft: Data, sections: Sequence[Section]) -> list[Data]:
    """Return the citations to which the text points: a draft that was edited may have lost some."""
    blocks = [block for section in sections for block in section.blocks if isinstance(block, Paragraph)]
    used = {id_ for block in blocks for run in block.runs for id_ in run.references}
    return [citation for citation in draft["citations"] if citation["statement_id"] in used]


def _mark(cleared: Cleared, words: Mapping[str, str], lang: str) -> str:
    what = words["published" if cleared.published else "cleared"]
    who = flat(cleared.by) or words["nobody"]
    digest = words["digest"].format(digest=cleared.digest[:SHOWN_DIGEST])
    return f"{what} — {who}, {clock(cleared.at, lang)}, {digest}"


def clock(at: datetime, lang: str) -> str:
    """Write a moment out as a clock in Mexico City shows it."""
    there = at.astimezone(_HOME)
    return WORDS[lang]["clock"].format(day=long_date(there.date(), lang), time=f"{there:%H:%M}")


def _facts(draft: Data, about: About, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    brief, cleared = draft["brief"], about.cleared
    at = cleared.at if cleared else about.at
    if at is not None:
        yield words["date"], long_date(at.astimezone(_HOME).date(), str(draft["lang"]))
    # A draft that was kept before there were classes is public.
    yield words["classification"], words[str(brief.get("classification", "public"))]
    for name in ("voice", "counterpart"):
        if value := flat(str(brief.get(name) or "")):
            yield words[name], value
    if cleared:
        yield words["whole_digest"], cleared.digest
        return
    if context := flat(str(brief.get("context") or "")):
        yield words["context"], context
    yield words["verdict"], words[draft["report"]["verdict"]]


def _sections(draft: Data, words: Mapping[str, str], *, advice: bool) -> Iterator[Section]:
    if advice and (message := str(draft.get("message") or "")):
        yield Section(blocks=(paragraph(message),))
    yield from _parts(draft, words)
    if not advice:
        return
    for aside in draft.get("asides", ()):
        lines = tuple(paragraph(line, kind=Kind.BULLET) for line in aside["lines"])
        yield Section(heading=words[aside["kind"]], blocks=lines)
    if (observed := _observations(draft, words)) is not None:
        yield observed


def _parts(draft: Data, words: Mapping[str, str]) -> Iterator[Section]:
    """Return the items in runs of one part, under its heading where it needs one."""
    heading, blocks, begins = "", list[Paragraph](), 0
    for item in draft["items"]:
        part = str(item.get("part", ""))  # drafts kept by an earlier version have no parts
        over = words[part] if part in _HEADED else ""
        if over != heading and blocks:
            yield Section(heading=heading, blocks=tuple(blocks))
            blocks = []
        heading = over
        blocks += _item(item, _carried(draft, item, begins), over, words)
        begins += len(item["text"]) + len(ITEM_SEPARATOR)
    if blocks:
        yield Section(heading=heading, blocks=tuple(blocks))


def _carried(draft: Data, item: Data, begins: int) -> list[tuple[int, tuple[str, ...]]]:
    """Return where a stretch of an item ends, and the statements that carry it.

    What was rewritten has lost the statements that it was drafted from. It rests on those that the check of its new
    words found, as far as the draft cites them.
    """
    text, known = str(item["text"]), {str(citation["statement_id"]) for citation in draft["citations"]}
    if item.get("claims"):
        found = [(claim["end"], claim["citations"]) for claim in item["claims"]]
    elif "claims" in item:
        found = [
            (sentence["end"] - begins, (sentence["support"]["statement_id"],))
            for sentence in draft["report"]["sentences"]
            if begins <= sentence["start"] and sentence["end"] <= begins + len(text)
            if sentence["label"] == "consistent" and sentence.get("support")
        ]
    else:  # drafts kept by an earlier version do not say which sentence it is
        found = [(len(text), item["citations"])]
    return [(end, tuple(id_ for id_ in ids if id_ in known)) for end, ids in found]


def _item(
    item: Data, carried: Sequence[tuple[int, tuple[str, ...]]], heading: str, words: Mapping[str, str]
) -> Iterator[Paragraph]:
    text, part = str(item["text"]), item.get("part")
    if part == "post":  # to be copied as it stands, so its references stand below
        yield paragraph(text, kind=Kind.POST)
        length = words["length"].format(length=item["weighted_length"], limit=POST_LIMIT)
        yield paragraph(length, *dict.fromkeys(id_ for _, ids in carried for id_ in ids), kind=Kind.CAPTION)
        return
    begins, (question, line, _) = 0, text.partition("\n")
    if part == "answer" and line:
        yield paragraph(question, kind=Kind.QUESTION)
        begins = len(question) + 1
    elif line and question == f"{heading}:":  # the part's own heading says so already
        begins = len(question) + 1
    runs = _runs(text, begins, carried)
    if part in {"answer", "background", "line"}:
        yield from _lines(runs)
    else:
        yield Paragraph(runs=runs, kind=Kind.BULLET)


def _runs(text: str, begins: int, carried: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[Run, ...]:
    """Cut a text after each stretch that rests on something."""
    runs, at = list[Run](), begins
    for end, ids in carried:
        if at < end <= len(text):
            runs.append(Run(text=text[at:end], references=ids))
            at = end
    if text[at:]:
        runs.append(Run(text=text[at:]))
    return tuple(runs)


def _lines(runs: Sequence[Run]) -> Iterator[Paragraph]:
    """Return each line as a paragraph of its own."""
    line: list[Run] = []
    for run in runs:
        *whole, last = run.text.split("\n")
        for text in whole:
            yield Paragraph(runs=(*line, Run(text=text)))
            line = []
        line.append(replace(run, text=last))
    yield Paragraph(runs=tuple(line))


def _observations(draft: Data, words: Mapping[str, str]) -> Section | None:
    """Return the verdict with all that was found; None for a draft without text that nothing was found in."""
    report = draft["report"]
    rows = [*_condemned(report, words), *_findings(draft, words)]
    if not rows and not draft["items"]:
        return None
    blocks: list[Paragraph | Table] = [paragraph(f"{words['verdict']}: {words[report['verdict']]}.")]
    if rows:
        header = tuple(words[name] for name in ("what", "where", "finding", "instead"))
        blocks.append(Table(header=header, rows=tuple(rows), widths=(15, 27, 36, 22)))
    else:
        blocks.append(paragraph(words["no_findings"]))
    return Section(heading=words["observations"], blocks=tuple(blocks))


def _condemned(report: Data, words: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Return the sentences that the record does not carry."""
    for sentence in report.get("sentences", ()):
        if sentence["label"] != "consistent":
            yield (
                words[sentence["label"]],
                _short(sentence["text"]),
                flat(sentence.get("reason") or ""),
                flat(sentence.get("suggestion") or ""),
            )


def _findings(draft: Data, words: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    joined = ITEM_SEPARATOR.join(str(item["text"]) for item in draft["items"])
    for finding in draft["report"]["findings"]:
        if finding["message"] == draft.get("message"):
            continue  # it is said above the text
        place = joined[finding.get("start", 0) : finding.get("end", 0)]
        yield words[finding["severity"]], _short(place), flat(finding["message"]), flat(finding.get("suggestion") or "")


def _short(text: str) -> str:
    text = flat(text)
    return text if len(text) <= _MAX_PASSAGE else text[: _MAX_PASSAGE - 1].rstrip() + "…"
