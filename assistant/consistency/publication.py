"""The rules of publication as a lint: personal promotion, electoral silence, working notes, house style."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.consistency.drafting_notes import drafting_notes
from assistant.consistency.house_style import departures
from assistant.consistency.lexicon import is_negation
from assistant.consistency.messages import message
from assistant.consistency.publication_rules import NOTES, PublicationRules, Rule
from assistant.consistency.publication_schema import When
from assistant.domain import Finding, Replacement
from assistant.text.normalise import fold_with_map
from assistant.text.sentences import split_sentences

CHECK = "publication"
NEGATION_REACH = 3
"""How many words before the words found a "no" may stand and still take their sense away."""

_LOOKED_BACK = 80
"""Code points that are enough for so many words."""

Span = tuple[int, int]
_WORD = re.compile(r"[\w']+")


def check_publication(
    text: str, lang: str, rules: PublicationRules, *, on: date, posts: Sequence[Span] = ()
) -> list[Finding]:
    """Return where a text breaks the rules of publication.

    Args:
        text: What is to go out.
        lang: Its language: that of the findings. What is looked for is looked for in both.
        rules: The rules in force.
        on: The day on which it is to go out, for periods of electoral silence.
        posts: Spans that are single posts; without any, each paragraph counts as one.
    """
    findings = _Findings(text, lang, rules, on)
    _look_for_phrases(findings)
    notes = list(drafting_notes(text, known=rules.accounts)) if NOTES in rules.rules else []
    for start, end in notes:
        findings.add(rules.rules[NOTES], start, end)
    for found in departures(text, rules, posts):
        if found.rule in rules.rules and not _overlaps(notes, found.start, found.end):
            findings.add(
                rules.rules[found.rule], found.start, found.end,
                instead=found.instead, limit=found.limit, count=found.count,
            )  # fmt: skip
    return sorted(findings.made, key=lambda finding: (finding.start, finding.end))


class _Findings:
    """Makes findings; of two of one rule on the same words the first stays."""

    def __init__(self, text: str, lang: str, rules: PublicationRules, on: date) -> None:
        self.text = text
        self.lang = lang
        self.rules = rules
        self.made: list[Finding] = []
        self.period = rules.silent_on(on)
        self._taken: dict[str, list[Span]] = {}

    def add(
        self, rule: Rule, start: int, end: int, *, instead: str | None = None, limit: int = 0, count: int = 0
    ) -> None:
        taken = self._taken.setdefault(rule.id, [])
        if _overlaps(taken, start, end):
            return
        insort(taken, (start, end))
        suggestion = instead or (rule.suggestion.get(self.lang) if rule.suggestion else None)
        values = {
            "said": " ".join(self.text[start:end].split()),
            "limit": str(limit),
            "count": str(count),
            "period": self._silence(),
        }
        why = re.sub(r"\{(\w+)\}", lambda match: values[match[1]], rule.message.get(self.lang))
        self.made.append(
            Finding(
                check=NOTES if rule.id == NOTES else CHECK,
                severity=rule.severity,
                start=start,
                end=end,
                message=message("publication", self.lang, title=rule.name.get(self.lang), rule=rule.id, why=why),
                suggestion=suggestion,
                replacement=Replacement(text=instead) if instead else None,
            )
        )

    def _silence(self) -> str:
        if self.period is None:
            return ""
        template = "silence_confirmed" if self.period.confirmed else "silence_unconfirmed"
        values = {"title": self.period.name.to_domain().get(self.lang), "since": self.period.since.isoformat()}
        return message(template, self.lang, **values, until=self.period.until.isoformat())


def _overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    """Tell whether a span shares a character with one of `spans`, which are in order and apart from one another."""
    before = bisect_left(spans, (end, end)) - 1
    return before >= 0 and start < spans[before][1]


def _look_for_phrases(findings: _Findings) -> None:
    rules = [rule for rule in findings.rules.rules.values() if rule.plain or rule.personal]
    rules = [rule for rule in rules if rule.when is When.ALWAYS or findings.period is not None]
    for sentence in split_sentences(findings.text, findings.lang):
        if _WORD.search(sentence.text) is None:
            continue
        folded = fold_with_map(sentence.text)
        marked = findings.rules.officials.marked(sentence.text, folded)
        for rule in rules:
            if any(pattern.search(marked) or pattern.search(folded.text) for pattern in rule.unless):
                continue
            for start, end in _found(rule, folded.text, marked):
                first, last = folded.original_span(start, end)
                findings.add(rule, sentence.start + first, sentence.start + last)


def _found(rule: Rule, folded: str, marked: str) -> Iterator[Span]:
    for patterns, searched in ((rule.plain, folded), (rule.personal, marked)):
        for pattern in patterns:
            for match in pattern.finditer(searched):
                if not (rule.negatable and _negated(folded[: match.start()])):
                    yield match.span()


def _negated(before: str) -> bool:
    """Tell whether one of the last words before something is a "no", in either language."""
    words = _WORD.findall(before[-_LOOKED_BACK:])[-NEGATION_REACH:]
    return any(is_negation(word, "es") or is_negation(word, "en") for word in words)
