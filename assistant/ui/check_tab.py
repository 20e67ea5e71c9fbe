"""The tab that checks a text from elsewhere, and mends it by suggestions that can be taken back."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.consistency.applying import Course, Edit, applied, edit_of_finding, edit_of_sentence, moved
from assistant.consistency.checker import MAX_TEXT_CHARS
from assistant.errors import InputError
from assistant.record.readers.file_text import SUFFIXES, file_text
from assistant.revising import Revision
from assistant.text.post import POST_LIMIT, weighted_length
from assistant.ui import markup
from assistant.ui.check_markup import Shown, change_note, checked_text
from assistant.ui.check_scripts import JS_BACK, JS_COPY, JS_KEEP, JS_RESULT
from assistant.ui.controls import CHECKING, PRIVATE, QUIET, choices, date_box, parse_day
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.ring import length_ring
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import lang_of, t, word
from assistant.ui.theme import JS_TO_RESULT

EXAMPLE = "check_example_1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What one page has done so far: the course of its text, and the last check of it."""

    course: Course = field(default_factory=Course)
    revision: Revision | None = None


class CheckTab:
    """The text on the left; the marked text, what is to be settled and the record beside it on the right."""

    def __init__(self, assistant: Assistant, panel: StatementPanel) -> None:
        """Lay the tab out and connect it."""
        self._assistant = assistant
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=2, min_width=300):
                self._form()
            with gr.Column(scale=5, min_width=320):
                self._results(panel)
        self._sitting = gr.State(Sitting())
        self._form_values = [self._text, self._other, self._lang, self._is_post, self._day]
        self._listen()

    def _form(self) -> None:
        self._text = gr.Textbox(
            value="", label=word("check_text"), placeholder=word("check_text_hint"), lines=9, max_lines=24,
            elem_id="check-text",
        )  # fmt: skip
        with gr.Row(elem_id="check-under"):
            self._file = gr.UploadButton(
                word("check_open"), file_types=list(SUFFIXES), size="sm", min_width=120, elem_id="check-file"
            )
            self._clear = gr.Button(word("check_clear"), size="sm", min_width=70, scale=0, elem_id="check-clear")
            self._counter = gr.HTML(min_width=0, elem_id="check-counter")
        self._file_notice = gr.HTML(elem_id="check-file-notice")
        self._button = gr.Button(word("check_button"), variant="primary", elem_id="check-button")
        with gr.Accordion(word("check_settings"), open=False, elem_id="check-settings"):
            self._is_post = gr.Checkbox(label=word("is_post"), elem_id="check-is-post")
            self._day = date_box("check_on")
            self._lang = gr.Dropdown(choices("lang_", ("es", "en"), first="auto"), value="", label=word("check_lang"))
        with gr.Accordion(word("check_other"), open=False, elem_id="check-other-fold"):
            self._other = gr.Textbox(
                value="", label=word("check_other_text"), placeholder=word("check_other_hint"), lines=4, max_lines=12,
                elem_id="check-other",
            )  # fmt: skip
            self._other_file = gr.UploadButton(
                word("check_open"), file_types=list(SUFFIXES), size="sm", elem_id="check-other-file"
            )
            self._other_notice = gr.HTML()
        with gr.Column(elem_classes="examples"):
            self._example = gr.Button(word("check_example"), size="sm")

    def _results(self, panel: StatementPanel) -> None:
        with gr.Column(visible=False, elem_id="check-tools") as self._tools:
            with gr.Row(elem_id="check-tool-row"):
                self._undo = gr.Button(word("undo"), size="sm", min_width=90, scale=0, elem_id="check-undo")
                self._redo = gr.Button(word("redo"), size="sm", min_width=90, scale=0, elem_id="check-redo")
                self._copy = gr.Button(word("copy_text"), size="sm", min_width=110, scale=0, elem_id="check-copy")
                self._only = gr.Checkbox(label=word("only_open"), container=False, min_width=200, elem_id="check-only")
            self._note = gr.HTML(elem_id="check-note")
        self._notice = gr.HTML(elem_id="check-notice")
        self._stale = gr.HTML(elem_id="check-stale")
        empty = f'<div class="empty">{word("check_empty")}</div>'
        self._result = panel.html(js=JS_RESULT, value=empty, elem_id="check-result", elem_classes="result")

    def _listen(self) -> None:
        home = self._assistant.settings.home
        changed = [
            self._text,
            self._note,
            self._notice,
            self._result,
            self._sitting,
            self._tools,
            self._undo,
            self._redo,
        ]
        working: dict[str, Any] = {"show_progress_on": self._result, **CHECKING}
        inputs = [self._sitting, *self._form_values]
        checking = {"fn": guarded(self._check, self._notice, home), "inputs": inputs, "outputs": changed, **working}
        self._button.click(**checking).then(None, js=JS_TO_RESULT)
        filled = self._example.click(_fill_example, None, self._text, queue=False, **PRIVATE)
        filled.then(**checking).then(None, js=JS_TO_RESULT)
        for listener, change in (
            (self._result.submit, self._apply),
            (self._undo.click, self._take_back),
            (self._redo.click, self._do_again),
        ):
            listener(guarded(change, self._notice, home), inputs, changed, **working)
        self._clear.click(
            self._emptied, [self._sitting, self._text], [*changed, self._other, self._file_notice], **QUIET
        )
        self._copy.click(None, self._text, None, js=JS_COPY).then(_copied, None, self._note, **QUIET)
        for button, handler, box, notice in (
            (self._file, self._open_text, self._text, self._file_notice),
            (self._other_file, self._open_other, self._other, self._other_notice),
        ):
            button.upload(
                guarded(handler, notice, home),
                button,
                [box, notice],
                show_progress_on=box,
                concurrency_limit=2,
                **PRIVATE,
            )
        gr.on(
            [self._text.change, self._is_post.change], self._typed, [self._text, self._is_post, self._sitting],
            [self._counter, self._stale], trigger_mode="always_last", **QUIET,
        )  # fmt: skip
        kept: list[Any] = [*self._form_values, self._only]
        gr.on([each.change for each in kept], None, kept, None, js=JS_KEEP, trigger_mode="multiple", **QUIET)

    def connect(self, page: gr.Blocks) -> None:
        """Have the page come back with the text and the settings that it was left with."""
        boxes = [*self._form_values, self._only]
        back = page.load(None, boxes, boxes, js=JS_BACK, **QUIET)
        back.then(self._typed, [self._text, self._is_post, self._sitting], [self._counter, self._stale], **QUIET)

    def _check(self, request: gr.Request, sitting: Sitting, text: str, *settings: Any) -> Updates:
        if not text.strip():
            raise Mistake(t(lang_of(request), "need_check_text"))
        return self._checked(request, sitting, _come_to(sitting.course, text), settings)

    def _apply(self, request: gr.Request, event: gr.EventData, sitting: Sitting, text: str, *settings: Any) -> Updates:
        """Put the suggestion that was clicked into the text as it now stands, and check what became of it."""
        clicked = event._data if isinstance(event._data, dict) else {}
        revision = sitting.revision
        edit = _edit(revision, str(clicked.get("apply", ""))) if revision else None
        there = moved(edit, revision.text, text) if edit and revision else None
        if there is None:
            raise Mistake(t(lang_of(request), "suggestion_gone"))
        course = _come_to(sitting.course, text).to(applied(there, text))
        return self._checked(request, sitting, course, settings, made=there)

    def _take_back(self, request: gr.Request, sitting: Sitting, text: str, *settings: Any) -> Updates:
        return self._checked(request, sitting, _come_to(sitting.course, text).undo(), settings)

    def _do_again(self, request: gr.Request, sitting: Sitting, text: str, *settings: Any) -> Updates:
        return self._checked(request, sitting, _come_to(sitting.course, text).redo(), settings)

    def _checked(
        self, request: gr.Request, sitting: Sitting, course: Course, settings: tuple[Any, ...], made: Edit | None = None
    ) -> Updates:
        """Check the text to which a course has come, and show it; `made` is the suggestion that led there."""
        ui_lang = lang_of(request)
        other, lang, is_post, day = settings
        if not course.text.strip():
            return self._shown(sitting, course, "", t(ui_lang, "check_empty"))
        revision = self._assistant.reviser.check(
            course.text,
            lang=lang or None,
            is_post=is_post,
            on=parse_day(day, ui_lang),
            other=other,
            before=sitting.revision,
        )
        note = ""
        if made is not None:
            end = made.start + len(made.after)
            labels = [s.label for s in revision.report.sentences if s.start < end and made.start < s.end]
            note = change_note(made.before, made.after, labels, ui_lang)
        named = {i for finding in revision.report.findings for i in finding.evidence}
        shown = Shown(
            revision=revision,
            lang=ui_lang,
            statements=self._assistant.store.get_many(named),
            principles={p.id: p.name.get(ui_lang) for p in self._assistant.ledger.principles},
        )
        return self._shown(Sitting(course=course, revision=revision), course, note, checked_text(shown))

    def _shown(self, sitting: Sitting, course: Course, note: str, result: str) -> Updates:
        if not course.text.strip():
            result = f'<div class="empty">{result}</div>'
        return {
            self._text: course.text,
            self._note: note,
            self._result: result,
            self._sitting: Sitting(course=course, revision=sitting.revision if course.text.strip() else None),
            self._tools: gr.update(visible=bool(course.text.strip() or course.done or course.undone)),
            self._undo: gr.update(interactive=bool(course.done)),
            self._redo: gr.update(interactive=bool(course.undone)),
        }

    def _emptied(self, request: gr.Request, sitting: Sitting, text: str) -> Updates:
        """Empty the form; what was in the box can be brought back."""
        lang = lang_of(request)
        course = _come_to(sitting.course, text).to("")
        note = markup.remark(t(lang, "text_cleared")) if course.done else ""
        shown = self._shown(sitting, course, note, t(lang, "check_empty"))
        return {**shown, self._notice: "", self._file_notice: "", self._other: ""}

    def _open_text(self, request: gr.Request, path: str) -> Updates:
        text, told = _read(path, lang_of(request))
        return {self._text: text, self._file_notice: told}

    def _open_other(self, request: gr.Request, path: str) -> Updates:
        text, told = _read(path, lang_of(request))
        return {self._other: text, self._other_notice: told}

    def _typed(self, request: gr.Request, text: str, is_post: bool, sitting: Sitting) -> tuple[str, str]:
        """Return the length of what is in the box, and whether it is still what was checked."""
        lang = lang_of(request)
        stale = sitting.revision is not None and text != sitting.revision.text and bool(text.strip())
        told = f'<p class="remark stale" role="status">✎ {t(lang, "text_changed")}</p>' if stale else ""
        if not text.strip():
            return "", told
        length = weighted_length(text)
        ring = length_ring(length, POST_LIMIT, lang) if is_post else ""
        return f'<span class="length">{markup.counter(length, lang, limited=is_post)}{ring}</span>', told


