"""Reads saved web pages: the text of a communiqué without the page around it."""

import codecs
import logging
import re
from configparser import ConfigParser
from copy import deepcopy
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes
from lxml import etree, html
from lxml.html import HtmlElement

from assistant.errors import InputError
from assistant.record.readers.base import InputFile, Reading, ReadingContext
from assistant.record.readers.document import Document
from assistant.record.readers.documents import reading_of
from assistant.record.readers.speakers import Registry, key
from assistant.record.readers.unseen import describe, take_out_unseen

if TYPE_CHECKING:
    from trafilatura.settings import Document as Page

MAX_BYTES = 20_000_000
MAX_ELEMENTS = 20_000
"""Many times what the largest page of a communiqué has; beyond it reading takes minutes."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(rb"""(?i)(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)""")
_LATIN = frozenset({"iso8859-1", "ascii", "iso-8859-1"})
"""Pages that declare these are written in Windows-1252, as browsers know."""
_PAGE = re.compile(
    r"(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|article|main)\b"
)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://\S+)")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|<\?xml[^>]*>")
_PARTS = re.compile(r"\s+[|·]\s+|\s+[\u2013\u2014]\s+")
_ITEM = "\u2051\u2042\u2051"
"""Marks a list item while the extractor works; no text holds these signs."""
_BOXES = ("div", "section", "center", "header", "address")
_BLOCKS = frozenset({*_BOXES, "p", "ul", "ol", "dl", "table", "blockquote", "pre", "article", "main", "figure", "hr"})
_BLOCKS |= {f"h{level}" for level in range(1, 7)}
_RULE = re.compile(r"^[|\s:-]+$")
_MANY = 50
"""Of a page with more articles than this none is the page's own."""
_FURNITURE = (
    "nav", "aside", "footer", "form", "script", "style", "button", "iframe", "svg", "select", "dialog", "audio",
    "video",
)  # fmt: skip
_FURNITURE_NAME = re.compile(
    r"(?i)(?:^|[-_\s])(?:shar(?:e|ing)|compart\w*|social|redes|relat(?:ed|ionad\w+)|relacionad\w+|breadcrumbs?|cookies?"
    r"|newsletter|menu|navbar|navigation|comments?|comentarios|tags?|etiquetas)(?:$|[-_\s])"
)


class WebReader:
    """A page as a browser saves it."""

    name = "web"

    def recognises(self, file: InputFile) -> bool:
        """Tell by the first element of the page."""
        return _PAGE.match(_decoded(file.data[:4000], whole=False)) is not None

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read the page's own text.

        Raises:
            InputError: It holds none, or does not say what a statement needs.
        """
        return reading_of(page(file.data, context.registry), file, context)


def page(data: bytes, registry: Registry, address: str = "") -> Document:
    """Return what a page says, without menus and without what it hides.

    Args:
        data: The page as it was saved.
        registry: The registry of speakers, to tell an institution's name from others.
        address: Where it was published, if that is known from outside.

    Raises:
        InputError: It is no page, or holds no text.
    """
    if len(data) > MAX_BYTES:
        raise InputError("The page is larger than 20 MB; save it without pictures and scripts.")
    import trafilatura  # takes half a second, which only whoever reads a page should wait for

    for name in ("trafilatura", "htmldate", "charset_normalizer"):  # what they think of a page is nobody's message
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    text = _decoded(data)
    tree = trafilatura.load_html(text)
    if tree is None:
        raise InputError("The page holds no HTML that can be read; save it again from the browser.")
    if sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        raise InputError(f"The page has more than {MAX_ELEMENTS:,} elements; save the page of the communiqué alone.")
    about = trafilatura.extract_metadata(deepcopy(tree), date_config=_dates(), extensive=False)
    addresses = [address, *_addresses(tree, text)]
    hidden = describe(take_out_unseen(tree))
    body = _body(tree)
    if not body:
        raise InputError("The page holds no text of its own; save the page of the communiqué itself.")
    where = _address([each for each in addresses if each], registry)
    return Document(
        text=body,
        title=_title(about, registry),
        day=date.fromisoformat(about.date) if about.date else None,
        author=_author(about, registry),
        lang=tree.get("lang", "") or "",
        address=where,
        origin="" if where else _unknown_site(about.sitename or "", registry),
        hidden=hidden,
    )


def fragment(markup: str) -> tuple[str, str]:
    """Return the text of a piece of HTML, of a mail or a feed, and what it hides from the eye.

    Raises:
        InputError: It cannot be read.
    """
    try:
        tree = html.document_fromstring(
            f"<html><head></head><body><article>{_ILLEGAL.sub('', markup)}</article></body></html>"
        )
    except (etree.ParserError, ValueError):
        raise InputError("The HTML text cannot be read; save it as plain text.") from None
    hidden = describe(take_out_unseen(tree))
    return _body(tree), hidden


def _decoded(data: bytes, *, whole: bool = True) -> str:
    """Decode a page by its byte-order mark, its own declaration, as UTF-8, or by what its bytes look like."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "")
    declared = _CHARSET.search(data[:2048])
    if not encoding and declared:
        try:
            encoding = codecs.lookup(declared[1].decode("ascii")).name
        except LookupError:
            encoding = ""
    for name in ("cp1252" if encoding in _LATIN else encoding, "utf-8"):
        try:
            return data.decode(name or "utf-8", "strict" if whole else "replace")
        except (UnicodeError, LookupError):
            continue
    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best else "cp1252", "replace")


