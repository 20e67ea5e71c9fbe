"""The members of a records pack, as JSON for programs and as text for people."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.clearing import KEPT
from assistant.domain import DraftVersion, Event, Outgoing, StatementTrace
from assistant.domain.draft import ITEM_SEPARATOR
from assistant.exporting import EXPORT_FORMATS, About, export
from assistant.exporting.document import safe_text
from assistant.exporting.drafts import clock
from assistant.exporting.words import WORDS as EXPORT_WORDS
from assistant.packing.archive import as_bytes, as_json, as_text, digest
from assistant.packing.prompting import model_members
from assistant.packing.words import DEEDS, README, STATES, WORDS
from assistant.rendering import outgoing_json, trace_json
from assistant.text.hidden import visible

_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")
_MAX_NAME = 60
_SETTINGS = frozenset({"rules"})
"""Of a case in clearance: who might clear what is a setting of the home, and names people who did nothing here."""
_ELSEWHERE = frozenset({"report", "sentences", "text"})
"""Of a case, what is a file of its own."""
Members = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that goes into a pack, before it is written."""

    versions: Sequence[DraftVersion]
    version: DraftVersion
    """The newest that was cleared, else the newest."""
    about: About
    outgoing: Outgoing | None
    """The cleared text, with the report that it had then."""
    case: Mapping[str, Any] | None
    statements: Mapping[str, StatementTrace | None]
    """What is on record today of all that was cited or offered; None for what is gone."""
    events: Sequence[Event]
    """Oldest first."""
    program: str

    @property
    def lang(self) -> str:
        """The language of the draft, and of what people read here."""
        return str(self.version.data["lang"])

    @property
    def text(self) -> str:
        """The words of the text, as they were cleared or would be."""
        if self.outgoing is not None:
            return self.outgoing.text
        return ITEM_SEPARATOR.join(str(item["text"]) for item in self.version.data["items"])

    @property
    def stem(self) -> str:
        """What the files with the text are called: nobody is to mistake a draft for a cleared text."""
        return "texto-con-visto-bueno" if self.outgoing else "borrador-SIN-VISTO-BUENO"


def members_of(contents: Contents) -> dict[str, bytes]:
    """Return every member but the bare text and the manifest, by its name in the ZIP."""
    return {
        name: data
        for part in (_readme, _text, _versions, _evidence, _reports, _clearance, _log)
        for name, data in part(contents)
    } | dict(model_members(contents.versions, contents.lang))


def _readme(contents: Contents) -> Members:
    for name, lang in (("LEEME.txt", "es"), ("README.txt", "en")):
        draft, cleared, edited = STATES[name]
        state = draft
        if contents.about.cleared is not None:
            who = one_line(contents.about.cleared.by) or WORDS[lang]["unnamed"]
            state = cleared.format(who=who, when=clock(contents.about.cleared.at, lang))
            state += f"\n{edited}" if contents.version is not contents.versions[-1] else ""
        told = README[name].format(
            state=state,
            draft_id=one_line(contents.version.draft_id),
            version=contents.version.number,
            versions=contents.versions[-1].number,
            program=f"assistant {contents.program}",
            digest=digest(as_bytes(contents.text)),
            stem=contents.stem,
        )
        yield name, as_text(told)


def _text(contents: Contents) -> Members:
    data = dict(contents.version.data)
    if contents.outgoing is not None:  # as it was cleared, so with the report of that moment
        data["report"] = _report_then(contents.outgoing)
    for to in EXPORT_FORMATS:
        yield f"texto/{contents.stem}.{to}", export(data, to, about=contents.about)


def _versions(contents: Contents) -> Members:
    words = WORDS[contents.lang]
    rows = [(words["version"], words["when"], words["who"], words["digest"])]
    for each in contents.versions:
        name = f"versiones/v{each.number:03d}"
        about = About(at=each.at, version=each.number)
        if each is contents.version:
            about = contents.about
        facts = {"number": each.number, "at": each.at.isoformat(), "by": each.by, "digest": each.digest}
        yield f"{name}.json", as_json({**facts, "draft": each.data})
        yield f"{name}.txt", export(each.data, "txt", about=about)
        rows.append((str(each.number), clock(each.at, contents.lang), each.by or words["unnamed"], each.digest))
    yield "versiones/indice.txt", as_text(table(rows))


def _evidence(contents: Contents) -> Members:
    cited = _newest(contents.versions, "citations")
    offered = _newest(contents.versions, "evidence")
    numbers = {str(each["statement_id"]): each["number"] for each in contents.version.data.get("citations", ())}
    for at, (id_, trace) in enumerate(contents.statements.items(), start=1):
        name = f"evidencia/{at:03d}-{_UNSAFE.sub('-', id_).strip('-')[:_MAX_NAME]}"
        then, now = str(cited.get(id_, {}).get("text") or ""), trace.statement.text if trace else ""
        facts = {
            "statement_id": id_,
            "as_cited": cited.get(id_),
            "as_offered": offered.get(id_),
            "text_sha256_as_cited": digest(as_bytes(then)) if then else None,
            "text_sha256_today": digest(as_bytes(now)) if trace else None,
            "on_record_today": trace_json(trace) if trace else None,
        }
        yield f"{name}.json", as_json(facts)
        told = _told(contents, id_, numbers.get(id_), cited.get(id_) or offered.get(id_) or {}, then)
        yield f"{name}.txt", as_text("\n".join(told))


