"""What changed between two wordings of a statement, word by word."""

import difflib
import re
from html import escape

from assistant.text.hidden import visible
from assistant.ui.texts import t


def word_diff(before: str, after: str, lang: str) -> str:
    """Return `after` with what was taken out of `before` and what was put in, each marked and named."""
    old, new = re.findall(r"\s+|\S+", visible(before)), re.findall(r"\s+|\S+", visible(after))
    out = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = escape("".join(old[i:j])), escape("".join(new[k:m]))
        if kind == "equal":
            out.append(gone)
            continue
        if gone.strip():
            out.append(f'<del><span class="sr">{t(lang, "diff_gone")} </span>{gone}</del>')
        if come.strip():
            out.append(f'<ins><span class="sr">{t(lang, "diff_come")} </span>{come}</ins>')
        elif come:
            out.append(come)
    return f'<div class="word-diff">{"".join(out)}</div>'
