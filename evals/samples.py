"""Reads the data sets: JSON Lines of one model each. A fault is named with file, line and field."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

from inspect_ai.dataset import MemoryDataset
from inspect_ai.dataset import Sample as InspectSample
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import InputError

DATA = Path(__file__).resolve().parent / "data"
Lang = Literal["es", "en"]
Label = Literal["consistent", "contradicts", "unsupported"]


class Sample(BaseModel):
    """What every sample has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z]+-?[a-z]*-?\d+$")

    @property
    def digest(self) -> str:
        """Tells this sample from what it was before a correction (SHA-256, its first ten hex digits)."""
        return hashlib.sha256(self.model_dump_json().encode("utf-8")).hexdigest()[:10]

    @property
    def shown(self) -> str:
        """What a reader of a log sees of the sample."""
        raise NotImplementedError

    @property
    def target(self) -> str:
        """What is wanted, for a reader of a log."""
        raise NotImplementedError


class Sentence(Sample):
    """A sentence with the label that the checker should give it."""

    lang: Lang
    text: str
    label: Label

    @property
    def shown(self) -> str:
        """The sentence."""
        return self.text

    @property
    def target(self) -> str:
        """The label."""
        return self.label


Typed = TypeVar("Typed", bound=Sample)


def read(path: Path, model: type[Typed]) -> list[Typed]:
    """Read a data set.

    Raises:
        InputError: The file is missing, a line is no sample, or an id comes twice.
    """
    if not path.is_file():
        raise InputError(f"There is no data set {str(path)!r}; the evals need the whole source checkout.")
    found: dict[str, Typed] = {}
    for number, line in enumerate(path.read_text("utf-8").rstrip("\n").split("\n"), start=1):
        where = f"Line {number} of {path.parent.name}/{path.name}"
        try:
            sample = model.model_validate(json.loads(line))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(each) for each in first["loc"])
            raise InputError(f"{where} is no sample: {field}: {first['msg']}. Correct the line.") from None
        except json.JSONDecodeError as error:
            raise InputError(f"{where} is not JSON ({error.msg}). Correct the line.") from None
        if sample.id in found:
            raise InputError(f"{where} has the id {sample.id!r} of an earlier line. Give it one of its own.")
        found[sample.id] = sample
    return list(found.values())


def dataset(name: str, samples: Sequence[Sample]) -> MemoryDataset:
    """Return samples as a data set for Inspect, each with its model as typed metadata."""
    return MemoryDataset(
        [InspectSample(id=s.id, input=s.shown, target=s.target, metadata=_plain(s)) for s in samples], name=name
    )


def _plain(sample: Sample) -> dict[str, Any]:
    return sample.model_dump(mode="json")
