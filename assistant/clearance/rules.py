"""Who may clear and what takes two, read from `corpus/clearance_rules.yaml` and over it the home's own file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, StrictBool, ValidationError

from assistant.clearance.people import name_of
from assistant.domain import ClearanceRules, DraftFormat, Topic
from assistant.errors import InputError, RecordError
from assistant.record.schema import Border, describe, parse_yaml, read_text
from assistant.resources import resource_dir

FILE = "clearance_rules.yaml"


def _name(given: str) -> str:
    try:
        return name_of(given)
    except InputError as error:
        raise ValueError(str(error)) from None


Name = Annotated[str, AfterValidator(_name)]
Flag = StrictBool
"""Written as true or false: a mistyped "maybe" must not become a permission."""


class TwoModel(Border):
    """What takes two persons."""

    overrides: Flag = True
    new_positions: Flag = True
    red_lines: Flag = True
    formats: tuple[DraftFormat, ...] = ()
    topics: tuple[str, ...] = ()


class RulesModel(Border):
    """A whole file. A home's own file holds only what it replaces."""

    version: Literal[1] = 1
    clearers: tuple[Name, ...] = ()
    approvers: tuple[Name, ...] = ()
    author_may_clear: Flag = False
    two_persons: TwoModel = TwoModel()


def load_clearance_rules(home: Path | None, topics: Sequence[Topic], *, bundled: Path | None = None) -> ClearanceRules:
    """Read and validate the rules, with the `clearance_rules.yaml` of `home` laid over the bundled ones.

    Args:
        home: The user's folder; its file may be missing.
        topics: The topics that the rules may name.
        bundled: Another file in the place of the bundled one.

    Raises:
        RecordError: A file cannot be read or is wrong; the sentence names file and field.
    """
    model = _read(bundled or resource_dir("corpus") / FILE, topics)
    if home is not None and (home / FILE).exists():
        model = _laid_over(model, _read(home / FILE, topics))
    two = model.two_persons
    return ClearanceRules(
        clearers=model.clearers,
        approvers=model.approvers,
        author_may_clear=model.author_may_clear,
        overrides=two.overrides,
        new_positions=two.new_positions,
        red_lines=two.red_lines,
        formats=tuple(each.value for each in two.formats),
        topics=two.topics,
    )


def _read(path: Path, topics: Sequence[Topic]) -> RulesModel:
    try:
        model = RulesModel.model_validate(parse_yaml(read_text(path), str(path)) or {})
    except ValidationError as error:
        raise RecordError(f"Clearance rules {str(path)!r}, {describe(error)}; correct the file.") from None
    unknown = [name for name in model.two_persons.topics if name not in {topic.id for topic in topics}]
    if unknown:
        raise RecordError(
            f"Clearance rules {str(path)!r}, field 'two_persons.topics': there is no topic {unknown[0]!r}; "
            "correct the file."
        )
    return model


def _laid_over(base: RulesModel, top: RulesModel) -> RulesModel:
    two = {name: getattr(top.two_persons, name) for name in top.two_persons.model_fields_set}
    fields = {name: getattr(top, name) for name in top.model_fields_set - {"two_persons"}}
    return base.model_copy(update={**fields, "two_persons": base.two_persons.model_copy(update=two)})
