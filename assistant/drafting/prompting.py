"""What a model is told: the brief and the numbered evidence as data, voice, tone and angle in our own words."""

import hashlib
from collections.abc import Iterable

from assistant.citing import AUTHORITY_NAMES
from assistant.consistency.openings import CONNECTORS, frames_of
from assistant.domain import Angle, Brief, DraftFormat, EvidenceItem, Length, Perspective, Tone
from assistant.drafting.angles import GUIDANCE
from assistant.drafting.dossier import Dossier
from assistant.drafting.news import gist
from assistant.prompts import Prompt, bundled_prompt
from assistant.text.hidden import visible

VERSIONS = {**dict.fromkeys((each.value for each in DraftFormat), "v1"), "repair": "v1"}
"""Which version of each prompt is in use."""
MAX_TOPIC_CHARS = 500
MAX_STORY = 1_200
"""Characters of the news that a model is shown: of a pasted story its heading, its questions and how it begins."""
LANGUAGE_NAMES = {"es": "Spanish as written in Mexico", "en": "English"}
_VOICES = {
    Perspective.FIRST_PERSON: 'an office-holder (the one under "Voice" in the brief) in the first person singular.',
    Perspective.INSTITUTIONAL: 'the institution: "Mexico", "the Government of Mexico", third person, never "I".',
    Perspective.NEUTRAL: 'nobody: facts and positions in the third person, no "we" and no "I".',
}
_TONES = {
    Tone.WARM: "warm: what is shared comes first, courteous words, no edge.",
    Tone.CORDIAL: "cordial: friendly and plain.",
    Tone.PLAIN: "plain: sober, no colour.",
    Tone.FIRM: "firm: short sentences, the limit said outright.",
    Tone.STERN: "stern: as firm as the evidence itself, not a degree more; no adornment, no threat.",
}
_LENGTHS = {
    Length.SHORT: " Length: short. Half the items that are asked for below, each one sentence, and the shortest lines "
    "that carry the position; what must be there stays.",
    Length.USUAL: "",
    Length.FULL: " Length: full. As many items as are allowed below, as long as the evidence says something new.",
}


def prompt_for(name: str) -> Prompt:
    """Return the prompt in use for a format, or for a repair."""
    return bundled_prompt(name, VERSIONS[name])


def manner(brief: Brief) -> dict[str, str]:
    """Return language, voice and tone, as every prompt takes them, in our own words alone."""
    return {
        "lang": LANGUAGE_NAMES[brief.lang],
        "voice": _VOICES[brief.perspective],
        "tone": _TONES[brief.tone],
        "openings": _openings(brief),
    }


def _openings(brief: Brief) -> str:
    """Return the openings that fit who is heard: the checker reads nothing into them."""
    joining = [f'"{word.capitalize()} …"' for word in CONNECTORS[brief.lang]]
    voiced = [f'"{frame[0].upper()}{frame[1:]} …"' for frame in frames_of(brief.perspective, brief.lang)]
    return f"{', '.join(joining)}; {', '.join(voiced)}; a connector may stand before one of the latter."


def values_for(brief: Brief, dossier: Dossier, angle: Angle | None) -> dict[str, str]:
    """Return the variables of a format's prompt."""
    return {
        **manner(brief),
        "angle": f"{GUIDANCE[angle]}{_LENGTHS[brief.length]}",
        "brief": "\n".join(_about(brief)),
        "evidence": listed(dossier),
    }


def listed(dossier: Dossier) -> str:
    """Return the evidence as a model is shown it: numbered, what is superseded only where the user pinned it."""
    shown = {item.statement.id: item.number for item in shown_to_model(dossier)}
    return "\n".join(_item(item, shown) for item in shown_to_model(dossier))


def shown_to_model(dossier: Dossier) -> list[EvidenceItem]:
    """Return the evidence that a model is shown."""
    return [item for item in dossier.current if not item.left_out]


def digest_of(evidence: str) -> str:
    """Return the SHA-256 (hex) of what a model was shown."""
    return hashlib.sha256(evidence.encode("utf-8")).hexdigest()


def _about(brief: Brief) -> Iterable[str]:
    yield f"Topic: {_line(brief.topic, MAX_TOPIC_CHARS)}"
    if brief.voice.strip():
        yield f"Voice: {_line(brief.voice, MAX_TOPIC_CHARS)}"
    if brief.counterpart.strip():
        yield f"Counterpart: {_line(brief.counterpart, MAX_TOPIC_CHARS)}"
    if brief.context.strip():
        yield f"What prompts the text (never a source of facts): {_line(gist(brief.context, MAX_STORY), MAX_STORY)}"


def _item(item: EvidenceItem, shown: dict[str, int]) -> str:
    statement = item.statement
    notes = [
        statement.date.isoformat(),
        statement.speaker,
        statement.role,
        AUTHORITY_NAMES["en"][statement.authority],
        statement.form.value,
    ]
    newer = [f"[{shown[i]}]" for i in statement.superseded_by if i in shown]
    if statement.superseded_by:
        notes.append(f"superseded by {', '.join(newer) or 'a later statement'}")
    heading = visible(", ".join(notes))
    return "\n".join((f"[{item.number}] ({heading})", *(f"- {_line(text, 1_500)}" for text in item.texts)))


def _line(text: str, most: int) -> str:
    """Return a text on one line, with what nobody sees written out, so that it can pass for nothing of ours."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= most else line[: most - 1] + "…"