def _dates() -> dict[str, object]:
    """Look for the day of publication in what the page declares, never in its running text."""
    return {"original_date": True, "extensive_search": False, "max_date": date.today().isoformat()}


def _addresses(tree: HtmlElement, text: str) -> list[str]:
    """Return every address the page gives for itself."""
    found = [each.get("content", "") for each in tree.xpath(".//meta[@property='og:url' or @name='twitter:url']")]
    found += [each.get("href", "") for each in tree.xpath(".//link[@rel='canonical']")]
    saved = _SAVED_FROM.search(text[:4000])
    return [each for each in (*found, saved[1] if saved else "") if each.lower().startswith(("http://", "https://"))]


def _address(addresses: list[str], registry: Registry) -> str:
    """Return the page's address; where it gives several, one that is no institution's counts first.

    A newspaper that reprints a communiqué may name the original as its canonical address.
    """
    foreign = [each for each in addresses if registry.institution_at(each) is None]
    return next(iter(foreign or addresses), "")


def _known(name: str, registry: Registry) -> bool:
    return registry.institution(name) is not None or registry.person(name) is not None


def _author(about: "Page", registry: Registry) -> str:
    """Return the author; the site's name where it is known and the author is not."""
    names = [name for name in (about.author, about.sitename) if name and not _is_shared_host(name, registry)]
    return next((name for name in names if _known(name, registry)), names[0] if names else "")


def _unknown_site(name: str, registry: Registry) -> str:
    return "" if _known(name, registry) or _is_shared_host(name, registry) else name


def _is_shared_host(name: str, registry: Registry) -> bool:
    """Tell whether a name is no more than the host under which several institutions publish: "gob.mx"."""
    return any(site.startswith(f"{name.strip().lower().removeprefix('www.')}/") for site in registry.sites)


def _title(about: "Page", registry: Registry) -> str:
    """Return the title without the names of site and institution behind it."""
    parts = _PARTS.split(" ".join((about.title or "").split()))
    site = {key(about.sitename or ""), key(about.hostname or ""), "gobierno", "gob mx", "gobmx"}
    while len(parts) > 1 and (registry.institution(parts[-1]) or key(parts[-1]) in site):
        parts.pop()
    return " | ".join(parts)


def _body(tree: HtmlElement) -> str:
    """Return the main text: of the one article of the page where it marks one, else as it is found."""
    from trafilatura import bare_extraction

    area = _area(tree)
    _isolate(area)
    _drop_furniture(area)
    _name_paragraphs(area)
    for item in area.iter("li"):  # the extractor writes "- " before list items; that is no dash of a dialogue
        item.text = _ITEM + (item.text or "")
    found = bare_extraction(tree, include_comments=False, config=_settings())
    text = getattr(found, "text", "") or ""
    lines = (line.replace(f"- {_ITEM}", "").replace(_ITEM, "") for line in text.split("\n"))
    return "\n".join(_RULE.sub("", line).strip(" |") for line in lines if re.search(r"\w", line)).strip()


@cache
def _settings() -> ConfigParser:
    """Return the extractor's settings, with short texts taken as they are: else it adds what stands around them."""
    from trafilatura.settings import use_config

    settings = use_config()
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    return settings


def _isolate(area: HtmlElement) -> None:
    """Remove everything beside the area and its ancestors from the page's body."""
    for each in (area, *area.iterancestors()):
        parent = each.getparent()
        if parent is None or each.tag == "body":
            return
        for other in [child for child in parent if child is not each]:
            parent.remove(other)
        each.tail = parent.text = None


def _name_paragraphs(area: HtmlElement) -> None:
    """Make paragraphs of the boxes in which many pages keep their lines; the extractor drops bare ones."""
    for box in [area, *area.iterdescendants(*_BOXES)]:
        inner = [child for child in box if child.tag in _BLOCKS]
        if not inner:
            if box is not area:
                box.tag = "p"
            continue
        if (box.text or "").strip():
            box.insert(0, _paragraph(box.text))
            box.text = None
        for child in inner:
            tail, child.tail = child.tail or "", None
            if tail.strip():
                child.addnext(_paragraph(tail))


def _paragraph(text: str) -> HtmlElement:
    made = html.Element("p")
    made.text = text
    return made


def _area(tree: HtmlElement) -> HtmlElement:
    """Return the element that holds the page's own text."""
    for path in (".//*[@itemprop='articleBody']", ".//article", ".//main | .//*[@role='main']"):
        found = sorted(tree.xpath(path)[:_MANY], key=_length, reverse=True)
        if found and _length(found[0]) and (len(found) == 1 or _length(found[0]) > 2 * _length(found[1])):
            return found[0]
    body = tree.find("body")
    return tree if body is None else body


def _length(element: HtmlElement) -> int:
    return len("".join(element.itertext()).split())


def _drop_furniture(area: HtmlElement) -> None:
    """Remove menus, links for sharing and lists of other news, unless that would take most of the text."""
    whole = _length(area)
    for element in list(area.iterdescendants(etree.Element)):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        is_furniture = element.tag in _FURNITURE or _FURNITURE_NAME.search(names) is not None
        if element.tag in {"script", "style"} or (is_furniture and 3 * _length(element) < whole):
            element.drop_tree()
