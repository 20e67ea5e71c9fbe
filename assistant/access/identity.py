"""Who is acting, in which role, and what that role may do.

The command line and a desk without accounts act as one local person who may do everything: whoever can start the
program can open the files of its home. A desk with accounts names who acts for each request.
"""

import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar

from assistant.errors import AccessError

P = ParamSpec("P")
R = TypeVar("R")


class Role(StrEnum):
    """What somebody may do; each may do what those before it may."""

    READER = "reader"
    DRAFTER = "drafter"
    CLEARER = "clearer"
    ADMIN = "admin"

    def covers(self, needed: "Role") -> bool:
        """Tell whether this role may do what `needed` may."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who acts. `login` is the account's; the local person has none, and signs with the name that is given."""

    name: str
    role: Role
    login: str = ""

    @property
    def signed_in(self) -> bool:
        """True for an account, whose name stands for any that is typed."""
        return bool(self.login)


LOCAL = Identity(name="", role=Role.ADMIN)
_ACTING: ContextVar[Identity | None] = ContextVar("acting", default=None)
_ONLY_SIGNED_IN = threading.Event()
"""Set while a desk with accounts is served: work that lost its identity on the way is then nobody's, not the local
person's."""


def acting() -> Identity:
    """Return who acts.

    Raises:
        AccessError: Only those who are signed in may act, and this work belongs to none of them.
    """
    identity = _ACTING.get()
    if identity is not None:
        return identity
    if _ONLY_SIGNED_IN.is_set():
        raise AccessError("Nobody is signed in; sign in and do it again.")
    return LOCAL


@contextmanager
def acting_as(identity: Identity) -> Iterator[None]:
    """Have somebody act for the length of a `with` block, in this context and those copied from it."""
    token = _ACTING.set(identity)
    try:
        yield
    finally:
        _ACTING.reset(token)


@contextmanager
def only_signed_in() -> Iterator[None]:
    """Have nobody act but those who are signed in, for the length of a `with` block, in the whole process."""
    _ONLY_SIGNED_IN.set()
    try:
        yield
    finally:
        _ONLY_SIGNED_IN.clear()


def require(role: Role) -> Identity:
    """Return who acts.

    Raises:
        AccessError: Their role does not cover `role`, or nobody is signed in.
    """
    identity = acting()
    if not identity.role.covers(role):
        raise AccessError(
            f"This takes the role {role.value}, and {identity.name} has the role {identity.role.value}; "
            "ask whoever administers the desk."
        )
    return identity


def only_for(role: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Refuse a step to those whose role does not cover it.

    Where the step takes `by`, the account's name stands for whatever was given: nobody signs for somebody else.
    """

    def closed(step: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(step)
        signed = "by" in signature.parameters

        @wraps(step)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            identity = require(role)
            if not (signed and identity.signed_in):
                return step(*args, **kwargs)
            bound = signature.bind_partial(*args, **kwargs)
            bound.arguments["by"] = identity.name
            return step(*bound.args, **bound.kwargs)

        return run

    return closed
