"""Adding files to the record from the desk: the files, what is declared of them, and the report."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assembly import Ingested
from assistant.domain import Authority, Form
from assistant.record.readers import Declared
from assistant.ui.controls import choices, date_box, parse_day
from assistant.ui.errors import in_language
from assistant.ui.texts import known, t, word

FILE_TYPES = [
    *(".txt", ".md", ".yaml", ".yml", ".html", ".htm", ".pdf", ".docx"),
    *(".csv", ".tsv", ".jsonl", ".js", ".eml", ".rss", ".xml"),
]


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
            speaker = gr.Textbox(value="", label=word("speaker"), max_lines=1, elem_id="declare-speaker")
            role = gr.Textbox(value="", label=word("role"), max_lines=1, elem_id="declare-role")
            with gr.Row():
                day = date_box("date")
                kind = gr.Dropdown(
                    choices("authority_", tuple(a.value for a in Authority), first="undeclared"),
                    value="", label=word("authority"), min_width=110,
                )  # fmt: skip
        self.add = gr.Button(word("upload_button"), elem_id="record-add")
        self.inputs: list[Any] = [self.files, form, speaker, role, day, kind]


def declared(lang: str, form: str, speaker: str, role: str, day: str, kind: str) -> Declared:
    """Return what the controls' values declare.

    Raises:
        Mistake: The date cannot be read.
    """
    return Declared(
        form=Form(form) if form else None,
        speaker=speaker.strip(),
        role=role.strip(),
        day=parse_day(day, lang),
        authority=Authority(kind) if kind else None,
    )


def ingest_report(ingested: Ingested, lang: str) -> str:
    """Return what an upload did: statements, what waits for review, turns set aside, rejected files with reasons."""
    summary = ingested.summary
    head = t(lang, "ingest_head", files=summary.files, seconds=f"{ingested.seconds:.0f}", passages=ingested.passages)
    changes = ", ".join(
        t(lang, f"ingest_{name}", n=getattr(summary.change, name)) for name in ("added", "updated", "unchanged")
    )
    waiting = summary.change.quarantined
    held = f'<div class="warn">⚠ {t(lang, "ingest_quarantined", n=waiting)}</div>' if waiting else ""
    rejected = "".join(
        f"<li class='warn'><b>⚠ {escape(Path(r.path).name)}</b><div>{escape(in_language(r.reason, lang))}</div></li>"
        for r in summary.rejected
    )
    sound = not (rejected or waiting)
    return (
        f'<div class="verdict {"ready" if sound else "review"}" role="status"><b>{t(lang, "ingest_statements")}: '
        f"{changes}.</b><div>{head}.</div>{held}{_aside(summary.set_aside, lang)}</div>"
        + (f"<h3>{t(lang, 'ingest_rejected')}</h3><ul class='findings'>{rejected}</ul>" if rejected else "")
    )


def _aside(set_aside: Mapping[str, int], lang: str) -> str:
    if not set_aside:
        return ""
    kinds = ", ".join(f"{known(lang, f'aside_{kind}', kind)}: {n}" for kind, n in sorted(set_aside.items()))
    return f"<div>{t(lang, 'ingest_aside')}: {escape(kinds)}.</div>"
