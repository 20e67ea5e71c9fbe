"""Whether a new report on the same text is worse than the one on which people decided."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from assistant.domain import Label, Verdict

_WORSE = (Label.CONSISTENT, Label.UNSUPPORTED, Label.CONTRADICTS)
_VERDICTS = (Verdict.READY, Verdict.REVIEW, Verdict.BLOCKED)
_COUNTING = frozenset({"block", "warn"})


def worsened(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what got worse: sentences with a worse label, and what new findings say. Nothing where nothing did.

    Args:
        old: The REPORT that was before whoever decided.
        new: The REPORT on the same text, as the record stands now.
    """
    before: dict[str, int] = {}
    for each in old["sentences"]:
        before[each["text"]] = max(before.get(each["text"], 0), _rank(each))
    worse = [each["text"] for each in new["sentences"] if _rank(each) > before.get(each["text"], 0)]
    known = Counter(_key(each) for each in old["findings"])
    more = Counter(_key(each) for each in new["findings"] if each["severity"] in _COUNTING) - known
    worse += [message for _, _, message in more]
    if not worse and _VERDICTS.index(Verdict(new["verdict"])) > _VERDICTS.index(Verdict(old["verdict"])):
        worse.append(str(new["verdict"]))
    return tuple(dict.fromkeys(worse))


def _rank(sentence: Mapping[str, Any]) -> int:
    return _WORSE.index(Label(sentence["label"]))


def _key(finding: Mapping[str, Any]) -> tuple[str, str, str]:
    return (str(finding["check"]), str(finding["severity"]), str(finding["message"]))
