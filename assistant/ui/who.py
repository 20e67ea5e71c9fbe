"""Who sits at the desk: a name that the browser remembers and that is kept with what that person does."""

import gradio as gr

from assistant.ui.controls import QUIET
from assistant.ui.guard import Mistake
from assistant.ui.texts import t, word

MOST = 80


class Who:
    """The box in the masthead; handlers that keep something take `box` as an input and pass it to `named`."""

    def __init__(self) -> None:
        """Lay the box out; call inside the masthead."""
        self.box = gr.Textbox(
            value="", placeholder=word("who"), label=word("who"), info=word("who_hint"), max_lines=1, max_length=MOST,
            container=False, min_width=150, scale=0, elem_id="who",
        )  # fmt: skip
        self._kept = gr.BrowserState("", storage_key="desk-who", secret="desk")  # noqa: S106  (no secret: a name)

    def connect(self, page: gr.Blocks) -> None:
        """Have the browser remember the name."""
        for event, source, target in ((page.load, self._kept, self.box), (self.box.blur, self.box, self._kept)):
            event(None, source, target, js="(name) => name ?? ''", **QUIET)


def named(lang: str, name: str) -> str:
    """Return the name of who does something.

    Raises:
        Mistake: Nobody has written one.
    """
    if not tidy(name):
        raise Mistake(t(lang, "need_who"))
    return tidy(name)


def tidy(name: str | None) -> str:
    """Return a name without stray spaces; empty where nobody wrote one."""
    return " ".join((name or "").split())[:MOST]
