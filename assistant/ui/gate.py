"""Closes every way into the desk to whoever is not signed in: pages, events, streams and files alike."""

from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.access.attempts import WaitError
from assistant.access.doorkeeper import Doorkeeper, Visit
from assistant.errors import AccessError, ConfigurationError
from assistant.ui.login_page import login_page

COOKIE, SECURE_COOKIE = "desk-session", "__Host-desk-session"
VISIT = "assistant.visit"
"""Under this key of a request's scope stands who came with it; no request can put it there itself."""
STARTED = "/gradio_api/startup-events"
"""Gradio asks its own server for this once, as nobody; it tells nothing and does nothing twice."""
LOGIN, LOGOUT = "/login", "/logout"
LONGEST_FORM = 4_096


class Gate:
    """Stands before the desk: shows who is not signed in the page to do so, and hands others on with their identity."""

    def __init__(self, app: ASGIApp, keeper: Doorkeeper) -> None:
        """Wrap an application."""
        self._app = app
        self._keeper = keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # the desk has no other connections
            if scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            return
        path, headers = str(scope["path"]), Headers(scope=scope)
        try:
            visit = self._visit(scope, headers)
            if path.rstrip("/") in {LOGIN, LOGOUT}:
                answer = await self._at_the_door(path.rstrip("/"), scope, headers, receive, visit)
            elif visit is not None or path == STARTED:
                await self._app({**scope, VISIT: visit}, receive, send)
                return
            else:
                answer = _closed(scope, headers)
        except ConfigurationError as error:
            answer = JSONResponse({"detail": str(error)}, 503)
        answer.headers["Cache-Control"] = "no-store"
        await answer(scope, receive, send)

    def _visit(self, scope: Scope, headers: Headers) -> Visit | None:
        header = self._keeper.proxies.header
        named = self._keeper.by_header(_peer(scope), headers.getlist(header)) if header else None
        visit = named or self._keeper.by_token(_token(headers))
        if visit is not None and scope["method"] == "GET" and scope["path"] == "/":
            self._keeper.sessions.touch(visit.token)
        return visit

    async def _at_the_door(
        self, path: str, scope: Scope, headers: Headers, receive: Receive, visit: Visit | None
    ) -> Response:
        if scope["method"] in {"GET", "HEAD"}:
            return _to("/") if visit is not None or path == LOGOUT else _page(headers)
        # Only a page of the desk itself signs somebody in or out. Browsers that tell where a form comes from are asked.
        if scope["method"] != "POST" or headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return JSONResponse({"detail": "This is not possible from here."}, 403)
        if path == LOGOUT:
            if visit is not None:
                self._keeper.sessions.end(visit.token)
            answer: Response = _to(LOGIN)
            for name in (COOKIE, SECURE_COOKIE):
                answer.delete_cookie(name, path="/", secure=name == SECURE_COOKIE, httponly=True, samesite="strict")
            return answer
        return await self._sign_in(scope, headers, receive)

    async def _sign_in(self, scope: Scope, headers: Headers, receive: Receive) -> Response:
        form = await _form(receive)
        if form is None:
            return _page(headers, "wrong", status=413)
        user, peer = form.get("user", ""), _peer(scope)
        address = self._keeper.proxies.client(peer, headers.getlist("x-forwarded-for"))
        try:
            sign_in, given = self._keeper.sign_in, form.get("password", "")
            token = await anyio.to_thread.run_sync(sign_in, user, given, address)
        except WaitError as error:
            refused = _page(headers, "wait", user=user, seconds=error.seconds, status=429)
            refused.headers["Retry-After"] = str(error.seconds)
            return refused
        except AccessError:
            return _page(headers, "wrong", user=user, status=401)
        self._keeper.sessions.end(_token(headers))
        secure = self._is_secure(scope, headers, peer)
        answer = _to("/")
        # Without an expiry of its own the cookie goes with the browser; when the session ends, the desk decides.
        name = SECURE_COOKIE if secure else COOKIE
        answer.set_cookie(name, token, path="/", httponly=True, samesite="strict", secure=secure)
        return answer

    def _is_secure(self, scope: Scope, headers: Headers, peer: str) -> bool:
        if scope["scheme"] == "https":
            return True
        told = headers.get("x-forwarded-proto", "").split(",")[0].strip().lower()
        return told == "https" and self._keeper.proxies.trusted(peer)


def visit_of(request: Any) -> Visit | None:
    """Return who came with one of Starlette's requests, None where no gate let it in."""
    found = getattr(request, "scope", {}).get(VISIT)
    return found if isinstance(found, Visit) else None


def _closed(scope: Scope, headers: Headers) -> Response:
    wants_page = scope["method"] == "GET" and "text/html" in headers.get("accept", "")
    return _to(LOGIN) if wants_page else JSONResponse({"detail": "Sign in first."}, 401)


def _to(path: str) -> Response:
    return RedirectResponse(path, 303)


def _page(headers: Headers, fault: str = "", *, user: str = "", seconds: int = 0, status: int = 200) -> Response:
    return HTMLResponse(login_page(headers.get("accept-language", ""), fault, user=user, seconds=seconds), status)


def _peer(scope: Scope) -> str:
    return str(scope["client"][0]) if scope.get("client") else ""


def _token(headers: Headers) -> str:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    found = jar.get(SECURE_COOKIE) or jar.get(COOKIE)
    return found.value if found else ""


async def _form(receive: Receive) -> dict[str, str] | None:
    """Return the fields of a form, None where it is no form or too long."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body, more = body + message.get("body", b""), message.get("more_body", False)
        if len(body) > LONGEST_FORM:
            return None
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=8)
    except ValueError:
        return None
    return {name: values[0] for name, values in fields.items()}
