"""How well statements are found, beside BM25, E5, their blind fusion, LangChain's stock pipeline and Haystack's hybrid.

    python benchmarks/retrieval.py                                    everything
    python benchmarks/retrieval.py --only conferences --conferences ../shared/data/transcripts/2025/octubre
    python benchmarks/retrieval.py --only questions --systems ours,rrf --json found.json

Three kinds of collections:
  xquad         XQuAD in Spanish and English: one question a paragraph to be found, also across the languages
  conferences   press conferences without a word of the journalists; their questions must find the turn that answers
  questions     advisers' questions on the bundled record, with graded answers or with none

Ours is the product as its users have it: a new home, filled through the façade, and the ten statements that a search
returns. BM25 (stems, no stop words), E5 (exact, with its prefixes) and their reciprocal-rank fusion rank the passages
of that record by their text, or with `--baseline-text indexed` by what our index holds. A statement counts once, where
its best passage stands. The frameworks get each statement as a document of its own (of transcripts: what is said in a
turn that is not blanked, whoever speaks) and cut it as they do: LangChain by its recursive splitter at 1,000 characters
with 200 of overlap, into Chroma; Haystack by words, 200 a chunk, into its BM25 and vectors in memory, joined by
reciprocal rank. They give fifty chunks (of Haystack 25 from each half), of which the first ten different statements or
turns count. All of them embed with the product's model. Turns are given without the speaker's label, because with it in
the text LangChain's pipeline finds nearly a third fewer.

Measures are those of ir-measures; AUROC says how well a question that the record answers is told from one that it does
not answer, by what a system is surest of. Intervals are 95 %, from 2,000 resamples of the questions, and the difference
to blind fusion is paired. The folder `--cache` keeps vectors and what the frameworks found (with the seconds it took
them then) for as long as nothing changes that they depend on; so a second run takes a third of the time.
"""

import argparse
import json
import math
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs
from questions import QUESTIONS
from retrieval_data import CONFERENCES, XQUAD, AbsentError, Collection, advisers, conferences, xquad
from retrieval_scores import Resampling, Value
from retrieval_systems import BASELINES, FRAMEWORKS, TEXTS, Answers, Bench, Vectors, baseline, ours, settings

from assistant.assembly import Assistant, program_version

PARTS = {"xquad": xquad, "conferences": conferences, "questions": advisers}
SYSTEMS = ("ours", *BASELINES, *FRAMEWORKS)
BLIND = "rrf"
GROUPS = ("all", "dev", "test", "es→es", "en→es", "es→en", "en→en")


@dataclass(kw_only=True)
class Measured:
    """What the systems found in a collection, and how long each took to take it in and to search."""

    collection: Collection
    statements: int
    passages: int
    answers: dict[str, Answers] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def groups(self) -> list[str]:
        """Return the groups of questions: whole and parts before pairs of languages."""
        found = {group for question in self.collection.questions for group in question.groups}
        return sorted(found, key=GROUPS.index)

    def resampling(self, group: str) -> Resampling:
        """Return the questions of a group, ready to be measured."""
        return Resampling([question for question in self.collection.questions if group in question.groups])


