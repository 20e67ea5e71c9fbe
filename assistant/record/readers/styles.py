"""What a page's styles do to an element, as far as it decides whether the eye sees its words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import tinycss2
from cssselect import HTMLTranslator, SelectorError, parse
from lxml import etree
from lxml.html import HtmlElement
from tinycss2.color4 import parse_color

Style = Mapping[str, str]
"""Declared properties of one element, names and values in lower case."""

PROPERTIES = frozenset({
    "display", "visibility", "content-visibility", "opacity", "font-size", "color", "background", "background-color",
    "position", "left", "right", "top", "bottom", "text-indent", "clip", "clip-path", "height", "max-height", "width",
    "max-width", "overflow", "transform", "margin-left", "margin-top",
})  # fmt: skip
MAX_SHEET = 600_000
MAX_WORK = 6_000_000
"""Letters of style sheets, and rules times elements, that are followed; no ordinary page has more."""
_SCREEN = re.compile(r"(?i)\b(?:print|speech|max-width|prefers|orientation)\b")
_NUMBER = re.compile(r"(-?\d*\.?\d+)(px|pt|em|rem|ex|ch|%|vw|vh|cm|mm|in)?")
_NAMED = re.compile(r"([.#])([\w-]+)")
_TINY = {"": 1.0, "px": 1.0, "pt": 1.0, "em": 0.1, "rem": 0.1, "%": 5.0}
_FAR = {"": 900.0, "px": 900.0, "pt": 700.0, "em": 60.0, "rem": 60.0, "%": 100.0, "vw": 99.0, "vh": 99.0}


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: str
    style: Style
    rank: tuple[int, int, int]


@lru_cache(maxsize=4096)
def declarations(css: str) -> dict[str, str]:
    """Return the properties that decide visibility in the content of a style attribute."""
    return _declared(tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True))


def _declared(nodes: list[tinycss2.ast.Node]) -> dict[str, str]:
    found = {}
    for node in nodes:
        if node.type == "declaration" and node.lower_name in PROPERTIES:
            found[node.lower_name] = tinycss2.serialize(node.value).strip().lower()
    return found


def styles_of(tree: HtmlElement) -> tuple[dict[HtmlElement, dict[str, str]], bool]:
    """Return what style sheets in the page and style attributes declare, by element; the stronger rule wins.

    The second value tells whether all rules could be followed; a page that is made to exhaust its reader has too many.
    """
    names = _names(tree)
    rules, whole = _followed(tree, names)
    found: dict[HtmlElement, dict[str, str]] = {}
    ranked: dict[tuple[HtmlElement, str], tuple[int, int, int]] = {}
    matched = {selector: _matched(tree, selector) for selector in dict.fromkeys(rule.selector for rule in rules)}
    for rule in rules:
        for element in matched[rule.selector]:
            for name, value in rule.style.items():
                if rule.rank >= ranked.get((element, name), (0, 0, 0)):
                    ranked[element, name] = rule.rank
                    found.setdefault(element, {})[name] = value
    for element in tree.iter(etree.Element):
        inline = element.get("style")
        if inline:
            found.setdefault(element, {}).update(declarations(inline))
    return found, whole


def _followed(tree: HtmlElement, names: frozenset[str]) -> tuple[list[_Rule], bool]:
    """Return the rules that could match, the same one only once, and whether those are all."""
    sheets = "\n".join(sheet.text or "" for sheet in tree.iter("style"))
    try:
        nodes = tinycss2.parse_stylesheet(sheets[:MAX_SHEET], skip_comments=True, skip_whitespace=True)
        last = {(rule.selector, *rule.style.items()): rule for rule in _flat(nodes) if _may_match(rule.selector, names)}
    except RecursionError:
        return [], False
    rules = list(last.values())
    many = max(10, MAX_WORK // (1 + sum(1 for _ in tree.iter())))
    return rules[:many], len(sheets) <= MAX_SHEET and len(rules) <= many


def _flat(nodes: list[tinycss2.ast.Node]) -> Iterator[_Rule]:
    """Yield the rules, those for screens of any width included."""
    for node in nodes:
        if node.type == "at-rule" and node.lower_at_keyword in {"media", "supports", "layer"} and node.content:
            if not _SCREEN.search(tinycss2.serialize(node.prelude)):
                yield from _flat(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
        elif node.type == "qualified-rule":
            style = _declared(tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True))
            if not style:
                continue
            try:
                selectors = parse(tinycss2.serialize(node.prelude))
            except SelectorError:
                continue
            for selector in selectors:
                if selector.pseudo_element is None:
                    yield _Rule(selector.canonical(), style, selector.specificity())


def _names(tree: HtmlElement) -> frozenset[str]:
    names = {f"#{element.get('id')}" for element in tree.iter(etree.Element) if element.get("id")}
    names |= {f".{name}" for element in tree.iter(etree.Element) for name in element.get("class", "").split()}
    return frozenset(names)


def _may_match(selector: str, names: frozenset[str]) -> bool:
    """Tell quickly whether all classes and ids that a selector asks for are on the page."""
    return ":" in selector or all("".join(each) in names for each in _NAMED.findall(selector))


def _matched(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    try:
        path = HTMLTranslator().css_to_xpath(selector)
        return list(tree.xpath(path))
    except (SelectorError, etree.XPathError):
        return []


def why_unseen(element: HtmlElement, styles: Mapping[HtmlElement, Style]) -> str:
    """Say what hides an element's words from the eye; empty if nothing does."""
    style = styles.get(element, {})
    if element.tag in {"template", "noscript"}:
        return f"<{element.tag}>"
    if element.get("hidden") is not None and style.get("display", "none") == "none":
        return "hidden attribute"
    if element.get("aria-hidden", "").strip().lower() == "true":
        return "aria-hidden"
    checks = (_not_displayed, _tiny, _off_screen, _clipped)
    return next((why for check in checks if (why := check(style))), "") or _unlit(element, style, styles)


