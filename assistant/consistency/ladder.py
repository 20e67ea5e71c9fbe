"""The ladder of intensity, from taking note to condemning, read from `corpus/intensity.yaml`.

It is a file and not a table here because what counts as stronger is a convention of the house that uses it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from pydantic import Field, ValidationError, field_validator

from assistant.consistency.lexicon import is_negation
from assistant.errors import RecordError
from assistant.record.schema import Border, Slug, Text, describe, parse_yaml, read_text
from assistant.resources import resource_dir
from assistant.text.normalise import fold, fold_with_map
from assistant.text.quotations import find_quotations
from assistant.text.words import tokens

FILE = "intensity.yaml"
NEGATION_REACH = 2
"""How many words before a wording a negation may stand and still deny it: "no lo condena"."""
MAX_FOUND = 50
LOOKED_BACK = 400
"""Wordings of a rung that are looked at, and characters before each: endless text stays cheap."""
_CLAUSE = re.compile(r"[,;:.!?()—–]")
_OURS = re.compile(
    r"\b(?:mexico|mexican[oa]s?|gobierno|cancilleria|presidenta|canciller|secretari[oa]|sre|nuestro pais|nosotros|"
    r"mexicans?|government|foreign (?:ministry|secretary|minister)|president sheinbaum|our country|we|i|yo)\b"
)
_THEIRS = re.compile(
    r"\b(?:estados unidos|washington|casa blanca|trump|departamento de (?:estado|justicia)|embajador(?:a)?|ee\.? ?uu|"
    r"united states|white house|(?:state|justice) department|ambassador|oposicion|opposition|criticos|critics|"
    r"congreso estadounidense|us congress|senador(?:es)?|senators?|congresistas?|congressm[ae]n)\b"
)
"""Others who may regret, protest or condemn."""
_AS_FAR_AS = re.compile(r"\b(?:as|so) far as\b")
"""As far as we are concerned: no concern at all."""


class _Words(Border):
    es: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()


class _RungModel(Border):
    id: Slug
    es: tuple[Text, ...] = Field(min_length=1)
    en: tuple[Text, ...] = Field(min_length=1)
    not_before: _Words = _Words()


class _LadderModel(Border):
    rungs: tuple[_RungModel, ...] = Field(min_length=2)

    @field_validator("rungs")
    @classmethod
    def _each_once(cls, rungs: tuple[_RungModel, ...]) -> tuple[_RungModel, ...]:
        ids = [rung.id for rung in rungs]
        if twice := next((i for i in ids if ids.count(i) > 1), None):
            raise ValueError(f"the rung {twice!r} stands there twice; give each its own id")
        return rungs


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A rung that a text stands on: which, how high (1 is the mildest), and the words that say so."""

    id: str
    height: int
    start: int
    end: int
    said: str


@dataclass(frozen=True, slots=True)
class _Step:
    id: str
    height: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Ladder:
    """All rungs, ready to look for."""

    _es: tuple[_Step, ...]
    _en: tuple[_Step, ...]

    def height(self, rung_id: str) -> int:
        """Return how high a rung is, from 1.

        Raises:
            KeyError: There is none of that id.
        """
        return {step.id: step.height for step in self._es}[rung_id]

    def rungs(self, text: str, lang: str) -> list[Rung]:
        """Return the rungs a text stands on by its own account, in order, the higher one where two overlap.

        What is quoted, denied ("no condena") or said of somebody else ("Washington lamentó") is left out.
        """
        folded = fold_with_map(text)
        quoted = [(span.start, span.end) for span in find_quotations(text)]
        found: list[Rung] = []
        for step in sorted(self._en if lang == "en" else self._es, key=lambda step: -step.height):
            for match in islice(step.pattern.finditer(folded.text), MAX_FOUND):
                start, end = folded.original_span(*match.span())
                if any(start < rung.end and rung.start < end for rung in found):
                    continue
                if any(a <= start and end <= b for a, b in quoted) or _is_anothers(folded.text, match.start(), lang):
                    continue
                found.append(Rung(id=step.id, height=step.height, start=start, end=end, said=text[start:end]))
        return sorted(found, key=lambda rung: rung.start)


def _is_anothers(folded: str, start: int, lang: str) -> bool:
    """Tell whether a wording is denied, or whether its clause names somebody else before it and not us."""
    before = _CLAUSE.split(folded[max(0, start - LOOKED_BACK) : start])[-1]
    near = [token.text for token in tokens(before)][-NEGATION_REACH:]
    if any(is_negation(word, lang) for word in near) or _AS_FAR_AS.search(before):
        return True
    theirs = [match.start() for match in _THEIRS.finditer(before)]
    ours = [match.start() for match in _OURS.finditer(before)]
    return bool(theirs) and not ours


@cache
def load_ladder(path: Path | None = None) -> Ladder:
    """Read and validate the ladder; the bundled one by default.

    Raises:
        RecordError: The file cannot be read or is wrong; the sentence names file and field.
    """
    path = path or resource_dir("corpus") / FILE
    try:
        model = _LadderModel.model_validate(parse_yaml(read_text(path), path.name))
    except ValidationError as error:
        raise RecordError(f"The ladder of intensity {path.name!r}, {describe(error)}. Correct the file.") from None
    return Ladder(tuple(_steps(model, "es")), tuple(_steps(model, "en")))


def _steps(model: _LadderModel, lang: str) -> Iterator[_Step]:
    for height, rung in enumerate(model.rungs, start=1):
        wordings: Sequence[str] = rung.en if lang == "en" else rung.es
        excluded: Sequence[str] = rung.not_before.en if lang == "en" else rung.not_before.es
        yield _Step(rung.id, height, _pattern(wordings, excluded))


def _pattern(wordings: Sequence[str], excluded: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of a rung: any wording, longest first, none that `excluded` follows or is."""
    whole = "|".join(_expression(wording) for wording in sorted(wordings, key=len, reverse=True))
    words = "|".join(re.escape(fold(word)) for word in excluded)
    barred = rf"(?!(?:{words})(?!\w))" if excluded else ""
    after = rf"(?! (?:{words})(?!\w))" if excluded else ""
    return re.compile(rf"(?<!\w){barred}(?:{whole})(?!\w){after}")


def _expression(wording: str) -> str:
    r"""Turn a wording into an expression: "rechaz*" has any ending, a "*" alone is one or two words."""
    parts = fold(wording).split()
    return " ".join(r"\w+(?: \w+)?" if p == "*" else re.escape(p[:-1]) + r"\w*" if p[-1] == "*" else re.escape(p)
                    for p in parts)  # fmt: skip
