"""How good drafts are, and what drafting costs beyond the model: forty briefs, without a model and with one.

    python benchmarks/drafting.py                          # extractive, and with the recorded replies
    ASSISTANT_LLM_MODEL=… python benchmarks/drafting.py    # the configured endpoint instead of the recorded replies
    python benchmarks/drafting.py --ask FOLDER             # write down what a model would be asked that is not recorded

What is counted, and by whose definitions, is in `evals/drafts.py`.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.assembly import Assistant
from assistant.domain import Brief, Draft, DraftFormat, Fate, Perspective, Tone
from assistant.settings import Settings
from evals.chat_server import MODEL, ChatServer
from evals.drafts import weighed
from evals.replies import recorded
from evals.suites.drafting import FOLDER, REPLIES

BRIEFS = FOLDER / "briefs.jsonl"
PAUSE = 0.075
"""Seconds between two chunks of 24 characters: recorded replies come at some 80 tokens a second, as from a server."""


@dataclass
class Tally:
    """What is counted over all drafts of one mode."""

    name: str
    drafts: int = 0
    empty: Counter[str] = field(default_factory=Counter)
    sentences: int = 0
    unsupported: int = 0
    claims: int = 0
    carried: int = 0
    citations: int = 0
    precise: int = 0
    covered: list[float] = field(default_factory=list)
    cites_wanted: list[bool] = field(default_factory=list)
    too_long: int = 0
    pairs: int = 0
    repeats: int = 0
    of_model: int = 0
    fell_back: int = 0
    written: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    first_words: list[float] = field(default_factory=list)
    overhead: list[float] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)


def brief_of(row: Mapping[str, Any]) -> Brief:
    return Brief(
        topic=row["topic"],
        format=DraftFormat(row["format"]),
        lang=row["lang"],
        context=row["context"],
        voice=row["voice"],
        counterpart=row["counterpart"],
        perspective=Perspective(row["perspective"]),
        tone=Tone(row["tone"]),
    )


def count(tally: Tally, row: Mapping[str, Any], draft: Draft, seconds: float, assistant: Assistant) -> None:
    """Add one draft."""
    tally.drafts += 1
    asked = [step for step in draft.generator.steps if step.calls]
    tally.overhead.append(seconds - sum(step.seconds for step in asked))
    tally.tokens.append(sum(step.tokens_in + step.tokens_out for step in asked))
    if not draft.items:
        tally.empty[row["coverage"]] += 1
        return
    if draft.generator.first_words is not None:
        tally.first_words.append(draft.generator.first_words)
    tally.of_model += draft.generator.kind == "llm"
    tally.fell_back += bool(asked) and draft.generator.kind != "llm"
    tally.fates.update(change.fate.value for change in draft.changes)
    kept = [c for c in draft.changes if c.fate is not Fate.REPLACED and c.fate is not Fate.DROPPED]
    replaced = sum(c.fate is Fate.REPLACED for c in draft.changes)
    if draft.generator.kind == "llm":
        tally.written += len(draft.points) - replaced - len(kept)
    counted = weighed(draft, assistant)
    tally.unsupported += len(counted["not consistent"])
    tally.too_long += counted["too long"]
    for name in ("sentences", "claims", "carried", "citations", "precise", "pairs", "repeats"):
        setattr(tally, name, getattr(tally, name) + counted[name])
    if row["principles"]:
        tally.covered.append(len(set(counted["expressed"]) & set(row["principles"])) / len(row["principles"]))
    if row["statements"]:
        tally.cites_wanted.append(bool(set(counted["cited"]) & set(row["statements"])))


def run(rows: Sequence[Mapping[str, Any]], settings: Settings, name: str, show: Sequence[str]) -> Tally:
    tally = Tally(name)
    with Assistant.open(settings) as assistant:
        assistant.draft(brief_of(rows[0]), with_model=False)  # what is loaded once is no draft's cost
        for number, row in enumerate(rows, start=1):
            begun = time.perf_counter()
            (draft,) = assistant.draft(brief_of(row), fresh=True)
            count(tally, row, draft, time.perf_counter() - begun, assistant)
            if row["id"] in show:
                _print(row, draft)
            print(f"\r{name}: {number} of {len(rows)}", end="", flush=True)
    print()
    return tally


def _print(row: Mapping[str, Any], draft: Draft) -> None:
    print(
        f"\n--- {row['id']} ({row['format']}, {row['lang']}, {row['perspective']}, tone {row['tone']}): {row['topic']}"
    )
    numbers = {c.statement.id: c.number for c in draft.citations}
    for item in draft.items:
        print(f"[{item.part.value}] {item.text} {''.join(f'[{numbers[i]}]' for i in item.citations)}")
    for aside in draft.asides:
        print(f"({aside.kind}) {' | '.join(aside.lines)}")
    for change in draft.changes:
        print(f"  {change.fate.value}: {change.before}\n    because: {change.reason}\n    → {change.after}")
    print(f"  {draft.message or draft.report.verdict.value}")
    print("---")


def percentile(values: Sequence[float], share: float) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1] if len(values) > 1 else 0.0


def report(tallies: Sequence[Tally], rows: Sequence[Mapping[str, Any]]) -> None:
    nothing = sum(row["coverage"] == "none" for row in rows)
    print(f"\n{'':34}" + "".join(f"{t.name:>14}" for t in tallies))

    def line(name: str, values: Sequence[str]) -> None:
        print(f"{name:34}" + "".join(f"{value:>14}" for value in values))

    def share(part: float, whole: float) -> str:
        return f"{part / whole:.3f}" if whole else "–"

    line("briefs", [str(t.drafts) for t in tallies])
    line(f"nothing on record: silent, of {nothing}", [str(t.empty["none"]) for t in tallies])
    line("covered, but silent", [str(t.empty["full"] + t.empty["little"]) for t in tallies])
    line("sentences", [str(t.sentences) for t in tallies])
    line("not consistent", [str(t.unsupported) for t in tallies])
    line("citation recall", [share(t.carried, t.claims) for t in tallies])
    line("citation precision", [share(t.precise, t.citations) for t in tallies])
    line("principle coverage", [f"{statistics.fmean(t.covered):.3f}" for t in tallies])
    line("cites a wanted statement", [share(sum(t.cites_wanted), len(t.cites_wanted)) for t in tallies])
    line("posts over the limit", [str(t.too_long) for t in tallies])
    line("repeated content (pairs)", [share(t.repeats, t.pairs) for t in tallies])
    line("drafts of the model", [str(t.of_model) for t in tallies])
    line("fell back on the record", [str(t.fell_back) for t in tallies])
    line("sentences kept as first written", [str(t.written) for t in tallies])
    for fate in Fate:
        line(f"  {fate.value}", [str(t.fates[fate.value]) for t in tallies])
    line(
        "first words, median s", [f"{statistics.median(t.first_words):.2f}" if t.first_words else "–" for t in tallies]
    )
    line("beyond the model, median ms", [f"{1000 * statistics.median(t.overhead):.0f}" for t in tallies])
    line("beyond the model, p95 ms", [f"{1000 * percentile(t.overhead, 0.95):.0f}" for t in tallies])
    line("tokens a draft, median", [f"{statistics.median(t.tokens):.0f}" for t in tallies])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ask", type=Path, help="folder for what a model would be asked that is not recorded")
    parser.add_argument("--only", nargs="*", default=[], help="ids of briefs")
    parser.add_argument("--show", nargs="*", default=[], help="ids of briefs whose drafts are printed in full")
    options = parser.parse_args()
    rows = [json.loads(line) for line in BRIEFS.read_text("utf-8").splitlines()]
    rows = [row for row in rows if not options.only or row["id"] in options.only]
    with tempfile.TemporaryDirectory() as home:
        # Everything that the environment names holds, but for the home; without a model the recorded replies are used.
        given = Settings(home=Path(home))
        plain = given.model_copy(update={"llm_model": None})
        tallies = [run(rows, plain, "extractive", options.show)] if not options.ask else []
        if given.llm_model:
            tallies.append(run(rows, given, given.llm_model, options.show))
        else:
            with ChatServer(recorded(REPLIES, asking=options.ask), pause=PAUSE).up() as server:
                with_model = given.model_copy(update={"llm_model": MODEL, "llm_base_url": server.url})
                tallies.append(run(rows, with_model, "recorded", options.show))
    report(tallies, rows)


if __name__ == "__main__":
    main()
