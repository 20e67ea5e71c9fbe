"""The desk over HTTP: closed to whoever is not signed in, and each handler runs as whoever sent the event."""

import asyncio
import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.access.doorkeeper import Doorkeeper, Proxies, proxies_of
from assistant.access.identity import Identity, Role, acting, acting_as, only_signed_in
from assistant.access.passwords import digest_of
from assistant.access.sessions import Sessions
from assistant.access.users import Account, Users
from assistant.errors import AccessError
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "una contraseña larga"
DIGEST = digest_of(PASSWORD)
PROXY = {"ASSISTANT_ACCESS_PROXIES": "127.0.0.1", "ASSISTANT_ACCESS_HEADER": "Remote-User"}


def accounts(path: Path) -> Users:
    users = Users(path)
    users.add("ana", Account(name="Ana López", role=Role.READER, password=DIGEST))
    users.add("bruno", Account(name="Bruno Ruiz", role=Role.CLEARER, password=DIGEST))
    users.add("carla", Account(name="Carla Sosa", role=Role.ADMIN))
    return users


def signed_in(address: str, login: str, **headers: str) -> httpx.Client:
    answer = httpx.post(f"{address}/login", data={"user": login, "password": PASSWORD})
    assert answer.status_code == 303
    return httpx.Client(base_url=address, timeout=60, cookies=dict(answer.cookies), headers=headers)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The program itself, with three accounts, behind a proxy on this machine."""
    home = tmp_path_factory.mktemp("home")
    accounts(home / "users.yaml")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {"PATH": "/usr/bin:/bin", "ASSISTANT_HOME": str(home), "PYTHONPATH": str(ROOT), **PROXY}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "ui.py"), "--port", str(port)], cwd=home, env=env,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    for _ in range(480):
        if process.poll() is not None:
            pytest.fail(process.stdout.read() if process.stdout else "")
        try:
            httpx.get(f"http://127.0.0.1:{port}/login")
            break
        except httpx.TransportError:
            time.sleep(0.25)
    yield f"http://127.0.0.1:{port}", home
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/config"), ("GET", "/gradio_api/info"), ("GET", "/gradio_api/file=/etc/passwd"), ("GET", "/theme.css"),
        ("POST", "/gradio_api/upload"), ("POST", "/gradio_api/queue/join"), ("POST", "/gradio_api/run/predict"),
        ("GET", "/gradio_api/queue/data?session_hash=a"), ("GET", "/gradio_api/heartbeat/a"), ("GET", "/static/x"),
        ("POST", "/gradio_api/cancel"), ("POST", "/gradio_api/reset"), ("GET", "//config"), ("GET", "/login/../config"),
        ("GET", "/gradio_api/startup-events/../config"),
    ],
)  # fmt: skip
def test_every_route_is_closed(program: tuple[str, Path], method: str, path: str) -> None:
    host = urllib.parse.urlsplit(program[0])
    connection = http.client.HTTPConnection(host.hostname or "", host.port)
    connection.request(method, path, headers={"Cookie": "desk-session=guessed", "X-Forwarded-User": "carla"})
    assert connection.getresponse().status == 401
    connection.close()


def test_a_browser_is_sent_to_the_page_that_speaks_its_language(program: tuple[str, Path]) -> None:
    asked = {"Accept": "text/html", "Accept-Language": "es-MX,es"}
    shown = httpx.get(program[0], headers=asked, follow_redirects=True)
    assert shown.url.path == "/login"
    assert "Contraseña" in shown.text
    assert "Password" in httpx.get(f"{program[0]}/login", headers={"Accept-Language": "en"}).text


def test_wrong_password_and_unknown_user_are_told_alike(program: tuple[str, Path]) -> None:
    said = [httpx.post(f"{program[0]}/login", data={"user": user, "password": "x" * 20}) for user in ("bruno", "nadie")]
    assert [answer.status_code for answer in said] == [401, 401]
    assert said[0].text.replace("bruno", "nadie") == said[1].text


def test_a_form_of_another_site_signs_nobody_in(program: tuple[str, Path]) -> None:
    form = {"user": "ana", "password": PASSWORD}
    sent = httpx.post(f"{program[0]}/login", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 403
    assert "set-cookie" not in sent.headers


def test_cookie_session_and_signing_out(program: tuple[str, Path]) -> None:
    address, _ = program
    sent = httpx.post(f"{address}/login", data={"user": "ANA", "password": PASSWORD})
    cookie = sent.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in [part.strip() for part in cookie.split(";")]
    with signed_in(address, "ana") as client:
        kept = dict(client.cookies)
        assert client.get("/config").json()["username"] == "ana"
        assert client.post("/logout").status_code == 303
        assert httpx.get(f"{address}/config", cookies=kept).status_code == 401


def test_behind_tls_the_cookie_is_secure(program: tuple[str, Path]) -> None:
    sent = httpx.post(
        f"{program[0]}/login", data={"user": "ana", "password": PASSWORD}, headers={"X-Forwarded-Proto": "https"}
    )
    cookie = sent.headers["set-cookie"]
    assert cookie.startswith("__Host-desk-session=")
    assert "Secure" in cookie


def test_the_proxys_header_names_who_comes(program: tuple[str, Path]) -> None:
    get = httpx.get(f"{program[0]}/config", headers={"Remote-User": "carla"})
    assert get.json()["username"] == "carla"
    assert httpx.get(f"{program[0]}/config", headers={"Remote-User": "nadie"}).status_code == 401
    twice = httpx.get(f"{program[0]}/config", headers=[("Remote-User", "carla"), ("Remote-User", "ana")])
    assert twice.status_code == 401


def test_the_name_on_the_desk_is_the_accounts(program: tuple[str, Path]) -> None:
    with signed_in(program[0], "bruno") as client:
        config = client.get("/config").json()
        (box,) = [each["id"] for each in config["components"] if each["props"].get("elem_id") == "who"]
        loads = [each["id"] for each in config["dependencies"] if each["outputs"] == [box] and each["backend_fn"]]
        (fn,) = loads
        body = {"data": [], "fn_index": fn, "session_hash": "s1"}
        shown = client.post("/gradio_api/run/predict", json=body)
        assert shown.json()["data"] == ["Bruno Ruiz"]


def test_who_is_taken_out_is_out_at_once(program: tuple[str, Path]) -> None:
    address, home = program
    users = Users(home / "users.yaml")
    users.add("dora", Account(name="Dora Paz", role=Role.DRAFTER, password=DIGEST))
    with signed_in(address, "dora") as client:
        assert client.get("/config").status_code == 200
        users.set_password("dora", digest_of("otra contraseña larga"))
        assert client.get("/config").status_code == 401


# --- what handlers see ----------------------------------------------------------------------------------------


def _seen() -> str:
    try:
        return acting().name
    except AccessError:
        return "nobody"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page of the desk's kind, with handlers of every kind that the desk has."""
    import gradio as gr

    import assistant.ui.launch  # noqa: F401  (switches Gradio's telemetry off before it is imported)
    from assistant.ui.desk import Desk
    from assistant.ui.headers import middleware

    keeper = Doorkeeper(accounts(tmp_path_factory.mktemp("page") / "users.yaml"), Sessions(3600, 3600))

    def sync(_value: str) -> str:
        return _seen()

    async def in_a_thread(_value: str) -> str:
        return await asyncio.to_thread(_seen)

    async def stream(_value: str) -> AsyncIterator[str]:
        for _ in range(3):
            await asyncio.sleep(0)
            yield _seen()

    def steps(_value: str) -> Iterator[str]:
        yield _seen()
        yield _seen()

    def lost(_value: str) -> str:
        said: list[str] = []
        thread = threading.Thread(target=lambda: said.append(_seen()))
        thread.start()
        thread.join()
        return said[0]

    with Desk(analytics_enabled=False) as blocks:
        box = gr.Textbox()
        for handler in (sync, in_a_thread, stream, steps, lost):
            gr.Button().click(handler, box, box, api_name=handler.__name__)
    with only_signed_in():
        _, address, _ = blocks.launch(
            prevent_thread_lock=True, quiet=True, ssr_mode=False, share=False, server_name="127.0.0.1",
            app_kwargs={"middleware": middleware("127.0.0.1", keeper)},
        )  # fmt: skip
        yield address.rstrip("/")
        blocks.close(verbose=False)


