"""Starts the desk: on this machine alone unless people sign in, without telemetry, and ends it cleanly."""

import ipaddress
import os
import signal
import socket
import sys
import tempfile
import threading
from contextlib import nullcontext
from typing import Any

_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SHARE": "False",
    "GRADIO_ALLOWED_PATHS": "",
    "GRADIO_ROOT_PATH": "",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    # Whom a request comes from is what the connection says; which proxies are believed, the settings say.
    "FORWARDED_ALLOW_IPS": "",
}
os.environ.update(_QUIET)  # read by Gradio while it is imported
for _name in ("NO_PROXY", "no_proxy"):  # Gradio asks its own address once; that must not go to a proxy
    os.environ[_name] = ",".join(filter(None, [os.environ.get(_name, ""), "127.0.0.1", "localhost", "::1"]))

from assistant.access.doorkeeper import Doorkeeper, open_doorkeeper  # noqa: E402
from assistant.access.identity import only_signed_in  # noqa: E402
from assistant.access.users import has_users  # noqa: E402
from assistant.assembly import Assistant  # noqa: E402
from assistant.domain import Progress  # noqa: E402
from assistant.errors import ConfigurationError  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from assistant.ui.app import build, page_translations  # noqa: E402
from assistant.ui.gate import visit_of  # noqa: E402
from assistant.ui.headers import middleware  # noqa: E402
from assistant.ui.theme import CSS_PATHS, JS_PAGE, JS_SIGNED_OUT, NARROW_CSS_PATH, theme  # noqa: E402

MAX_UPLOAD = "20mb"


def launch(settings: Settings, progress: Progress) -> None:
    """Open the home, serve the desk, and return when it is interrupted.

    Raises:
        ConfigurationError: The address is not this machine's own and nobody signs in, the port is taken, or the users
            file is wrong.
        AssistantError: The home cannot be opened.
    """
    host = _address(settings)
    keeper = open_doorkeeper(settings) if has_users(settings) else None
    port = _free_port(host, settings.ui_port)
    with tempfile.TemporaryDirectory(prefix="assistant-desk-") as cache:
        os.environ["GRADIO_TEMP_DIR"] = cache
        tempfile.tempdir = cache
        try:
            closed = only_signed_in() if keeper else nullcontext()
            with Assistant.open(settings, progress=_announced(progress)) as assistant, closed:
                _serve(assistant, host, port, keeper)
        finally:
            tempfile.tempdir = None


def _serve(assistant: Assistant, host: str, port: int, keeper: Doorkeeper | None) -> None:
    if assistant.index.behind:
        _say(f"The index is {assistant.index.behind} changes behind the record; run `assistant doctor --repair`.")
    page = build(assistant, keeper.sessions if keeper else None)
    page.launch(
        server_name=f"[{host}]" if ":" in host else host,
        server_port=port,
        share=False,
        quiet=True,
        inbrowser=False,
        prevent_thread_lock=True,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=MAX_UPLOAD,
        app_kwargs={"openapi_url": None, "middleware": middleware(host, keeper)},
        i18n=page_translations(assistant),
        theme=theme(),
        css_paths=CSS_PATHS,
        head=f"<style>{NARROW_CSS_PATH.read_text(encoding='utf-8')}</style>{JS_SIGNED_OUT if keeper else ''}",
        auth_dependency=_login_of if keeper else None,
        js=JS_PAGE,
    )
    ended = threading.Event()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda _signal, _frame: ended.set())
    _say(f"The desk is open at {page.local_url} (Ctrl-C ends it).")
    try:
        ended.wait()
    except KeyboardInterrupt:
        pass
    finally:
        page.close(verbose=False)
        _say("The desk is closed.")


def _login_of(request: Any) -> str | None:
    """Tell Gradio whose request it is; without an account it closes its own routes too."""
    visit = visit_of(request)
    return visit.identity.login if visit else None


def _address(settings: Settings) -> str:
    """Return the address to bind.

    Raises:
        ConfigurationError: Others could reach it and nobody would sign in, or it is no address.
    """
    host = settings.ui_host
    given = "127.0.0.1" if host == "localhost" else host.strip("[]")
    try:
        own = ipaddress.ip_address(given).is_loopback
    except ValueError:
        own = False
    if own or has_users(settings):
        return given
    raise ConfigurationError(
        f"The desk cannot be opened on {host!r}, because everyone who reaches it could read and change the record; "
        "make an account first with `assistant users add`, or use --host 127.0.0.1."
    )


def _free_port(host: str, port: int) -> int:
    """Return the port, or a free one where 0 is asked for.

    Raises:
        ConfigurationError: The port is taken or may not be used.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigurationError(
                f"The desk cannot use port {port} on {host} ({error.strerror}); close what uses it, or choose "
                "another with --port or ASSISTANT_UI_PORT."
            ) from None
        return int(probe.getsockname()[1])


def _announced(progress: Progress) -> Progress:
    """Return a progress that first says what the waiting is for."""
    said = False

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal said
        if not said:
            said = True
            _say("Preparing the record; this happens once and takes some ten seconds …")
        progress(stage, done, total)

    return tell


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