def _not_displayed(style: Style) -> str:
    if style.get("display") == "none":
        return "display: none"
    if style.get("visibility") in {"hidden", "collapse"} or style.get("content-visibility") == "hidden":
        return "visibility: hidden"
    amount = _amount(style.get("opacity", ""))
    return "opacity: 0" if amount and amount[0] * (0.01 if amount[1] == "%" else 1) < 0.05 else ""


def _tiny(style: Style) -> str:
    amount = _amount(style.get("font-size", ""))
    return "tiny letters" if amount and amount[0] <= _TINY.get(amount[1], 0.0) else ""


def _off_screen(style: Style) -> str:
    names = ["text-indent", "margin-left", "margin-top"]
    if style.get("position") in {"absolute", "fixed", "relative"}:
        names += ["left", "right", "top", "bottom"]
    for name in names:
        amount = _amount(style.get(name, ""))
        if amount and -amount[0] >= _FAR.get(amount[1], 900.0):
            return "off the screen"
    moved = re.search(r"translate\w*\(([^)]*)\)", style.get("transform", ""))
    amounts = [_amount(part) for part in moved[1].split(",")] if moved else []
    return "off the screen" if any(a and -a[0] >= _FAR.get(a[1], 900.0) for a in amounts) else ""


def _clipped(style: Style) -> str:
    clip, path = style.get("clip", ""), style.get("clip-path", "")
    shut = re.match(r"rect\((?:[01](?:px)?[\s,]*){4}\)", clip) or re.match(r"(?:inset\((?:50|100)%|circle\(0)", path)
    sizes = [_amount(style.get(name, "")) for name in ("height", "max-height", "width", "max-width")]
    flat = style.get("overflow", "").startswith(("hidden", "clip")) and any(
        a and a[0] <= 1 and a[1] != "%" for a in sizes
    )
    shrunk = re.search(r"scale\w*\(\s*0?\.?0*\s*[,)]", style.get("transform", ""))
    return "clipped away" if shut or flat or shrunk else ""


def _unlit(element: HtmlElement, style: Style, styles: Mapping[HtmlElement, Style]) -> str:
    """Tell whether letters have the colour of what is behind them; where that is unknown, it is white paper."""
    written = style.get("color") or (element.get("color", "").lower() if element.tag == "font" else "")
    colour = _colour(written)
    if colour is None:
        return ""
    if colour[3] < 0.05:
        return "transparent letters"
    behind = _behind(element, styles)
    if behind is None:
        return ""
    return (
        "letters in the colour of the page"
        if max(abs(a - b) for a, b in zip(colour, behind, strict=True)) < 0.06
        else ""
    )


def _behind(element: HtmlElement, styles: Mapping[HtmlElement, Style]) -> tuple[float, ...] | None:
    for each in (element, *element.iterancestors()):
        style = styles.get(each, {})
        written = style.get("background-color") or style.get("background") or each.get("bgcolor", "").lower()
        if not written or written in {"none", "transparent", "inherit", "initial"}:
            continue
        return next((c for word in re.findall(r"[a-z]+\([^)]*\)|\S+", written) if (c := _colour(word))), None)
    return (1.0, 1.0, 1.0, 1.0)


def _colour(text: str) -> tuple[float, ...] | None:
    """Return red, green, blue and opacity, each from 0 to 1."""
    try:
        colour = parse_color(text) if text else None
        if colour is None or isinstance(colour, str):
            return None
        return (*(float(part or 0) for part in colour.to("srgb").coordinates), float(colour.alpha))
    except (ValueError, NotImplementedError, TypeError, AttributeError):
        return None


def _amount(text: str) -> tuple[float, str] | None:
    found = _NUMBER.match(text.strip())
    return (float(found[1]), found[2] or "") if found else None
