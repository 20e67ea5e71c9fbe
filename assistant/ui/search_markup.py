"""HTML of search results: what was understood of the words, the hits, and why each of them is one."""

from collections.abc import Sequence
from html import escape

from assistant.domain import Hit
from assistant.rendering import filters_json
from assistant.retrieval.explaining import Explanation, Term
from assistant.retrieval.query import Query
from assistant.ui.texts import known, t

_FILTER_NAMES = {
    "lang": "lang_filter",
    "speaker": "speaker",
    "since": "since",
    "until": "until",
    "topic": "topic_filter",
    "form": "form_filter",
    "counterpart": "counterpart",
}


def searched(query: Query, lang: str) -> str:
    """Say what was understood beyond plain words: phrases, conditions, other names; "" where there was nothing."""
    parts = [t(lang, "searched_exactly", phrase=phrase) for phrase in query.phrases]
    parts += [t(lang, "searched_loosely", phrase=phrase) for phrase in query.loose]
    parts += _filters(query, lang)
    parts += [t(lang, "searched_also", name=each.name, others=", ".join(each.others)) for each in query.expansions]
    return f'<p class="muted">{escape(" · ".join(parts))}</p>' if parts else ""


def why(hit: Hit, explanation: Explanation, query: Query, lang: str) -> str:
    """Return what speaks for a hit, folded away until somebody asks."""
    rows = [
        (t(lang, "why_words"), _words(explanation, lang)),
        (t(lang, "why_phrases"), ", ".join(explanation.phrases)),
        (t(lang, "why_places"), _places(hit, explanation, lang)),
        (t(lang, "why_score"), _score(hit, explanation, lang)),
        (t(lang, "why_filters"), ", ".join(_filters(query, lang))),
    ]
    lines = "".join(f"<div><b>{name}:</b> {escape(value)}</div>" for name, value in rows if value)
    return f'<details class="why muted"><summary>{t(lang, "why")}</summary>{lines}</details>'


def _words(explanation: Explanation, lang: str) -> str:
    if not explanation.same_language:
        return t(lang, "why_other_language")
    return ", ".join(_term(term, lang) for term in explanation.terms) or t(lang, "why_no_words")


def _term(term: Term, lang: str) -> str:
    word = t(lang, "why_for", word=term.word, name=term.stands_for) if term.stands_for else term.word
    return t(lang, "why_in_question", word=word) if term.in_question else word


def _places(hit: Hit, explanation: Explanation, lang: str) -> str:
    standing = explanation.standing
    parts: Sequence[str] = [
        *([t(lang, "why_place_words", rank=standing.lexical_rank)] if standing.lexical_rank else []),
        *([t(lang, "why_place_meaning", rank=standing.dense_rank)] if standing.dense_rank else []),
        t(lang, "why_similarity", value=f"{hit.similarity:.2f}"),
    ]
    return ", ".join(parts)


def _score(hit: Hit, explanation: Explanation, lang: str) -> str:
    each = explanation.standing.contributions.items()
    parts = ", ".join(f"{known(lang, f'part_{name}', name)} {value:+.2f}" for name, value in each)
    return f"{hit.score:.2f}{f' ({parts})' if parts else ''}; {t(lang, 'why_matter', value=f'{hit.relevance:.0%}')}"


def _filters(query: Query, lang: str) -> list[str]:
    return [f"{t(lang, _FILTER_NAMES[name])} {value}" for name, value in filters_json(query.filters).items()]
