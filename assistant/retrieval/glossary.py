"""Names that mean the same: EE. UU. and Estados Unidos, T-MEC and USMCA, SRE and Foreign Ministry.

They are read from `corpus/glossary.yaml`, and over it `glossary.yaml` in the home, which the user edits.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, NoReturn

import yaml
from pydantic import StringConstraints, ValidationError

from assistant.domain import LANGUAGES
from assistant.errors import RecordError
from assistant.record.schema import Border, describe, parse_yaml
from assistant.resources import resource_dir
from assistant.text.normalise import fold, fold_with_map
from assistant.text.words import content_stems

FILE = "glossary.yaml"
_WORD = re.compile(r"\w+")

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, pattern=r"\w")]
Stems = tuple[str, ...]


class GroupModel(Border):
    """The names of one thing, by the language in which they are used."""

    concept: Name
    es: tuple[Name, ...] = ()
    en: tuple[Name, ...] = ()
    both: tuple[Name, ...] = ()

    def names(self, lang: str) -> tuple[str, ...]:
        """Return the names used in a language."""
        return (*(self.en if lang == "en" else self.es), *self.both)


class GlossaryModel(Border):
    """A whole file. A home's own file holds only what it adds or replaces."""

    capitals: tuple[Name, ...] = ()
    groups: tuple[GroupModel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """A name in a question, and the other names of the same thing in the language searched."""

    name: str
    """The name as it stands in the question."""
    concept: str
    others: tuple[str, ...]
    stems: Stems
    """Stems of the name as it stands."""
    other_stems: tuple[Stems, ...]
    """Stems of the other names, one tuple for each; those of the name itself are not among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A name by which a concept is recognised."""

    group: GroupModel
    folded: str
    in_capitals: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """All names, ready for look-ups."""

    known: Mapping[str, Sequence[_Known]] = field(repr=False, default_factory=dict)
    """By the first word of the folded name, longest names first."""

    def expansions(self, text: str, lang: str) -> tuple[Expansion, ...]:
        """Return the names in `text` that have other names in `lang`, one entry for each thing named."""
        found: dict[str, Expansion] = {}
        for group, name in self._named(text):
            if group.concept not in found and (expansion := _expansion(group, name, lang)) is not None:
                found[group.concept] = expansion
        return tuple(found.values())

    def names_of(self, text: str) -> tuple[str, ...]:
        """Return all names, in every language, of what `text` names."""
        groups = dict.fromkeys(group for group, _ in self._named(text))
        return tuple(dict.fromkeys(name for group in groups for lang in LANGUAGES for name in group.names(lang)))

    def _named(self, text: str) -> Iterator[tuple[GroupModel, str]]:
        """Yield what is named in `text`, from left to right, the longest name at each place."""
        folded = fold_with_map(text)
        at = 0
        for word in _WORD.finditer(folded.text):
            if word.start() < at:
                continue
            for known in self.known.get(word[0], ()):
                match = _pattern(known.folded).match(folded.text, word.start())
                if match is None:
                    continue
                start, end = folded.original_span(*match.span())
                name = text[start:end]
                if not known.in_capitals or name.isupper():
                    yield known.group, name
                    at = match.end()
                    break


@lru_cache(maxsize=4096)
def _expansion(group: GroupModel, name: str, lang: str) -> Expansion | None:
    """Return what a name is expanded by, None where all its other names are cut to the same stems."""
    own = tuple(dict.fromkeys(content_stems(name, lang)))
    others: dict[Stems, str] = {}
    for other in sorted(group.names(lang), key=len):
        stems = tuple(dict.fromkeys(content_stems(other, lang)))
        # The words of the question are searched one by one anyway, so a name made of some of them adds nothing, and
        # neither does one that is a name found already with words added.
        known = [set(own), *map(set, others)]
        if stems and not set(stems) <= set(own) and not any(words and words <= set(stems) for words in known):
            others[stems] = other
    if not others:
        return None
    return Expansion(
        name=name, concept=group.concept, others=tuple(others.values()), stems=own, other_stems=tuple(others)
    )


def load_glossary(home: Path | None = None, *, bundled: Path | None = None) -> Glossary:
    """Read and validate the glossary, with the `glossary.yaml` of `home` laid over the bundled one.

    A concept of the home replaces the bundled one of that name; one without names switches it off.

    Args:
        home: The user's folder; its file may be missing.
        bundled: Another file in the place of the bundled one.

    Raises:
        RecordError: A file cannot be read or is wrong; the sentence names file and line.
    """
    files = [_File(bundled or resource_dir("corpus") / FILE)]
    if home is not None and (home / FILE).exists():
        files.append(_File(home / FILE))
    concepts: dict[str, tuple[GroupModel, _File]] = {}
    capitals: set[str] = set()
    for file in files:
        capitals |= {fold(name) for name in file.model.capitals}
        concepts.update({fold(group.concept): (group, file) for group in file.model.groups})
    return Glossary(known=_index(sorted(concepts.values(), key=lambda pair: files.index(pair[1])), capitals))


class _File:
    """A glossary file as it was read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise RecordError(
                f"Glossary {str(path)!r} is not UTF-8 text (byte {error.start}); save it as UTF-8."
            ) from None
        except OSError as error:
            raise RecordError(f"Glossary {str(path)!r} cannot be read ({error.strerror}); restore the file.") from None
        data = parse_yaml(self._text, str(path)) or {}
        try:
            self.model = GlossaryModel.model_validate(data)
        except ValidationError as error:
            self.refuse(error.errors()[0]["loc"], describe(error))
        concepts: dict[str, int] = {}
        for number, group in enumerate(self.model.groups):
            if concepts.setdefault(fold(group.concept), number) != number:
                self.refuse(("groups", number), f"the concept {group.concept!r} stands there twice")

    def refuse_name(self, group: GroupModel, name: str, other: GroupModel) -> NoReturn:
        """Say that a name belongs to two concepts."""
        number = self.model.groups.index(group)
        self.refuse(("groups", number), f"the name {name!r} belongs to both {other.concept!r} and {group.concept!r}")

    def refuse(self, place: Sequence[int | str], what: str) -> NoReturn:
        """Say in one sentence what is wrong and in which line."""
        raise RecordError(
            f"Glossary {str(self._path)!r}, line {_line_of(self._text, place)}: {what}; correct the file."
        ) from None


def _line_of(text: str, place: Sequence[int | str]) -> int:
    """Return the line, from 1, on which a field of a YAML document stands, or what holds it."""
    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)  # builds nothing
    line = 0
    for step in place:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line
        else:
            break
    return line + 1


def _index(concepts: Iterable[tuple[GroupModel, _File]], capitals: set[str]) -> dict[str, tuple[_Known, ...]]:
    """Return names by their first word; no name of a file may mean two things.

    Later files come last, and what they call a name is what it means: a user's own names stay when ours grow.
    """
    owners: dict[str, tuple[GroupModel, _File]] = {}
    by_word: dict[str, dict[str, _Known]] = {}
    for group, file in concepts:
        for name in dict.fromkeys(name for lang in LANGUAGES for name in group.names(lang)):
            folded = fold(name)
            other, owner = owners.get(folded, (group, file))
            if other is not group and owner is file:
                file.refuse_name(group, name, other)
            owners[folded] = group, file
            words = _WORD.findall(folded)
            known = _Known(group=group, folded=folded, in_capitals="." in name or folded in capitals)
            for start in {words[0], "".join(words)} if "." in name else {words[0]}:
                by_word.setdefault(start, {})[folded] = known
    return {
        word: tuple(names[name] for name in sorted(names, key=len, reverse=True)) for word, names in by_word.items()
    }


@lru_cache(maxsize=4096)
def _pattern(folded: str) -> re.Pattern[str]:
    """Return what finds a name as whole words; its full stops, and blanks after them, may be missing.

    Made when it is first needed: making all of them takes longer than reading the file.
    """
    start = _WORD.search(folded)
    name = re.escape(folded[start.start() if start else 0 :])
    loose = re.sub(r"\\\.(?:\\ )?", r"\\.? ?", name).removesuffix(" ?")
    return re.compile(rf"{loose}(?!\w)")
