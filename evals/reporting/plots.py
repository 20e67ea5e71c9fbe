"""Plots as SVG text, drawn without a display and with nothing to load."""

import io
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evals.metrics import BINS, LABELS, Metric
from evals.outcomes import Outcome
from evals.results import SuiteResult

INK, ACCENT, FAULT, PALE = "#1f2937", "#0f766e", "#b91c1c", "#cbd5e1"
LEAST = 3
"""A group of fewer samples tells nothing."""
_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_STYLE: Any = {
    "svg.fonttype": "none",  # letters stay letters: smaller, searchable, in the page's own font
    "svg.hashsalt": "evals",  # the same figures give the same file
    "font.size": 9.0,
    "axes.edgecolor": PALE,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def intervals(suite: SuiteResult, metrics: Sequence[Metric]) -> str:
    """Draw every share of a suite with its interval and its threshold."""
    shown = [m for m in metrics if m.unit == "share" and not np.isnan(suite.figures[m.name].value)]
    with rc_context(_STYLE):
        figure, axes = _canvas(5.3, 0.55 + 0.28 * len(shown))
        for at, metric in enumerate(reversed(shown)):
            each = suite.figures[metric.name]
            colour = FAULT if metric.name in suite.missed else ACCENT
            axes.plot([each.low, each.high], [at, at], color=colour, linewidth=2.5, solid_capstyle="round", alpha=0.5)
            axes.plot(each.value, at, "o", color=colour, markersize=5)
            if metric.threshold is not None:
                axes.plot([metric.threshold] * 2, [at - 0.3, at + 0.3], color=INK, linewidth=1)
        axes.set_yticks(range(len(shown)), [metric.name for metric in reversed(shown)])
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.6, len(shown) - 0.4)
        axes.grid(axis="x", color=PALE, linewidth=0.5)
        return _svg(figure)


def confusion(outcomes: Sequence[Outcome]) -> str:
    """Draw which label was wanted and which was said; rows are what was wanted."""
    counts = np.array(
        [[sum(o.wanted == row and o.said == column for o in outcomes) for column in LABELS] for row in LABELS]
    )
    shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    with rc_context(_STYLE):
        figure, axes = _canvas(4.2, 3.3)
        axes.pcolormesh(shares, cmap="BuGn", vmin=0, vmax=1.2)
        axes.invert_yaxis()
        for row, column in np.ndindex(counts.shape):
            bad = column == 0 and row > 0 and counts[row, column] > 0
            text = f"{counts[row, column]}\n{shares[row, column]:.0%}"
            axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", color=FAULT if bad else INK)
        axes.set_xticks([0.5, 1.5, 2.5], LABELS)
        axes.set_yticks([0.5, 1.5, 2.5], LABELS)
        axes.set_xlabel("said")
        axes.set_ylabel("wanted")
        return _svg(figure)


def reliability(outcomes: Sequence[Outcome]) -> str:
    """Draw how often what was said with some confidence is right: on the diagonal, confidence can be believed."""
    told = [(o.confidence, o.scores["right"]) for o in outcomes if o.confidence is not None and "right" in o.scores]
    with rc_context(_STYLE):
        figure, axes = _canvas(4.2, 3.3)
        axes.plot([0, 1], [0, 1], color=PALE, linewidth=1)
        for each in range(BINS):
            inside = [(sure, right) for sure, right in told if min(int(sure * BINS), BINS - 1) == each]
            if inside:
                sure, right = np.mean(inside, axis=0)
                size = 4 + 14 * len(inside) / len(told)
                axes.plot(sure, right, "o", color=ACCENT, markersize=size, alpha=0.7)
                axes.annotate(str(len(inside)), (sure, right), textcoords="offset points", xytext=(8, -9), color=INK)
        axes.set_xlim(0, 1.03)
        axes.set_ylim(0, 1.03)
        axes.set_xlabel("confidence")
        axes.set_ylabel("share right (numbers: samples)")
        return _svg(figure)


def bars(rows: Sequence[tuple[str, int, float]], title: str) -> str:
    """Draw a share for each group: name, samples, share."""
    shown = [row for row in rows if row[1] >= LEAST][:30]
    with rc_context(_STYLE):
        figure, axes = _canvas(5.3, 0.6 + 0.24 * len(shown))
        for at, (_, count, share) in enumerate(reversed(shown)):
            axes.barh(at, share, color=ACCENT, alpha=0.75, height=0.7)
            axes.text(min(share, 1.0) + 0.01, at, f"{share:.2f} of {count}", va="center")
        axes.set_yticks(range(len(shown)), [name for name, _, _ in reversed(shown)])
        axes.set_xlim(0, 1.2)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0])
        axes.set_xlabel(title)
        return _svg(figure)


def by_topic_and_language(outcomes: Sequence[Outcome], score: str) -> str:
    """Draw the mean of a score for each topic, a mark for each language."""
    groups: dict[str, dict[str, list[float]]] = {}
    for outcome in outcomes:
        if score in outcome.scores:
            by_lang = groups.setdefault(outcome.facets["topic"], {})
            by_lang.setdefault(outcome.facets["lang"], []).append(outcome.scores[score])
    topics = sorted(t for t, each in groups.items() if sum(map(len, each.values())) >= LEAST)
    with rc_context(_STYLE):
        figure, axes = _canvas(5.3, 0.8 + 0.24 * len(topics))
        for lang, marker, colour, shift in (("es", "o", ACCENT, 0.12), ("en", "s", "#7c3aed", -0.12)):
            places = [
                (np.mean(groups[t][lang]), at + shift) for at, t in enumerate(reversed(topics)) if lang in groups[t]
            ]
            axes.plot(*zip(*places, strict=True), marker, color=colour, alpha=0.8, label=lang, linestyle="none")
        axes.set_yticks(range(len(topics)), list(reversed(topics)))
        axes.set_xlim(-0.02, 1.05)
        axes.grid(axis="both", color=PALE, linewidth=0.4)
        axes.legend(loc="lower left", frameon=False, ncols=2, bbox_to_anchor=(0, 1.0))
        axes.set_xlabel(f"{score}, by topic and language")
        return _svg(figure)


def _canvas(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _svg(figure: Figure) -> str:
    stream = io.StringIO()
    figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _HEAD.sub("", stream.getvalue())
