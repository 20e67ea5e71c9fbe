"""Adding files to the record from the desk: the files, what is declared of them, and the report file by file."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assembly import Ingested
from assistant.citing import long_date
from assistant.curating import FileReport, Report
from assistant.domain import Authority, Form, Side, State
from assistant.record.by_hand import Brought
from assistant.record.readers import Declared
from assistant.text.hidden import visible
from assistant.ui.controls import choices, date_box, parse_day
from assistant.ui.errors import in_language
from assistant.ui.markup import link
from assistant.ui.texts import known, t, word

FILE_TYPES = [
    *(".txt", ".md", ".yaml", ".yml", ".html", ".htm", ".pdf", ".docx"),
    *(".csv", ".tsv", ".jsonl", ".js", ".eml", ".rss", ".xml"),
]
_FOLDED_FROM = 9
"""From so many statements on a file's are folded away."""
_SHORT = 120
_COUNTED = ("added", "updated", "unchanged", "corrected", "removed", "kept_out")


class UploadControls:
    """The files to add, and what somebody says of those that do not say it themselves."""

    def __init__(self) -> None:
        """Lay the controls out."""
        self.files = gr.File(
            label=word("upload_label"), file_count="multiple", file_types=FILE_TYPES, height=170, elem_id="record-files"
        )
        with gr.Accordion(word("declare"), open=False, elem_id="record-declare"):
            gr.Markdown(word("declare_hint"))
            form = gr.Dropdown(
                choices("declared_", (Form.VERBATIM.value, Form.PARAPHRASE.value), first="undeclared"),
                value="", label=word("declare_form"), elem_id="declare-form",
            )  # fmt: skip
            side = gr.Dropdown(
                choices("declared_", (Side.OWN.value, Side.COUNTERPART.value), first="undeclared"),
                value="", label=word("declare_side"), info=word("declare_side_hint"), elem_id="declare-side",
            )  # fmt: skip
            speaker = gr.Textbox(value="", label=word("speaker"), max_lines=1, elem_id="declare-speaker")
            role = gr.Textbox(value="", label=word("role"), max_lines=1, elem_id="declare-role")
            with gr.Row():
                day = date_box("date", "declare-date")
                kind = gr.Dropdown(
                    choices("authority_", tuple(a.value for a in Authority), first="undeclared"),
                    value="", label=word("authority"), min_width=110,
                )  # fmt: skip
        self.add = gr.Button(word("upload_button"), variant="primary", elem_id="record-add")
        self.inputs: list[Any] = [self.files, form, side, speaker, role, day, kind]


def declared(lang: str, form: str, side: str, speaker: str, role: str, day: str, kind: str) -> Declared:
    """Return what the controls' values declare.

    Raises:
        Mistake: The date cannot be read.
    """
    return Declared(
        form=Form(form) if form else None,
        side=Side(side) if side else None,
        speaker=speaker.strip(),
        role=role.strip(),
        day=parse_day(day, lang),
        authority=Authority(kind) if kind else None,
    )


def ingest_report(ingested: Ingested, report: Report, lang: str, number: int) -> str:
    """Return what an upload did, as a whole and file by file, with a button that closes the report.

    Args:
        ingested: What the batch did.
        report: The same file by file.
        lang: The language of the desk.
        number: Tells the report from others that are still shown.
    """
    summary, change = ingested.summary, ingested.summary.change
    css = "review" if report.rejected or change.quarantined or summary.unattributed else "ready"
    head = t(lang, "ingest_head", files=summary.files, seconds=f"{ingested.seconds:.0f}", passages=ingested.passages)
    notes = [_note("⚠", t(lang, "report_recheck", n=ingested.texts_to_recheck))] if ingested.texts_to_recheck else []
    if change.quarantined or summary.unattributed:
        waits = t(lang, "report_waits", held=change.quarantined, turns=summary.unattributed)
        notes.append(_note("⚠", waits))
    files = "".join([*(_rejected(r.path, r.reason, lang) for r in report.rejected), *_taken(report.files, lang)])
    return (
        f'<section class="report" aria-label="{t(lang, "report")}"><div class="verdict {css}">'
        f'<button type="button" class="link-button close" data-close="{number}">{t(lang, "report_close")}</button>'
        f"<b>{t(lang, 'ingest_statements')}: {_counts(change, lang)}.</b><div>{head}.</div>{''.join(notes)}</div>"
        f'<ul class="files">{files}</ul></section>'
    )


