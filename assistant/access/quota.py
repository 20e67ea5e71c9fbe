"""How often one account may have a language model work."""

import math
import time

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.access.identity import acting
from assistant.errors import AccessError, ConfigurationError


class ModelQuota:
    """Counts pieces of work that a model is asked for (a draft, a check), whatever number of requests each takes."""

    def __init__(self, limits: str) -> None:
        """Allow each account as much as `limits` says, like ``60/minute;500/day``.

        Raises:
            ConfigurationError: It cannot be read.
        """
        try:
            self._limits: list[RateLimitItem] = parse_many(limits)
        except ValueError:
            raise ConfigurationError(
                f"The setting ASSISTANT_LLM_PER_USER cannot be used: {limits!r} is no limit; write it like 60/minute."
            ) from None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def take(self) -> None:
        """Count one piece of work of who acts; the local person of a desk without accounts has no limit.

        Raises:
            AccessError: It would be too many.
        """
        identity = acting()
        if not identity.signed_in:
            return
        for limit in self._limits:
            if not self._limiter.hit(limit, identity.login):
                reset = self._limiter.get_window_stats(limit, identity.login).reset_time
                wait = max(1, math.ceil(reset - time.time()))
                raise AccessError(
                    f"You have had the language model work {limit.amount} times in a row, as often as allowed; "
                    f"try again in {wait} seconds."
                )
