"""HTML of what was said and done on a case, where its text comes from, and how its versions differ."""

import difflib
import re
from collections.abc import Sequence
from html import escape

from assistant.domain import Case, ClearanceStep, Deed, DraftVersion
from assistant.domain.draft import ITEM_SEPARATOR
from assistant.text.hidden import visible
from assistant.ui.clearance_markup import digest, shown
from assistant.ui.markup import link, moment
from assistant.ui.texts import t

VERSIONS = 12
"""The newest versions that are compared."""
_AROUND = 8
"""Words shown on either side of a change."""


def comments(case: Case, lang: str) -> str:
    """Return what people said on a draft, oldest first."""
    rows = "".join(
        f"<li><b>{escape(step.by)}</b> <span class=muted>{moment(step.at, lang)}"
        f"{', ' + t(lang, 'comment_on', n=step.item) if step.item else ''}</span><p>{shown(step.words)}</p></li>"
        for step in case.file.steps
        if step.deed is Deed.COMMENTED or (step.deed in {Deed.SUBMITTED, Deed.RETURNED} and step.words)
    )
    said = f'<ol class="comments">{rows}</ol>' if rows else f'<p class="muted">{t(lang, "comments_none")}</p>'
    return f"<h3>{t(lang, 'comments')}</h3>{said}"


def trail(case: Case, versions: Sequence[DraftVersion], lang: str) -> str:
    """Return log, provenance and versions, each to be opened."""
    log = "".join(_step(step, lang) for step in reversed(case.file.steps))
    parts = []
    if log:
        parts.append(_folded(t(lang, "log"), f'<ol class="log">{log}</ol>'))
    parts.append(_folded(t(lang, "provenance"), provenance(case, lang)))
    parts.append(_folded(t(lang, "case_versions", n=len(versions)), version_list(versions, lang)))
    return "".join(parts)


def _folded(summary: str, body: str) -> str:
    return f'<details class="trail"><summary>{summary}</summary>{body}</details>'


def _step(step: ClearanceStep, lang: str) -> str:
    where = f" {t(lang, 'comment_on', n=step.item)}" if step.item else ""
    words = f"<div>{shown(step.words)}</div>" if step.words else ""
    on = f' <span class="muted">{digest(step.basis.text_digest)}</span>' if step.basis else ""
    return (
        f'<li><span class="muted">{moment(step.at, lang)}</span> <b>{escape(step.by)}</b> '
        f"{t(lang, f'deed_{step.deed.value}')}{where}.{on}{words}</li>"
    )


def provenance(case: Case, lang: str) -> str:
    """Return which model, prompt, evidence and record a text comes from."""
    basis, made = case.basis, case.basis.generator
    rows = [
        ("from_model", escape(str(made.get("model") or "")) or t(lang, "from_none")),
        ("from_prompt", escape(str(made.get("prompt_version") or "–"))),
        ("from_evidence", digest(str(made.get("evidence_digest") or ""))),
        ("from_text", digest(basis.text_digest)),
        ("from_version", f"{case.version.number} · {digest(case.version.digest)}"),
        ("from_seq", str(basis.seq or "–")),
        ("from_program", escape(basis.program or "–")),
    ]
    told = "".join(f"<dt>{t(lang, key)}</dt><dd>{value}</dd>" for key, value in rows)
    statements = "".join(
        f"<li>{link(name, name, css='cite wide')} {digest(known) if known else t(lang, 'not_on_record')}</li>"
        for name, known in basis.evidence
    )
    rest = f'<p class="small-head">{t(lang, "from_statements")}</p><ul class="evidence">{statements}</ul>'
    return f'<dl class="provenance">{told}</dl>{rest if statements else ""}'


def version_list(versions: Sequence[DraftVersion], lang: str) -> str:
    """Return the versions, newest first, each with what it changed in the one before."""
    rows = ""
    for number in range(len(versions) - 1, max(-1, len(versions) - 1 - VERSIONS), -1):
        each = versions[number]
        by = escape(visible(each.by)) if each.by else t(lang, "case_nobody")
        told = t(lang, "case_version_by", n=each.number, by=by, at=moment(each.at, lang))
        change = changed_words(_text(versions[number - 1]), _text(each), lang) if number else ""
        body = change or t(lang, "version_same" if number else "version_first")
        rows += f'<li><b>{told}</b><div class="diff">{body}</div></li>'
    return f'<ol class="versions">{rows}</ol>'


def _text(version: DraftVersion) -> str:
    return ITEM_SEPARATOR.join(str(item["text"]) for item in version.data["items"])


def changed_words(old: str, new: str, lang: str) -> str:
    """Return every stretch in which two texts differ, word by word; nothing where they are the same."""
    before, after = re.findall(r"\S+", old), re.findall(r"\S+", new)
    stretches = []
    for group in difflib.SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND):
        out = []
        for kind, i, j, k, m in group:
            if kind == "equal":
                out.append(_words(before[i:j]))
                continue
            if i < j:
                gone = f'<span class="sr-only">{t(lang, "diff_gone")}: </span>'
                out.append(f"<del>{gone}{_words(before[i:j])}</del>")
            if k < m:
                came = f'<span class="sr-only">{t(lang, "diff_new")}: </span>'
                out.append(f"<ins>{came}{_words(after[k:m])}</ins>")
        head = "… " if group[0][1] else ""
        tail = " …" if group[-1][2] < len(before) else ""
        stretches.append(f"<p>{head}{' '.join(out)}{tail}</p>")
    return "".join(stretches)


def _words(words: Sequence[str]) -> str:
    return escape(visible(" ".join(words)))
