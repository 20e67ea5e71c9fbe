"""What a reviewer does, end to end: the record changes first, which counts at once, and then the indexes follow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.access.identity import Role, only_for
from assistant.domain import Progress, State, StatementTrace, silent
from assistant.errors import InputError, ModelError, RetrievalError
from assistant.record.review import Review
from assistant.retrieval.index import Index

FOLLOW_AT_ONCE = 400
"""Older changes that the indexes may have to see first; more is left to `reindex`, because it takes minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a reviewer's deed did: the statements it moved, and why the indexes do not follow yet ("" if they do)."""

    ids: tuple[str, ...]
    pending: str = ""
    held: tuple[str, ...] = ()
    """Reinstated ones that wait in quarantine, because nobody released them."""


class Reviewing:
    """Changes the state of statements. A search reads every hit from the record, so an index behind it does no harm."""

    def __init__(self, review: Review, index: Index) -> None:
        """Change the record by `review` and let `index` follow."""
        self._review = review
        self._index = index

    def trace(self, statement_id: str) -> StatementTrace:
        """Return a statement whatever its state, with its history.

        Raises:
            InputError: There is none of that id.
        """
        trace = self._review.trace(statement_id.strip())
        if trace is None:
            raise InputError(
                f"There is no statement {statement_id!r} on the record; find its id with `assistant search`."
            )
        return trace

    def waiting(self) -> list[StatementTrace]:
        """Return the statements in quarantine, newest first."""
        return self._review.in_state(State.QUARANTINED)

    @only_for(Role.ADMIN)
    def retract(self, names: Sequence[str], reason: str = "", progress: Progress = silent, *, by: str = "") -> Reviewed:
        """Withdraw statements or whole files; no search, check or draft uses them from here on.

        Raises:
            InputError: A name is unknown or of several files, or nothing of it is left to withdraw.
        """
        return self.follow(lambda: self._review.retract(names, reason, by), progress)

    @only_for(Role.ADMIN)
    def reinstate(
        self, names: Sequence[str], reason: str = "", progress: Progress = silent, *, by: str = ""
    ) -> Reviewed:
        """Take a retraction back; what nobody released from quarantine goes back there.

        Raises:
            InputError: A name is unknown or of several files, or nothing of it is retracted.
        """
        done = self.follow(lambda: self._review.reinstate(names, reason, by), progress)
        waiting = {each.statement.id for each in self.waiting()}
        return replace(done, held=tuple(each for each in done.ids if each in waiting))

    @only_for(Role.ADMIN)
    def release(self, names: Sequence[str], reason: str = "", progress: Progress = silent, *, by: str = "") -> Reviewed:
        """Let statements out of quarantine.

        Raises:
            InputError: A name is unknown or of several files, or nothing of it is in quarantine.
        """
        return self.follow(lambda: self._review.release(names, reason, by), progress)

    def follow(self, deed: Callable[[], Sequence[str]], progress: Progress = silent) -> Reviewed:
        """Do something to the record that returns the ids of the statements it touched, and let the indexes follow."""
        behind = self._index.behind
        ids = tuple(deed())
        if behind > FOLLOW_AT_ONCE:
            return Reviewed(ids=ids, pending=f"It is {behind} changes behind; run `assistant doctor --repair`.")
        try:
            self._index.sync(progress)
        except (ModelError, RetrievalError) as error:
            return Reviewed(ids=ids, pending=str(error))
        return Reviewed(ids=ids)
