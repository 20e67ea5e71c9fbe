"""Twenty people at one desk: they draft, check and ask over HTTP as the page does, and the desk must keep up.

    python benchmarks/load.py                     # 20 users, 3 minutes, a desk of its own in a new home
    python benchmarks/load.py --users 5 --minutes 0.25

Every user waits some seconds between two deeds, as people do who read what they got (`--think`, mean of an exponential
distribution). Prints a table of seconds a deed (median, p95, worst), the errors, and the memory of the desk's process
at the beginning, in the middle and at the end. Exits with 1 where a deed failed.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser.desks import serving

SECONDS_TO_WARM = 60.0
TOPICS = (
    "Tercera reunión del Grupo de Implementación de Seguridad, Washington",
    "Traslado de 37 personas a Estados Unidos",
    "Revisión del T-MEC y aranceles al acero",
    "Tropas extranjeras en territorio mexicano",
    "Protección consular y migración",
    "Tratado de aguas",
)
SAID = (
    "México no acepta la presencia de tropas extranjeras en su territorio.",
    "La cooperación con Estados Unidos se basa en el respeto mutuo y la responsabilidad compartida.",
    "En enero de 2026 se trasladaron {n} personas a Estados Unidos.",
    "La cooperación es sin subordinación.",
    "Los dos gobiernos comparten la responsabilidad de frenar el tráfico de armas.",
    "Habrá una cuarta reunión del grupo dentro de {n} días.",
    "La revisión del tratado comercial avanza con {n} mesas de trabajo.",
    "México eliminará los aranceles al acero mañana mismo.",
    "Los consulados atendieron a {n} connacionales durante la semana.",
    "México entregará {n} millones de metros cúbicos de agua.",
)
ASKED = (
    "¿Qué ha dicho México sobre tropas extranjeras?",
    "¿Cuántas personas se han trasladado a Estados Unidos?",
    "¿Qué se acordó en la tercera reunión del grupo de seguridad?",
    "¿Cuál es la mejor receta de mole poblano?",
)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a user does: the button, the box that is filled for it, and what must be in the answer."""

    name: str
    button: str
    box: str
    texts: Sequence[str]
    proof: str
    at_once: int = 1
    """Texts that are put together, with figures of their own: nothing is checked that was checked before."""

    def said(self, chance: random.Random) -> str:
        """Return what is written into the box."""
        return " ".join(each.format(n=chance.randrange(3, 9_000)) for each in chance.sample(self.texts, self.at_once))


DEEDS = (
    (Deed("draft", "draft-button", "brief-topic", TOPICS, "verdict"), 1),
    (Deed("check", "check-button", "check-text", SAID, "verdict", 3), 2),
    (Deed("ask", "ask-button", "ask-question", ASKED, "class"), 1),
)


class Desk:
    """The page's own events, called as the page calls them."""

    def __init__(self, address: str, config: Mapping[str, Any]) -> None:
        """Know the components and events of a desk by its configuration."""
        self._address = address.rstrip("/") + str(config.get("api_prefix", "/gradio_api"))
        self._values = {each["id"]: each["props"].get("value") for each in config["components"]}
        self._ids = {each["props"].get("elem_id"): each["id"] for each in config["components"]}
        self._events = config["dependencies"]

    async def do(self, client: httpx.AsyncClient, session: str, deed: Deed, text: str) -> None:
        """Press a deed's button, and wait for its result.

        Raises:
            RuntimeError: The desk refused, or its answer lacks what proves it.
        """
        button, box = self._ids[deed.button], self._ids[deed.box]
        pressed = [e for e in self._events if [button, "click"] in e["targets"] and e["backend_fn"]]
        event = max(pressed, key=lambda e: len(e["outputs"]))  # the others only note what was filled in
        data = [text if i == box else self._values[i] for i in event["inputs"]]
        asked = {"data": data, "fn_index": event["id"], "session_hash": session, "trigger_id": button}
        joined = await client.post(f"{self._address}/queue/join", json=asked)
        joined.raise_for_status()
        async for message in self._messages(client, session):
            if message["msg"] == "process_completed":
                shown = json.dumps(message["output"])
                if not message["success"] or deed.proof not in shown or 'class=\\"notice\\"' in shown:
                    raise RuntimeError(f"{deed.name}: {shown[:400]}")
                return
        raise RuntimeError(f"{deed.name}: the desk fell silent")

    async def _messages(self, client: httpx.AsyncClient, session: str) -> AsyncIterator[dict[str, Any]]:
        async with client.stream("GET", f"{self._address}/queue/data", params={"session_hash": session}) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data:"):
                    yield json.loads(line[5:])