def _come_to(course: Course, text: str) -> Course:
    """Return the course with what was typed since; a first text is where it begins."""
    return course.to(text) if course.text or course.done or course.undone else Course(text=text)


def _edit(revision: Revision, chosen: str) -> Edit | None:
    """Return the suggestion that a button stands for: ``f3`` is the fourth finding's, ``s0`` the first sentence's."""
    kind, number = chosen[:1], int(chosen[1:]) if chosen[1:].isdecimal() else -1
    findings, sentences = revision.report.findings, revision.report.sentences
    if kind == "f" and 0 <= number < len(findings):
        return edit_of_finding(findings[number], revision.text)
    if kind == "s" and 0 <= number < len(sentences):
        return edit_of_sentence(sentences[number], revision.text)
    return None


def _read(path: str, lang: str) -> tuple[str, str]:
    """Return a file's text and what to tell about it.

    Raises:
        InputError: It cannot be read, or holds more than can be checked at once.
    """
    name = Path(path).name
    found = file_text(Path(path), Path(path).read_bytes())
    if len(found.text) > MAX_TEXT_CHARS:
        raise InputError(f"The text has {len(found.text):,} characters; check at most {MAX_TEXT_CHARS:,} at a time.")
    return found.text, markup.remark(t(lang, "file_hides" if found.hidden else "file_taken", name=name))


def _fill_example(request: gr.Request) -> str:
    return t(lang_of(request), EXAMPLE)


def _copied(request: gr.Request) -> str:
    return markup.remark(t(lang_of(request), "text_copied"))