def _newest(versions: Sequence[DraftVersion], field: str) -> dict[str, Mapping[str, Any]]:
    """Return a draft's citations or evidence by statement, as the newest version that has them says it."""
    return {str(each["statement_id"]): each for version in versions for each in version.data.get(field, ())}


def _told(contents: Contents, id_: str, number: int | None, known: Mapping[str, Any], then: str) -> Iterator[str]:
    words, names, trace = WORDS[contents.lang], EXPORT_WORDS[contents.lang], contents.statements[id_]
    statement = trace.statement if trace else None
    yield one_line(id_)
    speaker, role = known.get("speaker", ""), known.get("role", "")
    form = names.get(str(known.get("form", "")), "")
    yield ", ".join(one_line(str(each)) for each in (speaker, role, known.get("date", ""), form) if each)
    cited = words["offered"] if number is None else words["cited"]
    yield cited.format(number=number, version=contents.version.number)
    source = known.get("source") or {}
    if source:
        yield names["source"].format(source=f"{one_line(source['title'])}. {one_line(source['ref'])}")
    yield ""
    if then:
        yield words["as_cited"].format(digest=digest(as_bytes(then)))
        yield safe_text(then)
    elif known.get("texts"):
        yield words["as_offered"]
        yield from (safe_text(str(text)) for text in known["texts"])
    else:
        yield words["no_text"]
    yield ""
    if trace is None or statement is None:
        yield words["gone"]
        return
    if statement.text == then:
        yield words["same"]
    else:
        yield words["today"].format(digest=digest(as_bytes(statement.text)))
        yield safe_text(statement.text)
    yield words["state"].format(state=words[trace.state.value], reason=one_line(trace.reason)).strip()


def _reports(contents: Contents) -> Members:
    report = contents.version.data["report"]
    yield "dictamenes/borrador.json", as_json(report)
    yield "dictamenes/borrador.txt", as_text("\n".join(_report(report, contents.lang)))
    if contents.outgoing is not None:
        then = _report_then(contents.outgoing)
        yield "dictamenes/al-visto-bueno.json", as_json(then)
        yield "dictamenes/al-visto-bueno.txt", as_text("\n".join(_report(then, contents.lang)))


def _report_then(outgoing: Outgoing) -> dict[str, Any]:
    return {name: value for name, value in outgoing.report.items() if name != KEPT}


def _report(report: Mapping[str, Any], lang: str) -> Iterator[str]:
    words, names = WORDS[lang], EXPORT_WORDS[lang]
    yield f"{words['verdict']}: {names[report['verdict']]}"
    yield ""
    yield words["sentences"]
    for each in report.get("sentences", ()):
        label = names.get(each["label"], each["label"])
        beside = [
            words[field].format(id=one_line(each[field]["statement_id"]))
            for field in ("support", "conflict")
            if each.get(field)
        ]
        yield f"- {one_line(each['text'])}"
        yield f"  {'; '.join([label, *beside, *([one_line(each['reason'])] if each.get('reason') else [])])}"
    yield ""
    yield words["findings"]
    for each in report["findings"]:
        instead = f" → {one_line(each['suggestion'])}" if each.get("suggestion") else ""
        yield f"- {names[each['severity']]}: {one_line(each['message'])}{instead}"
    if not report["findings"]:
        yield f"- {words['none']}"


def _clearance(contents: Contents) -> Members:
    if contents.outgoing is not None:
        yield "visto-bueno/constancia.json", as_json(outgoing_json(contents.outgoing))
    if contents.case is not None:
        case = {name: value for name, value in contents.case.items() if name not in _SETTINGS}
        yield "visto-bueno/tramite.json", as_json(case)
        yield "visto-bueno/tramite.txt", as_text("\n".join(_outline(case)))


def _outline(value: Any, indent: str = "") -> Iterator[str]:
    """Return plain data as an indented outline."""
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value, start=1)
    for name, inner in pairs:
        if name in _ELSEWHERE:
            continue
        if isinstance(inner, Mapping | list | tuple):
            yield f"{indent}{name}:"
            yield from _outline(inner, indent + "  ")
        else:
            yield f"{indent}{name}: {'' if inner is None else one_line(str(inner))}"


def _log(contents: Contents) -> Members:
    words = WORDS[contents.lang]
    rows = [(words["when"], words["who"], words["deed"], words["subject"], words["reason"])]
    lines = []
    for each in contents.events:
        deed = {"at": each.at.isoformat(), "action": each.action, "subject": each.subject}
        lines.append(json.dumps({**deed, "by": each.by, "reason": each.reason}, ensure_ascii=False) + "\n")
        when = clock(each.at, contents.lang)
        rows.append(
            (
                when,
                each.by or words["unnamed"],
                DEEDS[contents.lang].get(each.action, each.action),
                each.subject,
                each.reason,
            )
        )
    yield "bitacora/actos.jsonl", as_bytes("".join(lines))
    yield "bitacora/actos.txt", as_text(table(rows) if contents.events else words["no_events"])


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as columns; the last one is as long as it likes."""
    shown = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in shown) for at in range(len(shown[0]) - 1)]
    lines = ["  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[-1]]).rstrip() for row in shown]
    return "\n".join(lines)


def one_line(text: str) -> str:
    """Return what somebody typed so that it can pass for nothing else: one line, every hidden character written out."""
    return visible(text).strip()