def _counts(change: object, lang: str) -> str:
    """Return how many statements were added, and what else was done, where something was."""
    counted = [(name, getattr(change, name)) for name in _COUNTED]
    return ", ".join(t(lang, f"ingest_{name}", n=n) for name, n in counted if n or name == "added")


def _note(icon: str, words: str) -> str:
    return f'<div><i aria-hidden="true">{icon}</i> {words}</div>'


def _rejected(path: str, reason: str, lang: str) -> str:
    return (
        f'<li class="warn"><b><i aria-hidden="true">✗</i> {escape(visible(Path(path).name))}</b> '
        f"<span>{t(lang, 'report_rejected')}</span><div>{escape(visible(in_language(reason, lang)))}</div></li>"
    )


def _taken(files: Iterable[FileReport], lang: str) -> Iterable[str]:
    for each in files:
        outcome = each.outcome
        held = [row for row in each.statements if row.state is State.QUARANTINED]
        brought = [row for row in each.statements if row.state is not State.QUARANTINED]
        faults = "".join(
            f"<li>{escape(visible(place))}: {escape(visible(in_language(why, lang)))}</li>"
            for place, why in outcome.faults.items()
        )
        unsure = bool(held or outcome.labels or faults)
        labels = ", ".join(f"«{escape(visible(label))}»" for label in outcome.labels)
        yield (
            f'<li class="{"warn" if unsure else "fine"}"><b><i aria-hidden="true">{"⚠" if unsure else "✓"}</i> '
            f"{escape(visible(Path(outcome.path).name))}</b> <span>{_counts(outcome.change, lang)}</span>"
            f"{_aside(outcome.set_aside, lang)}"
            + (f"<div>{t(lang, 'report_labels')}: {labels}</div>" if labels else "")
            + (f"<div>{t(lang, 'report_faults')}:<ul>{faults}</ul></div>" if faults else "")
            + (f"<div>{t(lang, 'report_held')}:{_links(held, lang)}</div>" if held else "")
            + _brought(brought, lang)
            + "</li>"
        )


def _brought(rows: list[Brought], lang: str) -> str:
    if not rows:
        return ""
    opened = "" if len(rows) >= _FOLDED_FROM else " open"
    head = t(lang, "report_brought", n=len(rows))
    return f"<details{opened}><summary>{head}</summary>{_links(rows, lang)}</details>"


def _links(rows: list[Brought], lang: str) -> str:
    shown = "".join(
        f"<li>{link(row.statement_id, f'{long_date(row.date, lang)}, {visible(row.speaker)}', css='cite wide')}"
        f"<div>{escape(_beginning(row.text))}</div></li>"
        for row in rows
    )
    return f"<ul>{shown}</ul>"


def _beginning(text: str) -> str:
    flat = " ".join(visible(text).split())
    return flat if len(flat) <= _SHORT else flat[:_SHORT].rsplit(" ", 1)[0].rstrip(".,;:") + "…"


def _aside(set_aside: Mapping[str, int], lang: str) -> str:
    if not set_aside:
        return ""
    kinds = ", ".join(f"{known(lang, f'aside_{kind}', kind)}: {n}" for kind, n in sorted(set_aside.items()))
    return f'<div class="muted">{t(lang, "ingest_aside")}: {escape(kinds)}.</div>'
