"""How far a text may travel."""

from collections.abc import Iterable
from enum import StrEnum


class Classification(StrEnum):
    """What a statement, a brief or a draft may be shown to, from what is open to what must stay inside."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"
    """Reaches no model but one on this machine or one that the settings trust by name."""

    @classmethod
    def highest(cls, classes: "Iterable[Classification]") -> "Classification":
        """Return the class of what is made from texts of these classes; public where there are none."""
        order = list(cls)
        return max(classes, key=order.index, default=cls.PUBLIC)
