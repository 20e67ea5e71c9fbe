"""What was taken from a pasted story, shown below it: questions, facts, orders to a program, what is at odds."""

from collections.abc import Mapping, Sequence
from html import escape

from assistant.citing import long_date
from assistant.drafting.news import MAX_STORY_CHARS, Story
from assistant.drafting.news_at_odds import AtOdds
from assistant.text.hidden import visible
from assistant.ui.markup import link
from assistant.ui.texts import t


def story_html(story: Story, topics: Mapping[str, str], lang: str) -> str:
    """Return in plain words what was taken from a story; nothing where that is nothing.

    Args:
        story: What was recognised.
        topics: Names of topics by id.
        lang: The language of the desk.
    """
    if story.is_empty:
        return ""
    named = [topics.get(each, each) for each in story.topics]
    counted = [
        t(lang, f"news_{name}", n=len(each))
        for name, each in (
            ("questions", story.questions),
            ("figures", story.figures),
            ("dates", story.dates),
            ("names", story.names),
        )
        if each
    ]
    counted += [t(lang, "news_topics", names=", ".join(named))] if named else []
    line = f'<p class="news-line" role="status"><b>{t(lang, "news_head")}:</b> {escape(" · ".join(counted))}</p>'
    cut = f'<p class="muted">{t(lang, "news_cut", n=f"{MAX_STORY_CHARS:,}")}</p>' if story.cut else ""
    return f'<div class="news">{_orders(story, lang)}{line}{_asked(story, lang)}{_facts(story, lang)}{cut}</div>'


def odds_html(found: Sequence[AtOdds], story: Story, lang: str) -> str:
    """Return what in a story is at odds with the record, before anybody drafts from it."""
    rows = [f"<li>{_odd(one, lang)}</li>" for one in found if one.kind != "unknown"]
    unknown = [_said(one.said) for one in found if one.kind == "unknown"]
    if unknown:
        rows.append(f"<li>{t(lang, 'odds_unknown', said=', '.join(unknown))}</li>")
    if not rows:
        compared = story.figures or story.dates
        return f'<p class="muted news-fine" role="status">✓ {t(lang, "odds_none")}</p>' if compared else ""
    return (
        f'<div class="odds" role="status"><b><i aria-hidden="true">⚠</i> {t(lang, "odds_head")}</b>'
        f"<ul>{''.join(rows)}</ul></div>"
    )


def _orders(story: Story, lang: str) -> str:
    if not story.orders:
        return ""
    rows = "".join(f"<li><code>{escape(visible(order))}</code></li>" for order in story.orders)
    head = f'<i aria-hidden="true">⚠</i> {t(lang, "news_orders")}'
    return f'<div class="orders" role="status">{head}<ul>{rows}</ul></div>'


def _asked(story: Story, lang: str) -> str:
    """Return the questions, each marked as one, and the heading as the topic that they suggest."""
    tag = f'<span class="tag question"><i aria-hidden="true">?</i> {t(lang, "news_question")}</span>'
    rows = "".join(f"<li>{tag} {escape(visible(question))}</li>" for question in story.questions)
    asked = f'<ul class="asked">{rows}</ul><p class="muted">{t(lang, "news_no_position")}</p>' if rows else ""
    suggested = (
        f'<p class="suggested"><b>{t(lang, "news_answer")}</b> {escape(visible(story.heading))} '
        f'<button type="button" class="chip" data-act="topic">{t(lang, "news_use")}</button></p>'
        if story.heading
        else ""
    )
    return suggested + asked


def _facts(story: Story, lang: str) -> str:
    rows = "".join(
        f"<dt>{t(lang, f'news_{name}_head')}</dt><dd>{escape(visible(' · '.join(each)))}</dd>"
        for name, each in (("figures", story.figures), ("dates", story.dates), ("names", story.names))
        if each
    )
    return f"<details><summary>{t(lang, 'news_taken')}</summary><dl>{rows}</dl></details>" if rows else ""


def _odd(one: AtOdds, lang: str) -> str:
    """Return one difference; what the story and the record say is data and stands escaped."""
    said, recorded = _said(one.said), _said(one.recorded)
    if one.kind in ("other", "older") and one.matter is not None and one.on is not None:
        on, matter = long_date(one.on, lang), escape(one.matter.get(lang))
        return t(lang, f"odds_{one.kind}", said=said, recorded=recorded, matter=matter, on=on)
    if one.kind == "term":
        return t(lang, "odds_term", said=said, recorded=recorded)
    told = t(lang, "odds_figure", said=said, recorded=recorded)
    if one.statement is None:
        return told
    who = f"{one.statement.speaker}, {long_date(one.statement.date, lang)}"
    return f"{told} ({link(one.statement.id, visible(who))})"


def _said(words: str) -> str:
    return f"<b>{escape(visible(words))}</b>"
