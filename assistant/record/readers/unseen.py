"""Takes out of a page what the eye does not see, and tells what of it stood among the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from assistant.record.readers.styles import styles_of, why_unseen

FEW_WORDS = 3
"""Fewer hidden words than this are no instruction to anybody."""
SHOWN_WORDS = 12
"""So many words of what is hidden are shown to the reviewer."""
_LABEL_WORDS = 8
_FURNITURE = frozenset({"nav", "header", "footer", "aside", "form", "dialog", "button", "svg", "select", "figure"})
_FURNITURE_NAME = re.compile(
    r"(?i)(?:^|[-_\s])(?:nav|navbar|menu|modal|cookies?|shar(?:e|ing)|compart\w*|social|redes|footer|header|sidebar"
    r"|relat\w+|relacionad\w+|popup|dropdown|tooltip|breadcrumbs?|search|busca\w*|pagination|carousel|gallery|tab-pane)"
)
_FOR_SCREEN_READERS = re.compile(r"(?i)(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text)?|u-hidden-visually)")
_ARTICLE = ".//article | .//main | .//*[@role='main'] | .//*[@itemprop='articleBody']"
_INVISIBLE = re.compile(
    "(?<=\\w)[\u200b-\u200d\u2060-\u2064\ufeff]+(?=\\w)|[\u202a-\u202e\u2066-\u2069\U000e0001-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Unseen:
    """A stretch of a page that is hidden from the eye, and how."""

    how: str
    words: str


def take_out_unseen(tree: HtmlElement) -> list[Unseen]:
    """Remove every hidden element from the page; return those that stood in its text with words in them.

    A page whose whole text is hidden until a script shows it keeps its text, and that is told too.
    """
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    styles, whole_sheet = styles_of(tree)
    articles = tree.xpath(_ARTICLE)
    found: list[Unseen] = []
    gone: set[HtmlElement] = set()
    for element in list(tree.iter(etree.Element)):
        if element in gone or element.tag in {"html", "head"}:
            continue
        why = why_unseen(element, styles)
        if not why and _FOR_SCREEN_READERS.search(element.get("class", "")):
            why = "only for screen readers"
        if not why or (why in {"tiny letters", "visibility: hidden"} and _shows_again(element, why, styles)):
            continue
        words = " ".join(" ".join(element.itertext()).split())
        whole = element.tag in {"body", "main", "article"} or any(element in each.iterancestors() for each in articles)
        if _matters(element, words, why, articles):
            found.append(Unseen(why, words))
        gone.update(element.iterdescendants())  # what is inside is told with it
        if not whole:
            element.drop_tree()
    found += [Unseen("invisible characters", text) for text in _with_invisible(tree)]
    if not whole_sheet:
        found.append(Unseen("more styles than can be followed, so it is not known what they hide", ""))
    return found


def describe(found: list[Unseen]) -> str:
    """Say in a sentence what is hidden; empty if nothing is."""
    if not found:
        return ""
    first = found[0]
    words = first.words.split()
    shown = " ".join(words[:SHOWN_WORDS]) + (" …" if len(words) > SHOWN_WORDS else "")
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    told = f": {shown!r}" if shown else ""
    return f"It holds text that the eye does not see ({first.how}){told}{more}."


def _shows_again(element: HtmlElement, why: str, styles: dict[HtmlElement, dict[str, str]]) -> bool:
    """Tell whether something inside takes the hiding back, as only letter size and visibility allow."""
    name = "font-size" if why == "tiny letters" else "visibility"
    return any(name in styles.get(each, {}) and not why_unseen(each, styles) for each in element.iterdescendants())


def _matters(element: HtmlElement, words: str, why: str, articles: list[HtmlElement]) -> bool:
    """Tell whether hidden words stood in the text of the page, not in its menus."""
    count = len(re.findall(r"\w+", words))
    if count < FEW_WORDS or (why in {"only for screen readers", "aria-hidden", "<noscript>"} and count <= _LABEL_WORDS):
        return False
    line = (element, *element.iterancestors())
    if any(each.tag in _FURNITURE or _FURNITURE_NAME.search(_names(each)) for each in line if each.tag != "body"):
        return False
    return not articles or any(each in articles for each in (*line, *element.iterdescendants()))


def _names(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"


def _with_invisible(tree: HtmlElement) -> Iterator[str]:
    for text in tree.itertext():
        if _INVISIBLE.search(text):
            yield " ".join(_INVISIBLE.sub("", text).split())
