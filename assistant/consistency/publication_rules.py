"""The rules of publication, read from `corpus/publication_rules.yaml` and over it the home's own file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.consistency.officials import OfficialFinder
from assistant.consistency.phrasing import names_official, pattern_of
from assistant.consistency.publication_schema import (
    HandlesModel,
    HashtagsModel,
    LinksModel,
    PeriodModel,
    RuleModel,
    RulesModel,
    When,
    laid_over,
)
from assistant.domain import LANGUAGES, Bilingual, Severity
from assistant.errors import RecordError
from assistant.record.schema import parse_yaml
from assistant.resources import resource_dir

if TYPE_CHECKING:
    # The registry is handed over by whoever has it: its package holds all readers, which a check does not need.
    from assistant.record.readers.speakers import Registry

FILE = "publication_rules.yaml"
NOTES = "drafting-notes"
STYLE_RULES = frozenset(
    {
        "hashtag-count", "hashtag-writing", "hashtag-forbidden", "hashtag-person", "handle-unknown",
        "handle-forbidden", "link-shortener", "link-insecure", "link-forbidden", "link-unofficial",
    }
)  # fmt: skip
"""Rules that the program knows how to check without phrases."""
_PLACEHOLDERS = frozenset({"said", "limit", "count", "period"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that is in force, ready to be looked for."""

    id: str
    severity: Severity
    name: Bilingual
    message: Bilingual
    suggestion: Bilingual | None
    when: When
    negatable: bool
    plain: tuple[re.Pattern[str], ...] = ()
    """What to look for in the text as it stands."""
    personal: tuple[re.Pattern[str], ...] = ()
    """What to look for where officials' names are marked."""
    unless: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRules:
    """All rules in force, by id, with what house style says of hashtags, accounts and links."""

    rules: Mapping[str, Rule]
    silence: tuple[PeriodModel, ...]
    officials: OfficialFinder
    hashtags: HashtagsModel
    handles: HandlesModel
    links: LinksModel
    accounts: frozenset[str] = field(default_factory=frozenset)
    """Accounts that are known, as they are written, without "@"."""

    def silent_on(self, day: date) -> PeriodModel | None:
        """Return the period of electoral silence in which a day lies."""
        return next((p for p in self.silence if p.active and p.since <= day <= p.until), None)


def load_rules(
    home: Path | None = None, registry: "Registry | None" = None, *, bundled: Path | None = None
) -> PublicationRules:
    """Read and validate the rules, with the `publication_rules.yaml` of `home` laid over the bundled ones.

    A rule of the home replaces, field by field, the bundled one of that id; `severity: off` switches it off.

    Args:
        home: The user's folder; its file may be missing.
        registry: Who speaks for the government: their names and accounts are known.
        bundled: Another file in the place of the bundled one.

    Raises:
        RecordError: A file cannot be read or is wrong; the sentence names file and rule.
    """
    file = bundled or resource_dir("corpus") / FILE
    model = _read(file)
    if home is not None and (home / FILE).exists():
        file = home / FILE
        model = laid_over(model, _read(file))
    people = registry.people if registry is not None else {}
    owners = registry.accounts.values() if registry is not None else ()
    try:
        officials = OfficialFinder(model.officials, [name for name, p in people.items() if p.government])
    except ValueError as error:
        raise RecordError(f"Publication rules {str(file)!r}, field 'officials': {error}; correct the file.") from None
    return PublicationRules(
        rules={rule.id: _compiled(rule, model, file) for rule in model.rules if rule.severity != "off"},
        silence=model.silence,
        officials=officials,
        hashtags=model.hashtags,
        handles=model.handles,
        links=model.links,
        accounts=frozenset(model.handles.known) | {name.lstrip("@") for owner in owners for name in owner.accounts},
    )


def _read(path: Path) -> RulesModel:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(
            f"Publication rules {str(path)!r} are not UTF-8 text (byte {error.start}); save the file as UTF-8."
        ) from None
    except OSError as error:
        raise RecordError(
            f"Publication rules {str(path)!r} cannot be read ({error.strerror}); restore the file."
        ) from None
    data = parse_yaml(text, str(path)) or {}
    try:
        return RulesModel.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = _place(data, first["loc"])
        raise RecordError(f"Publication rules {str(path)!r}, {where}: {first['msg']}; correct the file.") from None


def _place(data: object, loc: Sequence[int | str]) -> str:
    """Name a field as a person would look for it: an entry by its id where it has one, else by its number."""
    if not loc:
        return "the file as a whole"
    path = [str(part) for part in loc]
    if len(loc) > 1 and isinstance(loc[1], int) and isinstance(data, dict):
        entry = data[loc[0]][loc[1]]
        path[1] = str(entry.get("id", f"no. {loc[1] + 1}")) if isinstance(entry, dict) else f"no. {loc[1] + 1}"
    return f"field {' > '.join(path)!r}"


def _compiled(model: RuleModel, whole: RulesModel, file: Path) -> Rule:
    """Make a rule ready; it must be complete, and its phrases readable."""
    try:
        if model.severity is None or model.name is None or model.message is None:
            raise ValueError("a rule of your own needs `severity`, `name` and `message`")
        if model.id not in STYLE_RULES and model.id != NOTES and not (model.phrases.es or model.phrases.en):
            raise ValueError("it has no `phrases`, and the program knows no rule of that name")
        _require_known_placeholders(model)
        plain, personal, unless = _patterns(model, whole)
    except ValueError as error:
        raise RecordError(f"Publication rules {str(file)!r}, rule {model.id!r}: {error}; correct the file.") from None
    return Rule(
        id=model.id,
        severity=Severity(model.severity),
        name=model.name.to_domain(),
        message=model.message.to_domain(),
        suggestion=model.suggestion.to_domain() if model.suggestion else None,
        when=model.when,
        negatable=model.negatable,
        plain=plain,
        personal=personal,
        unless=unless,
    )


Patterns = tuple[re.Pattern[str], ...]


def _patterns(model: RuleModel, whole: RulesModel) -> tuple[Patterns, Patterns, Patterns]:
    """Return what finds a rule's phrases: in plain text, where names are marked, and what lifts it.

    A post may be in two languages, so both are looked for whatever the text's own.
    """
    plain, personal, unless = [], [], []
    for lang in LANGUAGES:
        lists = {name: getattr(words, lang) for name, words in whole.words.items()}
        phrases = getattr(model.phrases, lang)
        plain.append(pattern_of([each for each in phrases if not names_official(each)], lists))
        personal.append(pattern_of([each for each in phrases if names_official(each)], lists))
        unless.append(pattern_of(getattr(model.unless, lang), lists))
    return _there(plain), _there(personal), _there(unless)


def _there(patterns: Sequence[re.Pattern[str] | None]) -> Patterns:
    return tuple(pattern for pattern in patterns if pattern is not None)


def _require_known_placeholders(model: RuleModel) -> None:
    texts = [model.message, model.suggestion]
    named = {
        name for each in texts if each for lang in LANGUAGES for name in re.findall(r"\{(\w*)\}", getattr(each, lang))
    }
    if unknown := named - _PLACEHOLDERS:
        raise ValueError(
            f"its texts name {{{min(unknown)}}}; use {', '.join(f'{{{name}}}' for name in sorted(_PLACEHOLDERS))}"
        )
