"""Reads mails: what the sender wrote, without the replies and the forwarded mails quoted below it."""

import re
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from lxml import etree, html

from assistant.errors import InputError
from assistant.record.readers.base import InputFile, Reading, ReadingContext
from assistant.record.readers.document import Document
from assistant.record.readers.documents import reading_of
from assistant.record.readers.speakers import Registry
from assistant.record.readers.text_document import unwrapped
from assistant.record.readers.web import fragment, page

_HEADERS = re.compile(r"\A(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_FROM = re.compile(r"(?im)^from:")
_OTHERS = re.compile(r"(?im)^(?:date|message-id|mime-version|received|return-path):")
_REPLY = re.compile(r"(?i)^\s*(?:re|rv|fw|fwd|reenv|tr)\s*:\s*")
_WROTE = re.compile(
    r"(?im)^[ \t]*(?:el|on|le)\b[^\n]{3,200}(?:\n[^\n]{0,200})?\b(?:escribi[oó]|wrote|a [eé]crit)\s*:[ \t]*$"
)
_BELOW = re.compile(
    r"(?im)^[ \t]*(?:-{2,}[ \t]*(?:original message|mensaje original|forwarded message|mensaje reenviado)"
    r"|begin forwarded message:|inicio del mensaje reenviado:"
    r"|\*?(?:de|from):\*?[^\n]+\n(?:[ \t]*\*?(?:enviado(?: el)?|sent|date|fecha|para|to)\*?:)"
    r"|-- ?$)"
)
_QUOTING = (
    ".//blockquote[@type='cite'] | .//*[contains(@class, 'gmail_quote') or contains(@class, 'moz-cite-prefix') "
    "or contains(@class, 'yahoo_quoted') or contains(@class, 'protonmail_quote')] "
    "| .//*[@id='divRplyFwdMsg' or @id='appendonsend'] | .//*[@id='divRplyFwdMsg' or @id='appendonsend']/following::*"
)
_SAVED_PAGE = "Snapshot-Content-Location"
"""A browser that saves a page with its pictures writes a mail without a sender, with this header."""


class MailReader:
    """A mail as a mail program saves it (.eml), or a web page saved in one file (.mhtml)."""

    name = "mail"

    def recognises(self, file: InputFile) -> bool:
        """Tell by the headers a mail begins with."""
        found = _HEADERS.match(file.head.replace("\r\n", "\n"))
        return found is not None and _FROM.search(found[0]) is not None and _OTHERS.search(found[0]) is not None

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read what the sender wrote.

        Raises:
            InputError: The mail is damaged, holds no text of the sender's own, or does not say what a statement needs.
        """
        return reading_of(mail(file.data, context.registry), file, context)


def mail(data: bytes, registry: Registry) -> Document:
    """Return what a mail says.

    Raises:
        InputError: It cannot be read, or holds no words of its sender.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        saved = str(message.get(_SAVED_PAGE, ""))
        body = message.get_body(("html",) if saved else ("plain", "html"))
        content = body.get_content() if body is not None else ""
        is_html = body is not None and body.get_content_type() == "text/html"
        subject, day, sender = str(message.get("Subject", "")), _day(message), _sender(message)
        identity = str(message.get("Message-ID", "")).strip()
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError, RecursionError):
        raise InputError("The mail is damaged and cannot be read; save it again from the mail program.") from None
    if saved and isinstance(content, str):
        return page(content.encode("utf-8", "replace"), registry, saved)
    text, hidden = _from_html(content) if is_html else (unwrapped(own_lines(str(content))), "")
    if not re.search(r"\w", text):
        raise InputError(
            "The mail holds no words of its sender, only quoted or forwarded ones; give the mail they are from."
        )
    domain = sender.domain.lower() if sender else ""
    return Document(
        text=text,
        title=" ".join(_REPLY.sub("", subject).split()),
        day=day,
        author=_author(sender, registry),
        origin=domain,
        identity=identity,
        hidden=hidden,
    )


def _day(message: EmailMessage) -> date | None:
    """Return the day of the mail where it was sent from."""
    sent = getattr(message.get("Date"), "datetime", None)
    return sent.date() if sent else None


def _sender(message: EmailMessage) -> Address | None:
    senders = getattr(message.get("From"), "addresses", ())
    return senders[0] if senders else None


def _author(sender: Address | None, registry: Registry) -> str:
    """Return whom the sender's name means, else the institution whose domain it is, else the name as it stands."""
    if sender is None:
        return ""
    name = " ".join(sender.display_name.split())
    if registry.person(name) or registry.institution(name):
        return name
    institution = registry.institution_at(sender.domain)
    return institution.name if institution else name or sender.addr_spec


def own_lines(text: str) -> str:
    """Return a mail's lines without those quoted from others, and without what follows below them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    below = _BELOW.search(text)
    text = text[: below.start()] if below else text
    wrote = _WROTE.search(text)
    while wrote is not None:
        rest = text[wrote.end() :]
        quoted = rest.lstrip().startswith(">")
        text = text[: wrote.start()] + (rest if quoted else "")
        wrote = _WROTE.search(text)
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))


def _from_html(content: str) -> tuple[str, str]:
    try:
        tree = html.document_fromstring(content or "<p></p>")
    except (etree.ParserError, ValueError):
        raise InputError("The mail's HTML cannot be read; save the mail as plain text.") from None
    for element in tree.xpath(_QUOTING):
        if element.getparent() is not None:
            element.drop_tree()
    text, hidden = fragment(html.tostring(tree, encoding="unicode"))
    return own_lines(text), hidden
