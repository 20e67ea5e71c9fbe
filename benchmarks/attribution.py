"""Draws turns of real transcripts at random and prints what the reader made of each, for a person to verify by reading.

    python benchmarks/attribution.py [TURNS] [SEED] [FOLDER]      200 turns, seed 20261122, ../shared/data/transcripts

Every turn counts alike: the government's, journalists', guests', those that fit nobody, stage directions. Below the
turns stand the counts over the whole folder. Precision is what the person finds, and nothing here computes it.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.record.readers.base import decode
from assistant.record.readers.speakers import bundled_registry
from assistant.record.readers.transcript import Said, attribute
from assistant.record.readers.turns import split_transcript

FOLDER = Path(__file__).resolve().parents[2] / "shared/data/transcripts"
FIRST_WORDS = 25


@dataclass(frozen=True, slots=True)
class Drawn:
    """A turn as the reader sees it, and the label of the turn before it."""

    file: str
    day: str
    before: str
    said: Said

    def __str__(self) -> str:
        speaker = self.said.speaker
        words = self.said.words or " ".join(self.said.segment.lines)
        who = f"{speaker.kind.value.upper()} {speaker.name} | {speaker.role}".rstrip(" |")
        return (
            f"{self.file}  turn {self.said.segment.turn}  ({self.day})\n"
            f"  label  {' '.join(self.said.segment.label.split())}   [after: {self.before}]\n"
            f"  words  {' '.join(words.split()[:FIRST_WORDS])}\n"
            f"  read   {who}"
        )


def turns(folder: Path) -> Iterator[Drawn]:
    """Yield every turn of every transcript, in the order of the files' names."""
    registry = bundled_registry()
    for path in sorted(folder.rglob("*.txt")):
        header, blocks = split_transcript(decode(path.read_bytes()))
        before = "-"
        for said in attribute(header, blocks, registry):
            name = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
            yield Drawn(name, header.day.isoformat(), before, said)
            before = " ".join(said.segment.label.split())[:50]


def main(count: int = 200, seed: int = 20261122, folder: Path = FOLDER) -> None:
    """Draw, print and count."""
    if not folder.is_dir():
        sys.exit(f"There are no transcripts in {str(folder)!r}; name their folder as the third argument.")
    everything = list(turns(folder))
    drawn = random.Random(seed).sample(everything, min(count, len(everything)))
    for number, each in enumerate(drawn, start=1):
        print(f"{number:3}  {each}\n")
    for title, of in (("drawn", drawn), ("all", everything)):
        kinds = Counter(each.said.speaker.kind.value for each in of)
        print(f"{title}: {len(of)} turns: " + ", ".join(f"{n} {kind}" for kind, n in kinds.most_common()))
    positions = [each.said for each in everything if each.said.is_position and each.said.words]
    people = {said.speaker.name for said in positions}
    roles = {(said.speaker.name, said.speaker.role) for said in positions}
    print(f"statements: {len(positions)} by {len(people)} people in {len(roles)} roles")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:3]), *(Path(each) for each in sys.argv[3:4]))
