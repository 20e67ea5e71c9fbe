"""The shape of `publication_rules.yaml`, and how a home's own file is laid over the bundled one."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from assistant.record.schema import BilingualModel, Border, Slug
from assistant.text.post import POST_LIMIT

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Texts = tuple[Text, ...]
Severities = Annotated[
    Literal["block", "warn", "info", "off"], BeforeValidator(lambda given: "off" if given is False else given)
]
"""YAML reads a bare `off` as False."""
Model = TypeVar("Model", bound=BaseModel)


def _host(name: str) -> str:
    return name.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _bare(name: str) -> str:
    return name.lstrip("#@＃＠")


Host = Annotated[Text, AfterValidator(_host)]
Tag = Annotated[Text, AfterValidator(_bare)]


class When(StrEnum):
    """When a rule is in force."""

    ALWAYS = "always"
    SILENCE = "silence"
    """Only on the days of a period of electoral silence."""


class WordsModel(Border):
    """Words or phrases by language."""

    es: Texts = ()
    en: Texts = ()


class RuleModel(Border):
    """A rule. A home's own file may give only the fields that it changes."""

    id: Slug
    severity: Severities | None = None
    name: BilingualModel | None = None
    message: BilingualModel | None = None
    suggestion: BilingualModel | None = None
    when: When = When.ALWAYS
    negatable: bool = True
    """Whether a "no" just before takes the sense away: "no es logro de la Secretaria"."""
    phrases: WordsModel = WordsModel()
    unless: WordsModel = WordsModel()
    """What in the same sentence lifts the rule."""


class OfficialsModel(Border):
    """Whom the rules on persons are about, besides the people of the registry of speakers."""

    offices: WordsModel = WordsModel()
    names: Texts = ()
    own: Texts = ()
    """Names that may follow an office without making it somebody else's: México, la República."""
    others: WordsModel = WordsModel()
    """Words beside an office that make it somebody else's: "chilena", "general"."""
    bodies: Texts = ()
    """Names of bodies that but for an accent are offices: Secretaría."""
    in_hashtags: Texts = ()
    """Names that mean an official in a hashtag alone."""


class PeriodModel(Border):
    """Days of electoral silence, both ends included."""

    id: Slug
    name: BilingualModel
    since: date
    until: date
    confirmed: bool = False
    """Whether the legal office has confirmed the dates."""
    active: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> "PeriodModel":
        if self.since > self.until:
            raise ValueError("`since` is later than `until`")
        return self


class HashtagsModel(Border):
    """House style of hashtags."""

    max_per_post: int = Field(default=2, ge=0, le=POST_LIMIT)
    allowed: tuple[Tag, ...] = ()
    """Never remarked on, however they are written."""
    forbidden: tuple[Tag, ...] = ()


class HandlesModel(Border):
    """House style of accounts named with "@"."""

    known: tuple[Tag, ...] = ()
    forbidden: tuple[Tag, ...] = ()


class LinksModel(Border):
    """House style of links; hosts stand for their subdomains too."""

    official: tuple[Host, ...] = ()
    allowed: tuple[Host, ...] = ()
    """Other hosts that nothing is said about."""
    forbidden: tuple[Host, ...] = ()
    shorteners: tuple[Host, ...] = ()


class RulesModel(Border):
    """A whole file. A home's own file holds only what it adds or replaces."""

    version: Literal[1] = 1
    officials: OfficialsModel = OfficialsModel()
    words: dict[Slug, WordsModel] = Field(default_factory=dict)
    """Lists of words that phrases name in braces: `{praise}`."""
    rules: tuple[RuleModel, ...] = ()
    silence: tuple[PeriodModel, ...] = ()
    hashtags: HashtagsModel = HashtagsModel()
    handles: HandlesModel = HandlesModel()
    links: LinksModel = LinksModel()

    @model_validator(mode="after")
    def _ids_once(self) -> "RulesModel":
        for what, entries in (("rule", self.rules), ("period of silence", self.silence)):
            ids = [entry.id for entry in entries]
            twice = next((each for each in ids if ids.count(each) > 1), None)
            if twice is not None:
                raise ValueError(f"the {what} {twice!r} stands there twice")
        return self


def laid_over(base: RulesModel, top: RulesModel) -> RulesModel:
    """Return `base` with what `top` gives in its place: single fields of rules and of house style, whole periods."""
    return RulesModel(
        officials=_fields_over(base.officials, top.officials),
        words={**base.words, **top.words},
        rules=_by_id(base.rules, top.rules),
        silence=tuple({period.id: period for period in (*base.silence, *top.silence)}.values()),
        hashtags=_fields_over(base.hashtags, top.hashtags),
        handles=_fields_over(base.handles, top.handles),
        links=_fields_over(base.links, top.links),
    )


def _by_id(base: Sequence[RuleModel], top: Sequence[RuleModel]) -> tuple[RuleModel, ...]:
    rules = {rule.id: rule for rule in base}
    for rule in top:
        rules[rule.id] = _fields_over(rules[rule.id], rule) if rule.id in rules else rule
    return tuple(rules.values())


def _fields_over(base: Model, top: Model) -> Model:
    return base.model_copy(update={name: getattr(top, name) for name in top.model_fields_set})
