"""The desk's page as Gradio serves it: each handler runs as whoever sent the event."""

from typing import Any

import gradio as gr

from assistant.access.identity import acting_as
from assistant.access.sessions import Sessions
from assistant.ui.gate import visit_of


class Desk(gr.Blocks):
    """A page whose handlers know who acts.

    Gradio runs events from a queue, in tasks and threads that have nothing of the request's own context. Every one goes
    through `process_api`, with the request that asked for it; what runs below, threads included, gets a copy of the
    context that is set here.
    """

    sessions: Sessions | None = None
    """Where those who do something are noted; None while the desk asks nobody who they are."""

    async def process_api(
        self,
        block_fn: Any,
        inputs: list[Any],
        state: Any = None,
        request: Any = None,
        *args: Any,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Run an event's handler as whoever sent it."""
        one = request[0] if isinstance(request, list) else request
        visit = visit_of(getattr(one, "request", None))
        if visit is None:
            return await super().process_api(block_fn, inputs, state, request, *args, **kwargs)
        if self.sessions is not None and not _by_itself(block_fn):
            self.sessions.touch(visit.token)
        with acting_as(visit.identity):
            return await super().process_api(block_fn, inputs, state, request, *args, **kwargs)


def _by_itself(block_fn: Any) -> bool:
    """Tell whether an open page does this without anybody at it, as a timer does: that keeps no session alive."""
    targets = getattr(block_fn, "targets", [])
    return bool(targets) and all(event == "tick" for _, event in targets)