def measure(collection: Collection, systems: Sequence[str], text: str, vectors: Vectors) -> Measured:
    """Let the systems search a collection."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        vectors.lend(home)
        begun = time.monotonic()
        with Assistant.open(settings(home, bundled=collection.bundled)) as assistant:
            collection.fill(assistant)
            statements = assistant.statements(limit=1_000_000).statements
            measured = Measured(
                collection=collection,
                statements=len(statements),
                passages=assistant.status()["counts"]["passages"],
            )
            if "ours" in systems:
                measured.answers["ours"] = ours(assistant, collection)
                measured.seconds["ours"] = time.monotonic() - begun
        bench = Bench(
            collection=collection,
            statements=statements,
            vectors=vectors,
            scratch=Path(scratch),
            baseline_text=TEXTS[text],
        )
        for name in [each for each in SYSTEMS if each != "ours" and each in systems]:
            measured.answers[name], measured.seconds[name] = baseline(name, bench)
    return measured


def show(measured: Measured) -> dict[str, Any]:
    """Print the tables of a collection and return them as JSON data."""
    groups: dict[str, Any] = {}
    collection = measured.collection
    print(f"\n{collection.name}: {measured.statements:,} statements, {measured.passages:,} passages")
    for group in measured.groups():
        resampling = measured.resampling(group)
        measures = [each for each in collection.measures if resampling.can(each)]
        count = sum(group in question.groups for question in collection.questions)
        print(f"\n  {group}, {count:,} questions")
        print(" " * 16 + "".join(f"{each:>24}" for each in measures) + f"{'seconds':>10}")
        table = {}
        for name, found in measured.answers.items():
            table[name] = {each: resampling.value(found, each) for each in measures}
            cells = "".join(f"{table[name][each]!s:>24}" for each in measures)
            print(f"  {name:14}{cells}{measured.seconds[name]:>10.0f}")
        groups[group] = {
            "questions": count,
            "systems": {name: {each: _plain(value) for each, value in row.items()} for name, row in table.items()},
            **_above_blind(measured, resampling, measures),
        }
    return {
        "name": collection.name,
        "statements": measured.statements,
        "passages": measured.passages,
        "seconds": {name: round(seconds, 1) for name, seconds in measured.seconds.items()},
        "groups": groups,
    }


def _above_blind(measured: Measured, resampling: Resampling, measures: Sequence[str]) -> dict[str, Any]:
    """Print how far ours lies above blind fusion, where both were measured; return it as JSON data."""
    if not {"ours", BLIND} <= set(measured.answers):
        return {}
    pair = measured.answers["ours"], measured.answers[BLIND]
    found = {each: resampling.difference(*pair, each) for each in measures}
    for row, title in enumerate((f"ours - {BLIND}", "  relative")):
        print(f"  {title:14}" + "".join(f"{_signed(found[each][row], percent=row == 1):>24}" for each in measures))
    return {
        "ours_above_rrf": {
            each: {"difference": _plain(difference), "relative": _plain(relative)}
            for each, (difference, relative) in found.items()
        }
    }


def _signed(value: Value, *, percent: bool) -> str:
    numbers = (value.value, value.low, value.high)
    first, low, high = (f"{number:+.0%}" if percent else f"{number:+.3f}" for number in numbers)
    return f"{first} [{low}, {high}]"


def _plain(value: Value) -> dict[str, float | None]:
    """Return a value as JSON knows numbers: JSON has no word for what cannot be computed."""
    named = {"value": value.value, "low": value.low, "high": value.high}
    return {name: None if math.isnan(number) else round(number, 4) for name, number in named.items()}


def _names(known: Sequence[str]) -> Any:
    def read(given: str) -> list[str]:
        names = [name.strip() for name in given.split(",") if name.strip()]
        if wrong := [name for name in names if name not in known]:
            raise argparse.ArgumentTypeError(f"{wrong[0]!r} is none of: {', '.join(known)}")
        return names

    return read


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for."""
    cache = Path(platformdirs.user_cache_dir("assistant", appauthor=False)) / "benchmarks"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=_names(list(PARTS)), default=list(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--systems", type=_names(SYSTEMS), default=list(SYSTEMS), help=f"of {', '.join(SYSTEMS)}")
    parser.add_argument("--xquad", type=Path, default=XQUAD, help="the folder with xquad.es.json and xquad.en.json")
    parser.add_argument("--conferences", type=Path, default=CONFERENCES, help="the folder with transcripts")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="questions on the bundled record")
    parser.add_argument("--baseline-text", choices=list(TEXTS), default="passage", help="what BM25, E5 and rrf rank")
    parser.add_argument("--cache", type=Path, default=cache, help="the folder in which vectors are kept")
    parser.add_argument("--json", type=Path, help="a file to write the figures to")
    given = parser.parse_args(arguments)
    begun, tables = time.monotonic(), []
    vectors = Vectors(given.cache)
    try:
        for part in given.only:
            with tempfile.TemporaryDirectory() as scratch:
                try:
                    for collection in PARTS[part](getattr(given, part), Path(scratch)):
                        print(f"{collection.name} …", file=sys.stderr)
                        tables.append(show(measure(collection, given.systems, given.baseline_text, vectors)))
                except AbsentError as absent:
                    print(f"\n{absent}")
    finally:
        vectors.close()
    seconds = time.monotonic() - begun
    print(f"\nassistant {program_version()}, {vectors.model_id}, {seconds:.0f} seconds")
    if given.json:
        about = {"version": program_version(), "model": vectors.model_id, "python": platform.python_version()}
        document = {**about, "baseline_text": given.baseline_text, "seconds": round(seconds), "collections": tables}
        given.json.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
