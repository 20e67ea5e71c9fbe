"""Passwords: which are accepted, how they are kept, and whether one is right."""

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.errors import InputError

SHORTEST, LONGEST = 12, 256
AT_ONCE = 2
"""Digests made at the same time, 64 MiB each: many who try at once must not take the memory of those who work."""


def digest_of(password: str) -> str:
    """Return what is kept of a password.

    Raises:
        InputError: It is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"The password has {len(password)} characters; choose one of {SHORTEST} to {LONGEST}.")
    return PasswordHasher().hash(password)


class Passwords:
    """Compares passwords with digests."""

    def __init__(self) -> None:
        """Make the digest against which the passwords of unknown people are compared."""
        self._hasher = PasswordHasher()
        self._nobodys = self._hasher.hash(secrets.token_urlsafe(32))
        self._turn = threading.BoundedSemaphore(AT_ONCE)

    def right(self, password: str, digest: str | None) -> bool:
        """Tell whether a password is the one; without a digest it never is, and to find out takes as long."""
        with self._turn:
            try:
                return self._hasher.verify(digest or self._nobodys, password[:LONGEST]) and digest is not None
            except (VerificationError, InvalidHashError):
                return False
