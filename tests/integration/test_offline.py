"""The whole program with every outgoing connection refused, and again on a machine without a network."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HAS_DESK = (ROOT / "assistant" / "ui" / "launch.py").is_file()

GUARD = '''
"""Refuses every connection that leaves this machine, and writes down who tried."""
import os
import socket

def _leaves(host):
    text = host.decode() if isinstance(host, bytes) else host
    return bool(text) and text not in {"localhost", "::1", "::", "0.0.0.0"} and not text.startswith("127.")

def _refuse(what):
    with open(os.environ["CONNECTIONS_LOG"], "a") as log:
        log.write(f"{what!r}\\n")
    raise OSError(f"refused: {what!r}")

def _guard(name, original, of_address):
    def guarded(*args, **kwargs):
        target = of_address(args, kwargs)
        if target is not None and _leaves(target):
            _refuse((name, target))
        return original(*args, **kwargs)
    return guarded

def _peer(args, _kwargs):
    sock, address = args[0], args[-1]
    return address[0] if sock.family in {socket.AF_INET, socket.AF_INET6} else None

def _name(args, kwargs):
    return args[0] if args else kwargs.get("host")

class _Socket(socket.socket):
    connect = _guard("connect", socket.socket.connect, _peer)
    connect_ex = _guard("connect_ex", socket.socket.connect_ex, _peer)
    sendto = _guard("sendto", socket.socket.sendto, _peer)

socket.socket = _Socket
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
    setattr(socket, name, _guard(name, getattr(socket, name), _name))
'''

DRIVER = '''
"""Runs the commands one after the other, then the desk, and writes down how each ended."""
import contextlib, io, json, os, signal, socket, struct, subprocess, sys, time, urllib.request
from pathlib import Path

results = {}

if os.environ.get("LOOPBACK_UP"):
    import fcntl
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, 0x8914, struct.pack("16sh", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
    with socket.socket() as sock:
        sock.settimeout(5)
        try:
            sock.connect(("192.0.2.1", 9))
            results["outside"] = "reached"
        except OSError as error:
            results["outside"] = error.strerror or str(error)

from assistant.cli import main

def run(name, *arguments):
    sys.argv = ["assistant", *arguments]
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
    results[name] = {"code": code, "out": out.getvalue(), "err": err.getvalue()}

run("status", "status", "--json")
run("search", "search", "soberanía", "--json")
run("ask", "ask", "¿Qué ha dicho México sobre tropas extranjeras en su territorio?", "--json")
run("draft", "draft", "--topic", "Grupo de Implementación de Seguridad", "--format", "thread", "--json")
run("export", "export", json.loads(results["draft"]["out"])["id"], "--to", "docx", "--json")
run("check", "check", "--text", "México acepta tropas extranjeras en su territorio.", "--json")
run("doctor", "doctor", "--json")
os.environ["ASSISTANT_BUNDLED"] = "0"
run("first index", "ingest", os.environ["STATEMENT_FILE"], "--home", "new-home", "--json")
del os.environ["ASSISTANT_BUNDLED"]

def desk():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "ui", "--port", str(port)]
    with open("desk.log", "w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        for _ in range(240):
            try:
                with opener.open(f"http://127.0.0.1:{port}/", timeout=5) as page:
                    return {"status": page.status, "page": page.read().decode()}
            except OSError:
                if process.poll() is not None:
                    break
                time.sleep(0.5)
        return {"status": None, "log": Path("desk.log").read_text()}
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()

if os.environ.get("WITH_DESK"):
    results["desk"] = desk()
Path("results.json").write_text(json.dumps(results), encoding="utf-8")
'''


def namespace_without_network() -> list[str] | None:
    """Return the command that runs another without any network interface, or None where that is not possible."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return None
    for options in (["-rn"], ["-n"]):
        if subprocess.run([unshare, *options, "true"], capture_output=True, check=False).returncode == 0:
            return [unshare, *options]
    return None


def without_proxies() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


@pytest.fixture
def offline(home: Path, tmp_path: Path) -> Any:
    """Run the driver over the test's home, with no cache of the user's to fall back on, and return its results."""
    work = tmp_path / "work"
    caches = tmp_path / "no-caches"
    for folder in (work, caches):
        folder.mkdir()
    statement = tmp_path / "bundled-statement.yaml"
    first = min((ROOT / "corpus" / "statements").glob("*.yaml"))
    shutil.copy(first, statement)
    (tmp_path / "driver.py").write_text(DRIVER, encoding="utf-8")

    def run(prefix: list[str], *path: Path, **env: str) -> dict[str, Any]:
        done = subprocess.run(
            [*prefix, sys.executable, str(tmp_path / "driver.py")],
            cwd=work,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
            env={
                **without_proxies(),
                "ASSISTANT_HOME": str(home),
                "HOME": str(caches),
                "XDG_CACHE_HOME": str(caches),
                "TMPDIR": str(caches),
                "PYTHONPATH": os.pathsep.join(map(str, (*path, ROOT))),
                "STATEMENT_FILE": str(statement),
                "WITH_DESK": "1" if HAS_DESK else "",
                **env,
            },
        )
        assert done.returncode == 0, done.stderr
        return dict(json.loads((work / "results.json").read_text(encoding="utf-8")))

    return run


def require_all_done(results: dict[str, Any]) -> None:
    codes = {name: result["code"] for name, result in results.items() if "code" in result}
    wanted = {name: 4 if name == "check" else 0 for name in codes}
    assert codes == wanted, {name: results[name]["err"] for name in codes if codes[name] != wanted[name]}
    data = {name: json.loads(results[name]["out"]) for name in codes}
    assert data["status"]["counts"]["statements"] >= 120
    assert data["search"]["hits"]
    assert data["ask"]["status"] == "answered"
    assert data["draft"]["items"]
    assert data["export"]["bytes"] > 1000
    assert data["check"]["verdict"] == "blocked"
    assert all(check["ok"] for check in data["doctor"]["checks"])
    assert data["first index"]["passages"] > 0
    if HAS_DESK:
        assert results["desk"]["status"] == 200, results["desk"].get("log")


def test_no_connection_is_even_tried(offline: Any, tmp_path: Path) -> None:
    guard, log = tmp_path / "guard", tmp_path / "connections.log"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    log.touch()
    attempt = "import urllib.request; urllib.request.urlopen('http://example.org', timeout=5)"
    control = subprocess.run(
        [sys.executable, "-c", attempt],
        env={**without_proxies(), "PYTHONPATH": str(guard), "CONNECTIONS_LOG": str(tmp_path / "control.log")},
        capture_output=True,
        check=False,
    )
    assert control.returncode != 0
    assert "example.org" in (tmp_path / "control.log").read_text()  # the guard does see attempts

    require_all_done(offline([], guard, CONNECTIONS_LOG=str(log)))
    assert log.read_text() == ""


def test_machine_without_a_network(offline: Any) -> None:
    namespace = namespace_without_network()
    if namespace is None:
        pytest.skip("this machine does not allow a network namespace of one's own (unshare -rn)")
    results = offline(namespace, LOOPBACK_UP="1")
    assert "unreachable" in results["outside"].lower()
    require_all_done(results)
