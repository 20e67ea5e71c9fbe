"""HTML of the record as it is browsed: the table, the facets with their counts, the chips of what is chosen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape

from assistant.citing import AUTHORITY_NAMES
from assistant.curating import Browsed
from assistant.domain import Statement
from assistant.record.tally import FACETS, Choice
from assistant.text.hidden import visible
from assistant.ui.markup import form_tag, hit_mark, link
from assistant.ui.search_markup import why
from assistant.ui.texts import known, t

Topics = Mapping[str, str]
SHOWN = 8
"""Values of a facet that are shown at once; the others are folded away."""
PREVIEW_CHARS = 240
_COLUMNS = ("date", "who", "words", "kind", "topics")
_OPEN = frozenset({"speaker", "topic", "year", "month"})


def table(browsed: Browsed, lang: str, topics: Topics) -> str:
    """Return one page of statements as a table; each opens in the panel, a hit at the passage found."""
    rows = [_row(each, _preview(each, lang), "", lang, topics) for each in browsed.statements]
    for hit, explanation in browsed.found:
        words = f'<span lang="{escape(hit.passage.lang)}">{escape(visible(hit.passage.text))}</span>'
        reasons = why(hit, explanation, browsed.query, lang) if browsed.query else ""
        rows.append(_row(hit.statement, words + reasons, hit_mark(hit), lang, topics))
    if not rows:
        return ""
    heads = "".join(
        f'<th scope="col">{t(lang, f"col_{name}")}</th>' for name in ("date", "who", "words", "kind", "topics")
    )
    return (
        f'<table class="record-table"><caption class="sr">{t(lang, "table_caption")}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _row(statement: Statement, words: str, mark: str, lang: str, topics: Topics) -> str:
    s = statement
    authority = AUTHORITY_NAMES[lang][s.authority].capitalize()
    named = "".join(f"<li>{escape(topics.get(topic, topic))}</li>" for topic in s.topics)
    return (
        f'<tr><td class="when"><time datetime="{s.date.isoformat()}">{_short_date(s.date, lang)}</time></td>'
        f'<td class="who">{link(s.id, visible(s.speaker), mark=mark, css="statement-link")}'
        f'<div class="muted">{escape(visible(s.role))}</div></td>'
        f'<td class="words">{words}</td>'
        f'<td class="kind">{form_tag(s, lang)}<div class="muted">{authority}</div>'
        f'</td><td class="on">{f"<ul>{named}</ul>" if named else ""}</td></tr>'
    )


def _short_date(day: date, lang: str) -> str:
    """Return a day as it fits into a column; English and Spanish both know their months by three letters."""
    return f"{day.day} {t(lang, f'month_{day.month}')[:3]} {day.year}"


def _preview(statement: Statement, lang: str) -> str:
    words, own = statement.text, statement.lang
    if own != lang and statement.lines:
        words, own = statement.lines[0].get(lang), lang
    flat = " ".join(visible(words).split())
    if len(flat) > PREVIEW_CHARS:
        flat = flat[:PREVIEW_CHARS].rsplit(" ", 1)[0].rstrip(".,;:") + "…"
    return f'<span lang="{own}">{escape(flat)}</span>'


def value_name(facet: str, value: str, lang: str, topics: Topics) -> str:
    """Return the name of a facet's value as people read it."""
    if facet == "topic":
        return topics.get(value, value)
    if facet == "month":
        return t(lang, f"month_{int(value[5:])}").capitalize() + f" {value[:4]}"
    prefix = {"form": "", "lang": "lang_", "authority": "authority_"}.get(facet)
    return value if prefix is None else known(lang, prefix + value, value)


def facets(counts: Mapping[str, Sequence[tuple[str, int]]], choice: Choice, lang: str, topics: Topics) -> str:
    """Return every facet with its values and how many statements each has beside what is chosen elsewhere."""
    years = choice.values.get("year", ())
    parts = []
    for facet in FACETS:
        values = [each for each in counts.get(facet, ()) if facet != "month" or each[0][:4] in years]
        if values:
            parts.append(_facet(facet, values, choice.values.get(facet, ()), lang, topics))
    return (
        f'<details class="facets" data-key="all" open><summary>{t(lang, "facets")}</summary>{"".join(parts)}</details>'
    )


def _facet(facet: str, values: Sequence[tuple[str, int]], chosen: Sequence[str], lang: str, topics: Topics) -> str:
    first = [each for n, each in enumerate(values) if n < SHOWN or each[0] in chosen]
    rest = [each for each in values if each not in first]
    more = ""
    if rest:
        more = (
            f'<details data-key="{facet}-more"><summary>{t(lang, "facet_more", n=len(rest))}</summary>'
            f"{_values(facet, rest, chosen, lang, topics)}</details>"
        )
    opened = " open" if facet in _OPEN or chosen else ""
    return (
        f'<details class="facet" data-key="{facet}"{opened}><summary>{t(lang, f"facet_{facet}")}</summary>'
        f"{_values(facet, first, chosen, lang, topics)}{more}</details>"
    )


def _values(facet: str, values: Iterable[tuple[str, int]], chosen: Sequence[str], lang: str, topics: Topics) -> str:
    rows = "".join(
        f'<li><button type="button" data-facet="{facet}" data-value="{escape(value)}" '
        f'aria-pressed="{"true" if value in chosen else "false"}">'
        f'<span class="box" aria-hidden="true">{"☑" if value in chosen else "☐"}</span>'
        f'<span class="name">{escape(visible(value_name(facet, value, lang, topics)))}</span>'
        f'<span class="n">{number}</span></button></li>'
        for value, number in values
    )
    return f"<ul>{rows}</ul>"


def chips(choice: Choice, words: str, lang: str, topics: Topics) -> str:
    """Return what narrows the list, each with a button that takes it away; "" where nothing does."""
    given = [("words", "", t(lang, "chip_words"), words.strip())] if words.strip() else []
    given += [
        (name, "", t(lang, name), day.isoformat())
        for name, day in (("since", choice.since), ("until", choice.until))
        if day
    ]
    given += [
        (facet, value, t(lang, f"facet_{facet}"), value_name(facet, value, lang, topics))
        for facet in FACETS
        for value in choice.values.get(facet, ())
    ]
    if not given:
        return ""
    rows = "".join(
        f'<li><button type="button" class="chip" data-facet="{facet}" data-value="{escape(value)}" '
        f'aria-label="{escape(t(lang, "chip_remove", name=name, value=shown))}">'
        f'<span class="muted">{escape(name)}:</span> {escape(visible(shown))} <span aria-hidden="true">✕</span>'
        "</button></li>"
        for facet, value, name, shown in given
    )
    if len(given) > 1:
        rows += (
            f'<li><button type="button" class="link-button" data-facet="all" data-value="">{t(lang, "chip_all")}'
            "</button></li>"
        )
    return f'<ul class="chips" aria-label="{t(lang, "chips")}">{rows}</ul>'