def outcome(client: httpx.Client, name: str) -> list[Any]:
    event = client.post(f"/gradio_api/call/{name}", json={"data": [""]}).json()["event_id"]
    said = client.get(f"/gradio_api/call/{name}/{event}").text
    return [json.loads(each)[0] for each in re.findall(r'data: (\[".*?"\])', said)]


@pytest.mark.parametrize("kind", ["sync", "in_a_thread", "stream", "steps"])
def test_handlers_run_as_whoever_sent_the_event(page: str, kind: str) -> None:
    with signed_in(page, "ana") as ana, signed_in(page, "bruno") as bruno:
        assert set(outcome(ana, kind)) == {"Ana López"}
        assert set(outcome(bruno, kind)) == {"Bruno Ruiz"}
        assert set(outcome(ana, kind)) == {"Ana López"}


def test_work_that_lost_its_identity_is_nobodys(page: str) -> None:
    with signed_in(page, "bruno") as bruno:
        assert outcome(bruno, "lost") == ["nobody"]


def test_the_header_is_worth_nothing_from_elsewhere(tmp_path: Path) -> None:
    users = accounts(tmp_path / "users.yaml")
    given = Settings(_env_file=None, access_proxies="10.0.0.0/8, ::1", access_header="Remote-User")  # type: ignore[call-arg]
    keeper = Doorkeeper(users, Sessions(60, 60), proxies_of(given))
    assert keeper.by_header("192.168.1.9", ["carla"]) is None
    assert Doorkeeper(users, Sessions(60, 60), Proxies()).by_header("10.1.2.3", ["carla"]) is None
    visit = keeper.by_header("10.1.2.3", ["Carla"])
    assert visit is not None
    assert visit.identity == Identity(login="carla", name="Carla Sosa", role=Role.ADMIN)
    with acting_as(visit.identity):
        assert acting().signed_in
