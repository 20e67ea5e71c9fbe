"""What the browser is told to refuse: other hosts, frames, and pages that reach the desk under another name."""

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access.doorkeeper import Doorkeeper
from assistant.ui.gate import Gate

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' blob: data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class SecureHeaders:
    """Adds the headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add to its response."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, with_headers)


def middleware(host: str, keeper: Doorkeeper | None = None) -> list[Middleware]:
    """Return the layers around the desk.

    With a `keeper` nobody comes in who is not signed in, under whatever name the desk is reached: a page that reaches
    it under a name of its own has no cookie for it. Without one a name that is not this machine's own is refused.
    """
    layers = [Middleware(SecureHeaders)]
    if keeper is not None:
        layers.append(Middleware(Gate, keeper=keeper))
    elif ":" not in host:  # the host check cannot read addresses in brackets
        layers.append(Middleware(TrustedHostMiddleware, allowed_hosts=[host, "127.0.0.1", "localhost"]))
    return layers
