"""Who is on the record, in which roles, and which labels fit nobody: the material for `assistant speakers`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

import sqlalchemy as sa
import yaml

from assistant.domain import Unattributed
from assistant.record import tables as t
from assistant.record.database import Database
from assistant.record.readers.labels import Kind, bare_label, read_label, resolve
from assistant.record.readers.offices import natural_name
from assistant.record.readers.speakers import PersonModel, Registry, key

LIKENESS = 0.8
"""From here on (0…1) a name that fits nobody is shown beside the known name that it resembles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleOnRecord:
    """A role as it is cited, with the first and the last day on which it is."""

    role: str
    statements: int
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerOnRecord:
    """Somebody with searchable statements; the roles stand in the order in which they were first held."""

    name: str
    statements: int
    first: date
    last: date
    roles: tuple[RoleOnRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnattributedLabel:
    """A label that fits nobody, everywhere it stands."""

    label: str
    turns: tuple[Unattributed, ...]
    """Oldest first."""
    name: str
    """The name that stands in the label; empty if there is none."""
    role: str
    like: PersonModel | None
    """Whom the registry knows under a similar name."""
    advice: str
    """What to do about it, in one sentence."""


def speakers_on_record(database: Database) -> list[SpeakerOnRecord]:
    """Return everybody with active statements, most statements first."""
    c = t.statements.c
    if database.is_sqlite:
        role = sa.func.json_extract(c.payload, "$.role", type_=sa.Text)
    else:
        role = sa.cast(c.payload, sa.JSON)["role"].as_string()
    each = sa.select(c.speaker, role.label("role"), c.date).where(c.active).subquery()
    query = sa.select(
        each.c.speaker,
        each.c.role,
        sa.func.count().label("n"),
        sa.func.min(each.c.date).label("first"),
        sa.func.max(each.c.date).label("last"),
    ).group_by(each.c.speaker, each.c.role)
    roles: dict[str, list[RoleOnRecord]] = {}
    with database.transaction() as connection:
        for row in connection.execute(query):
            held = RoleOnRecord(role=row.role, statements=int(row.n), first=row.first, last=row.last)
            roles.setdefault(row.speaker, []).append(held)
    found = [_speaker(name, held) for name, held in roles.items()]
    return sorted(found, key=lambda speaker: (-speaker.statements, speaker.name))


def _speaker(name: str, roles: Sequence[RoleOnRecord]) -> SpeakerOnRecord:
    return SpeakerOnRecord(
        name=name,
        statements=sum(role.statements for role in roles),
        first=min(role.first for role in roles),
        last=max(role.last for role in roles),
        roles=tuple(sorted(roles, key=lambda role: (role.first, role.role))),
    )


def labels_to_review(turns: Sequence[Unattributed], registry: Registry) -> list[UnattributedLabel]:
    """Group turns that nobody could be found for by their label, those with most turns first."""
    groups: dict[str, list[Unattributed]] = {}
    for turn in sorted(turns, key=lambda turn: (turn.date, turn.ref, turn.turn)):
        groups.setdefault(key(turn.label), []).append(turn)
    found = [_to_review(group, registry) for group in groups.values()]
    return sorted(found, key=lambda each: (-len(each.turns), each.label))


def _to_review(turns: Sequence[Unattributed], registry: Registry) -> UnattributedLabel:
    label = Counter(turn.label for turn in turns).most_common(1)[0][0]
    day = turns[0].date
    speaker = resolve(read_label(label, day, registry), day, {}, registry)
    name = speaker.name or (natural_name(bare_label(label)) if key(label) and not speaker.role else "")
    like = None
    if speaker.kind is Kind.GOVERNMENT:
        name, advice = (
            "",
            (
                "The label is known, but the words speak to the President or the label was not known when the file was "
                "read: read the file again, or correct the label in it."
            ),
        )
    elif speaker.kind is not Kind.UNATTRIBUTED:
        name, advice = "", "The registry knows this label by now: read the file again."
    elif not name:
        advice = "The label names nobody in full: write the speaker's full name into the file and read it again."
    else:
        like = _like(name, registry)
        advice = (
            f"Perhaps {like.name}: then add this spelling to the variants."
            if like
            else "Add the person: as an official with the office held, or as somebody who never speaks for it."
        )
    return UnattributedLabel(label=label, turns=tuple(turns), name=name, role=speaker.role, like=like, advice=advice)


def _like(name: str, registry: Registry) -> PersonModel | None:
    near = get_close_matches(key(name), registry.people, n=1, cutoff=LIKENESS)
    return registry.people[near[0]] if near else None


def snippet(labels: Sequence[UnattributedLabel]) -> str:
    """Return YAML for the home's `speakers.yaml` that settles these labels; "" if no person has to be added.

    Nobody is made an official by pasting it: that takes a person's word, the line to write stands beside.
    """
    lines: list[str] = []
    for each in labels:
        if not each.name:
            continue
        first = each.turns[0].date.isoformat()
        if each.like is not None:
            known = each.like.model_dump(mode="json", exclude_defaults=True)
            known["variants"] = [*each.like.variants, each.name]
            lines += [f"  # {each.advice}"]
            lines += [f"  # {line}" for line in _yaml([known]).splitlines()]
        office = each.role or "the office held"
        lines += [f"  {line}" for line in _yaml([{"name": each.name, "government": False}]).splitlines()]
        official = f"roles: [{{role: {_quoted(office)}, since: {first}}}]"
        lines.append(f"    # for an official, instead of `government: false`: {official}")
    return "\n".join(["people:", *lines]) + "\n" if lines else ""


def _yaml(data: object) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1_000)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
