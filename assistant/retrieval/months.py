"""The months that a question names: what was said in one of them is likely meant."""

from assistant.text.dates import find_dates, month_name
from assistant.text.normalise import fold
from assistant.text.words import tokens

MONTHS = range(1, 13)


def months_in(text: str, lang: str) -> tuple[str, ...]:
    """Return the months that a text in language `lang` names: ``2026-01``, or ``01`` where it names no year.

    An English month has a capital; as the first word of a sentence "May" and "March" are more likely something else.
    """
    dates = find_dates(text, lang)
    found = [month_mark(date.value[0], date.value[1]) for date in dates]
    names = {fold(month_name(month, lang)): month for month in MONTHS}
    for token in tokens(text)[1 if lang == "en" else 0 :]:
        month = names.get(fold(token.text))
        dated = any(date.start <= token.start < date.end for date in dates)
        if month is not None and not dated and (lang != "en" or token.text[0].isupper()):
            found.append(month_mark(None, month))
    return tuple(dict.fromkeys(found))


def month_mark(year: int | None, month: int) -> str:
    """Return how a month is written here."""
    return f"{year}-{month:02}" if year else f"{month:02}"
