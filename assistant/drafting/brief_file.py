"""A brief as a YAML file, as `assistant draft --brief` and the desk read and write it."""

from datetime import date
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.domain import Brief, Classification, DraftFormat, Filters, Form, Perspective, Tone
from assistant.errors import InputError
from assistant.record.schema import describe, parse_yaml

MAX_FILE_CHARS = 200_000
_PLAIN = {"context": "", "voice": "", "counterpart": "", "perspective": "institutional", "tone": 3, "alternatives": 1,
          "classification": "public"}  # fmt: skip


class BriefFile(BaseModel):
    """The fields of the file."""

    model_config = ConfigDict(extra="forbid")
    topic: str
    format: DraftFormat
    lang: Literal["es", "en"]
    context: str = ""
    voice: str = ""
    counterpart: str = ""
    speaker: str | None = None
    since: date | None = None
    until: date | None = None
    matter: str | None = None
    """Id of the topic that every statement must have."""
    form: Form | None = None
    alternatives: int = 1
    perspective: Perspective = Perspective.INSTITUTIONAL
    tone: Tone = Tone.PLAIN
    classification: Classification = Classification.PUBLIC
    pin: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    def to_brief(self) -> Brief:
        """Return the domain type."""
        return Brief(
            topic=self.topic,
            format=self.format,
            lang=self.lang,
            context=self.context,
            voice=self.voice,
            counterpart=self.counterpart,
            filters=Filters(
                speaker=self.speaker, since=self.since, until=self.until, topic=self.matter, form=self.form
            ),
            perspective=self.perspective,
            tone=self.tone,
            classification=self.classification,
            pinned=self.pin,
            dropped=self.drop,
        )


def parse_brief(text: str, name: str) -> BriefFile:
    """Read a brief from YAML; `name` is the file's, for messages.

    Raises:
        InputError: It is no brief; the sentence names the field.
        RecordError: It is no YAML.
    """
    if len(text) > MAX_FILE_CHARS:
        raise InputError(f"The brief {name!r} has {len(text):,} characters; a brief has at most {MAX_FILE_CHARS:,}.")
    fields = parse_yaml(text, name)
    if not isinstance(fields, dict):
        raise InputError(f"The brief {name!r} holds no fields; write `topic: …`, `format: …`, `lang: …`.")
    try:
        return BriefFile.model_validate(fields)
    except ValidationError as error:
        raise InputError(f"The brief {name!r}, {describe(error)}. Correct the file.") from None


def brief_yaml(brief: Brief, *, alternatives: int = 1) -> str:
    """Return a brief as YAML that `parse_brief` reads; what says nothing beyond the default is left out."""
    filters = brief.filters
    fields = {
        "topic": brief.topic,
        "format": brief.format.value,
        "lang": brief.lang,
        "context": brief.context,
        "voice": brief.voice,
        "counterpart": brief.counterpart,
        "speaker": filters.speaker,
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "matter": filters.topic,
        "form": filters.form.value if filters.form else None,
        "alternatives": alternatives,
        "perspective": brief.perspective.value,
        "tone": brief.tone.value,
        "classification": brief.classification.value,
        "pin": list(brief.pinned),
        "drop": list(brief.dropped),
    }
    said = {name: value for name, value in fields.items() if value and value != _PLAIN.get(name)}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100)