@dataclass(slots=True)
class Measured:
    """Seconds by deed, errors, and the memory of the desk by second."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Seconds since the beginning, MiB."""


async def user(desk: Desk, number: int, until: float, think: float, measured: Measured) -> None:
    """Draft, check and ask until the time is up."""
    chance = random.Random(number)
    deeds, weights = zip(*DEEDS, strict=True)
    async with httpx.AsyncClient(timeout=60) as client:
        session = uuid.uuid4().hex
        await asyncio.sleep(chance.uniform(0, think))
        while time.monotonic() < until:
            (deed,) = chance.choices(deeds, weights)
            begun = time.monotonic()
            try:
                await desk.do(client, session, deed, deed.said(chance))
            except (RuntimeError, httpx.HTTPError) as error:
                measured.errors.append(f"{type(error).__name__}: {error}")
            else:
                measured.seconds[deed.name].append(time.monotonic() - begun)
            await asyncio.sleep(chance.expovariate(1 / think))


async def watch(process: psutil.Process, until: float, measured: Measured) -> None:
    """Note the memory of the desk every second."""
    begun = time.monotonic()
    while time.monotonic() < until:
        measured.memory.append((time.monotonic() - begun, process.memory_info().rss / 2**20))
        await asyncio.sleep(1)


async def measure(address: str, pid: int, users: int, minutes: float, think: float) -> Measured:
    """Let users loose on a desk.

    The first minute, in which models are loaded and what is remembered fills up, does not count.
    """
    async with httpx.AsyncClient(timeout=60) as client:
        desk = Desk(address, (await client.get(f"{address}config")).json())
    for length, counted in ((min(SECONDS_TO_WARM, minutes * 60), False), (minutes * 60, True)):
        measured, until = Measured(), time.monotonic() + length
        work = [user(desk, n, until, think if counted else 1.0, measured) for n in range(users)]
        await asyncio.gather(watch(psutil.Process(pid), until, measured), *work)
    return measured


def table(measured: Measured) -> str:
    """Return the figures as Markdown."""
    rows = ["| deed | n | median s | p95 s | worst s |", "|---|---|---|---|---|"]
    for deed, seconds in sorted(measured.seconds.items()):
        ordered = sorted(seconds)
        p95 = ordered[max(0, round(0.95 * len(ordered)) - 1)]
        rows.append(f"| {deed} | {len(seconds)} | {statistics.median(seconds):.2f} | {p95:.2f} | {ordered[-1]:.2f} |")
    third = max(1, len(measured.memory) // 3)
    parts = [measured.memory[:third], measured.memory[third : 2 * third], measured.memory[2 * third :]]
    medians = [statistics.median(mib for _, mib in part) for part in parts if part]
    rows += [
        "",
        f"errors: {len(measured.errors)}",
        "memory, median of each third, MiB: " + ", ".join(f"{m:.0f}" for m in medians),
    ]
    return "\n".join(rows)


def main() -> int:
    """Measure, print, and tell by the exit code whether anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--think", type=float, default=8.0, help="mean seconds between two deeds of a user")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as (address, pid):
        measured = asyncio.run(measure(address, pid, args.users, args.minutes, args.think))
    print(f"{args.users} users, {args.minutes:g} minutes, {args.think:g} s between two deeds\n\n{table(measured)}")
    for error in measured.errors[:10]:
        print(error, file=sys.stderr)
    return 1 if measured.errors else 0


if __name__ == "__main__":
    raise SystemExit(main())
