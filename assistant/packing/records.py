"""Gathers what a home knows of a draft and of the text that became of it, and writes it out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain import DraftVersion, Event, Outgoing, OutgoingStatus, StatementTrace
from assistant.domain.draft import ITEM_SEPARATOR
from assistant.exporting import About, Cleared, export
from assistant.history import History
from assistant.packing.archive import WHOLE_TEXT, as_bytes, digest, sealed
from assistant.packing.contents import Contents, members_of
from assistant.record.logbook import Logbook
from assistant.record.outgoing import OutgoingTexts, outgoing_id
from assistant.record.review import Review

_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A records pack, and the name under which it is best kept."""

    name: str
    data: bytes
    cleared: bool
    manifest_sha256: str


class Records:
    """What leaves a home as files: one text, or all that is known of it."""

    def __init__(
        self,
        history: History,
        texts: OutgoingTexts,
        review: Review,
        log: Logbook,
        program: str,
        approvers: Callable[[str], Sequence[str]] = lambda _: (),
    ) -> None:
        """Read drafts, outgoing texts, statements and events; `program` is the version that writes.

        `approvers` names those who answered for a draft in clearance, in the order in which they did.
        """
        self._approvers = approvers
        self._history = history
        self._texts = texts
        self._review = review
        self._log = log
        self._program = program

    def export(self, draft_id: str, to: str, *, number: int | None = None, annex: bool = True) -> bytes:
        """Return a kept draft as a file's bytes; cleared words say who cleared them.

        Raises:
            InputError: There is no such draft or version, or the format is unknown.
        """
        version = self._version(draft_id, number)
        return export(version.data, to, about=self.about(version), annex=annex)

    def _version(self, draft_id: str, number: int | None) -> DraftVersion:
        self._history.load(draft_id, number)  # says which versions there are
        versions = self._history.versions(draft_id)
        return versions[-1] if number is None else next(each for each in versions if each.number == number)

    def about(self, version: DraftVersion) -> About:
        """Return what is known of one version beside its data."""
        outgoing = self._outgoing(version)
        cleared = None if outgoing is None else self._cleared(outgoing)
        return About(at=version.at, version=version.number, cleared=cleared)

    def _outgoing(self, version: DraftVersion) -> Outgoing | None:
        """Return what was cleared in exactly the words of a version."""
        text = ITEM_SEPARATOR.join(str(item["text"]) for item in version.data["items"])
        return self._texts.get(outgoing_id(text, str(version.data["lang"]))) if text else None

    def _cleared(self, outgoing: Outgoing) -> Cleared:
        """Say who cleared a text and when, by the newest event that says so of exactly this text."""
        events = self._log.of([outgoing.id])
        steps = [event for event in events if event.action == OutgoingStatus.CLEARED]
        steps = steps or [event for event in events if event.action == OutgoingStatus.PUBLISHED]
        return Cleared(
            by=", ".join(self._approvers(outgoing.draft_id)) or (steps[-1].by if steps else ""),
            at=steps[-1].at if steps else outgoing.at,
            digest=digest(as_bytes(outgoing.text)),
            published=outgoing.status is OutgoingStatus.PUBLISHED,
        )

    def pack(self, draft_id: str, *, case: Mapping[str, Any] | None = None, events: Sequence[Event] = ()) -> Pack:
        """Return all that is known of a draft as one ZIP.

        Args:
            draft_id: The draft.
            case: Where it stands in clearance, as plain data: approvals, comments, what was accepted and why.
            events: What was done to it that the log of this home does not hold under its id.

        Raises:
            InputError: There is no draft of that id.
        """
        versions = self._history.versions(draft_id)
        cleared = [(each, outgoing) for each in versions if (outgoing := self._outgoing(each)) is not None]
        version, outgoing = cleared[-1] if cleared else (versions[-1], None)
        traces = {id_: self._review.trace(id_) for id_ in _statements(versions)}
        contents = Contents(
            versions=versions,
            version=version,
            about=self.about(version),
            outgoing=outgoing,
            case=case,
            statements=traces,
            events=self._events(draft_id.strip(), [each.id for _, each in cleared], traces, events),
            program=self._program,
        )
        return _packed(contents)

    def _events(
        self,
        draft_id: str,
        texts: Sequence[str],
        traces: Mapping[str, StatementTrace | None],
        more: Sequence[Event],
    ) -> tuple[Event, ...]:
        events = dict.fromkeys([*self._log.of([draft_id, *texts, *traces]), *more])
        return tuple(sorted(events, key=lambda event: event.at))


def _statements(versions: Sequence[DraftVersion]) -> list[str]:
    """Return the ids of all that was cited or offered in any version, the newest version's citations first."""
    ids: dict[str, None] = {}
    for version in reversed(versions):
        for field in ("citations", "evidence"):
            ids.update(dict.fromkeys(str(each["statement_id"]) for each in version.data.get(field, ())))
    return list(ids)


def _packed(contents: Contents) -> Pack:
    draft_id, cleared = contents.version.draft_id, contents.outgoing is not None
    members = {WHOLE_TEXT: as_bytes(contents.text), **members_of(contents)}
    moments = [version.at for version in contents.versions] + [event.at for event in contents.events]
    moments += [contents.outgoing.at] if contents.outgoing else []
    facts = {
        "draft_id": draft_id,
        "cleared": cleared,
        "lang": contents.version.data["lang"],
        "version": contents.version.number,
        "text_sha256": digest(members[WHOLE_TEXT]),
        "program": f"assistant {contents.program}",
    }
    data, manifest = sealed(members, facts, max(moments))
    stem = _UNSAFE.sub("-", draft_id).strip("-")[:64]
    state = "con-visto-bueno" if cleared else "SIN-VISTO-BUENO"
    return Pack(name=f"expediente-{stem}-{state}.zip", data=data, cleared=cleared, manifest_sha256=manifest)
