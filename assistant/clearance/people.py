"""Names of people, as typed: there is no sign-in yet, so all that tells two persons apart is what they wrote.

Where that is not enough, they count as one: better one signature too many than one too few.
"""

import re
from collections.abc import Iterable

from assistant.errors import InputError
from assistant.text.hidden import hidden_character
from assistant.text.lookalikes import lookalike
from assistant.text.normalise import fold, printable

MOST = 80
_TITLES = frozenset(
    {
        "lic", "licda", "licenciado", "licenciada", "dr", "dra", "mtro", "mtra", "ing", "emb", "embajador",
        "embajadora", "amb", "sr", "sra", "srita", "srta", "don", "dona", "c", "prof", "profa", "mr", "mrs", "ms",
        "miss", "sir", "min", "cons", "consul",
    }
)  # fmt: skip


def name_of(given: str) -> str:
    """Return a name as it is kept: one space between its words.

    Raises:
        InputError: It is missing, too long, or holds what the eye does not see.
    """
    name = " ".join(printable(given).replace("\0", "").split())
    if len(_words(name)) == 0 or sum(char.isalpha() for char in name) < 2:
        raise InputError("Nobody is named; say who does it, as with --by 'Ana Torres'.")
    if len(name) > MOST:
        raise InputError(f"The name has {len(name)} characters, but {MOST} are the most; shorten it.")
    if hidden_character(name)[0] or lookalike(name)[0]:
        raise InputError("The name holds characters that are hidden or look like others; type it anew.")
    return name


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are one but for capitals, accents, spaces, titles and the order of the words."""
    first, second = _words(one), _words(other)
    return bool(first) and ("".join(first) == "".join(second) or sorted(first) == sorted(second))


def may_be_same(one: str, other: str) -> bool:
    """Tell whether two names may be one person's: the same name, or one of them part of the other."""
    first, second = set(_words(one)), set(_words(other))
    return same_name(one, other) or (bool(first and second) and (first <= second or second <= first))


def among(name: str, names: Iterable[str]) -> bool:
    """Tell whether a name is on a list."""
    return any(same_name(name, each) for each in names)


def somebody_of(name: str, people: Iterable[str]) -> str:
    """Return who of these people the name may be, or nothing."""
    return next((each for each in people if may_be_same(name, each)), "")


def _words(name: str) -> list[str]:
    """Return the words of a name that tell persons apart, folded; a title only where there is nothing else."""
    words = re.findall(r"[^\W_]+", re.sub(r"[.'\"]", " ", fold(name)))
    return [word for word in words if word not in _TITLES] or words
