"""Statements, their passages, and what a search returns."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.domain.classification import Classification

LANGUAGES = ("es", "en")


class Form(StrEnum):
    """Whether the text is the speaker's own words. Only verbatim text may ever stand in quotation marks."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"


class Authority(StrEnum):
    """How much a statement binds, from what binds most: which one is cited matters as much as what it says."""

    AGREEMENT = "agreement"
    """A treaty or a joint statement: the other side agreed to the words."""
    COMMUNIQUE = "communique"
    SPEECH = "speech"
    """A speech, a press conference, an interview."""
    POST = "post"

    @property
    def weight(self) -> int:
        """Return 3 for what binds most down to 0 for a post."""
        return [Authority.POST, Authority.SPEECH, Authority.COMMUNIQUE, Authority.AGREEMENT].index(self)


class Side(StrEnum):
    """Whose statement it is. The other side's words are kept to be looked at, and never carry anything of ours."""

    OWN = "own"
    COUNTERPART = "counterpart"


class PassageKind(StrEnum):
    """A passage is a span of a statement's text, or one of its lines to take (our wording, both languages)."""

    TEXT = "text"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    """The same thing said in Spanish and in English."""

    es: str
    en: str

    def get(self, lang: str) -> str:
        """Return the wording in `lang` (``es`` or ``en``)."""
        return self.en if lang == "en" else self.es


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a statement can be read: title, file name or address, and a place inside it."""

    title: str
    ref: str
    locator: Mapping[str, int] | None = field(default=None, hash=False)


_PLAIN_FIELDS = ("id", "speaker", "role", "venue", "lang", "text", "counterpart", "context")
_LIST_FIELDS = ("topics", "principles", "figures", "superseded_by")


def digest_of(canonical: str) -> str:
    """Return the SHA-256 (hex) of a statement's canonical JSON."""
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one speaker said on one occasion, in the role held on that date."""

    id: str
    date: date
    speaker: str
    role: str
    venue: str
    lang: str
    form: Form
    text: str
    source: Source
    authority: Authority = Authority.SPEECH
    topics: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    counterpart: str = ""
    figures: tuple[str, ...] = ()
    lines: tuple[Bilingual, ...] = ()
    superseded_by: tuple[str, ...] = ()
    context: str = ""
    """The question that was being answered: helps the index, is never shown as the ministry's words."""
    side: Side = Side.OWN
    classification: Classification = Classification.PUBLIC

    def to_payload(self) -> dict[str, Any]:
        """Return plain JSON data from which `from_payload` rebuilds an equal statement."""
        locator = dict(self.source.locator) if self.source.locator else None
        # Written out, because `asdict` copies deeply and takes ten times as long on a bulk load.
        return {
            **{name: getattr(self, name) for name in _PLAIN_FIELDS},
            **{name: list(getattr(self, name)) for name in _LIST_FIELDS},
            "date": self.date.isoformat(),
            "form": self.form.value,
            "authority": self.authority.value,
            "source": {"title": self.source.title, "ref": self.source.ref, "locator": locator},
            "lines": [{"es": pair.es, "en": pair.en} for pair in self.lines],
            # Left out for our own, so that what was stored before there were sides keeps its digest.
            **({"side": self.side.value} if self.side is not Side.OWN else {}),
            # As above: what was stored before there were classes is public, and keeps its digest.
            **(
                {"classification": self.classification.value}
                if self.classification is not Classification.PUBLIC
                else {}
            ),
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> "Statement":
        """Rebuild a statement from `to_payload`'s data."""
        data = dict(payload)
        data["date"] = date.fromisoformat(data["date"])
        data["form"] = Form(data["form"])
        data["authority"] = Authority(data.get("authority", Authority.SPEECH))
        data["side"] = Side(data.get("side", Side.OWN))
        data["classification"] = Classification(data.get("classification", Classification.PUBLIC))
        data["source"] = Source(**data["source"])
        data["lines"] = tuple(Bilingual(**pair) for pair in data["lines"])
        for name in _LIST_FIELDS:
            data[name] = tuple(data[name])
        return cls(**data)

    def to_json(self) -> str:
        """Return the canonical JSON of `to_payload`: equal statements give equal text."""
        return json.dumps(self.to_payload(), ensure_ascii=False, sort_keys=True)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over the canonical content: equal digests mean nothing changed."""
        return digest_of(self.to_json())


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of one statement that is indexed; a passage never mixes speakers.

    `start` and `end` are half-open code-point offsets into `Statement.text` for text passages; for lines
    to take they are 0 and 0, because a line is not a span of the text.
    """

    id: str
    statement_id: str
    kind: PassageKind
    lang: str
    text: str
    start: int = 0
    end: int = 0
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One search result: a passage, its statement, its rank from 1 and a score (higher is better)."""

    rank: int
    score: float
    passage: Passage
    statement: Statement
    similarity: float = 0.0
    """Cosine between query and passage, −1…1; 0 where it was not computed."""
    relevance: float = 0.0
    """How surely the statement is on the matter of the query, 0…1; 0 where it was not estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to keep: every given condition must hold. Dates are inclusive."""

    lang: str | None = None
    speaker: str | None = None
    since: date | None = None
    until: date | None = None
    topic: str | None = None
    form: Form | None = None
    counterpart: str | None = None
    """To or about whom: every word of it must occur in the statement's counterpart."""
    statement_ids: frozenset[str] | None = field(default=None)

    @property
    def is_empty(self) -> bool:
        """True when nothing is filtered out."""
        return self == Filters()
