"""Who sits at the desk: a name that is kept with what that person does.

Where people sign in it is their account's; else one that they type and the browser remembers.
"""

import gradio as gr

from assistant.access.identity import acting
from assistant.ui.controls import QUIET
from assistant.ui.guard import Mistake
from assistant.ui.texts import t, word

MOST = 80


class Who:
    """The box in the masthead; handlers that keep something take `box` as an input and pass it to `named`."""

    def __init__(self, *, signed_in: bool = False) -> None:
        """Lay the box out; call inside the masthead. Of those who are `signed_in` it only shows the name."""
        self.box = gr.Textbox(
            value="", placeholder=word("who"), label=word("who"), info=word("who_hint"), max_lines=1, max_length=MOST,
            container=False, min_width=150, scale=0, elem_id="who", interactive=not signed_in,
        )  # fmt: skip
        self._signed_in = signed_in
        if signed_in:
            gr.HTML(
                f'<form method="post" action="/logout"><button type="submit">{word("sign_out")}</button></form>',
                elem_id="sign-out",
                min_width=0,
            )
            return
        self._kept = gr.BrowserState("", storage_key="desk-who", secret="desk")  # noqa: S106  (no secret: a name)

    def connect(self, page: gr.Blocks) -> None:
        """Have the browser remember the name, or show the account's."""
        if self._signed_in:
            page.load(lambda: acting().name, None, self.box, **QUIET)
            return
        for event, source, target in ((page.load, self._kept, self.box), (self.box.blur, self.box, self._kept)):
            event(None, source, target, js="(name) => name ?? ''", **QUIET)


def named(lang: str, name: str) -> str:
    """Return the name of who does something.

    Raises:
        Mistake: Nobody has written one.
    """
    tidied = tidy(name)
    if not tidied:
        raise Mistake(t(lang, "need_who"))
    return tidied


def tidy(name: str | None) -> str:
    """Return a name without stray spaces; empty where nobody wrote one. An account's stands for any that is typed."""
    if acting().signed_in:
        return acting().name
    return " ".join((name or "").split())[:MOST]
