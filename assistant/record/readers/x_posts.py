"""The posts of an X archive as its files hold them: one account's, with links expanded and long posts whole."""

import codecs
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from assistant.errors import InputError

OPENING = re.compile(rb"\s*window\.YTD\.tweets?\.part\d+\s*=\s*")
_ASSIGNMENT = re.compile(rb"\s*window\.[\w.]+\s*=\s*")
_HOME = ZoneInfo("America/Mexico_City")
"""A post of 20:00 in Mexico bears the next day's date in the archive, which counts in universal time."""
_SHORT = re.compile(r"https?://t\.co/\w+")
_OWN_LINK = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w+)/status/(\d+)/(?:photo|video)/\d+")
_STATUS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:i/web|\w+)/status/(\d+)\S*")
_RETWEET = re.compile(r"RT @\w+")
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*(?:https?://\S+)?\s*$")
_ID = re.compile(r"\d{1,25}")
_LIST = re.compile(r"\s*window\.YTD\.tweets?\.part\d+\s*=\s*\[")
_BETWEEN = re.compile(r"[\s,]*")
_AFTER = re.compile(r"[\s;]*")
_WINDOW = 1_000_000
_ENTRY_BYTES = 5_000_000
ALIKE = 80
"""So many letters of a long post's beginning must be those of the cut post of the same second."""
SAME_MOMENT = 2.0
"""Seconds between a long post and its cut version in the list of posts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post. The text has its links expanded, and neither media nor the link of a quoted post."""

    id: str
    at: datetime
    text: str
    lang: str
    is_retweet: bool
    parent: str
    """The id of the post it replies to, "" for none."""
    to_user: str
    to_name: str
    versions: tuple[str, ...]
    """Ids of all versions of an edited post, oldest first."""
    is_cut: bool
    """True while only the beginning of a long post is known."""
    own_name: str
    """The account's name, where the post's own pictures tell it."""

    @property
    def day(self) -> date:
        """The day on which it was published, in Mexico."""
        return self.at.astimezone(_HOME).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose archive it is; empty where its files do not tell."""

    id: str = ""
    name: str = ""


def posts_in(stream: IO[bytes]) -> Iterator[Post | str]:
    """Yield the posts of one file, or for one that is no post the reason why; memory does not grow with the file.

    Raises:
        InputError: The file is cut off or damaged.
    """
    try:
        for entry in _entries_of(stream):
            yield _post(entry)
    except (ValueError, RecursionError):
        raise InputError("The list of posts is cut off or damaged; unpack the archive again.") from None
    except OSError as error:
        raise InputError(f"The list of posts cannot be read ({error.strerror}); check its permissions.") from None


def _entries_of(stream: IO[bytes]) -> Iterator[Any]:
    """Decode the entries of the list one by one from a window over the file.

    Raises:
        ValueError: It is no list, or an entry is broken or too long.
    """
    utf8, decoder = codecs.getincrementaldecoder("utf-8-sig")(), json.JSONDecoder()
    window = utf8.decode(stream.read(_WINDOW))
    opening = _LIST.match(window)
    if opening is None:
        raise ValueError
    at, ended = opening.end(), False
    while True:
        at = _end_of(_BETWEEN, window, at)
        if window[at : at + 1] == "]":
            break
        try:
            entry, end = decoder.raw_decode(window, at)
        except ValueError:
            end = len(window)
            if ended or end - at > _ENTRY_BYTES:
                raise
        if end == len(window) and not ended:  # cut by the window, not by the file
            more = stream.read(_WINDOW)
            window, at, ended = window[at:] + utf8.decode(more, final=not more), 0, not more
            continue
        yield entry
        at = end
    if _end_of(_AFTER, window, at + 1) != len(window) or stream.read(_WINDOW).strip():
        raise ValueError


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def parts_beside(path: Path) -> list[Path]:
    """Return the further files into which X cuts a long list of posts, in their order."""
    try:
        found = path.parent.glob(f"{path.stem}-part*.js")
        parts = [(int(number[1]), part) for part in found if (number := re.search(r"-part(\d+)\.js$", part.name))]
    except OSError:
        return []
    return [part for _, part in sorted(parts)]


def account_beside(path: Path) -> Account:
    """Return whose archive it is, from the files beside the list of posts."""
    for entry in _entries(path.with_name("account.js")):
        found = entry.get("account", entry)
        if isinstance(found, dict) and found.get("username"):
            return Account(id=str(found.get("accountId", "")), name=str(found["username"]))
    for entry in _entries(path.with_name("manifest.js")):
        found = entry.get("userInfo")
        if isinstance(found, dict) and found.get("userName"):
            return Account(id=str(found.get("accountId", "")), name=str(found["userName"]))
    return Account()


def with_long_texts(posts: Sequence[Post], path: Path) -> list[Post]:
    """Give posts that are longer than 280 letters their whole text, which X keeps in a file of its own."""
    notes: dict[int, list[tuple[datetime, str]]] = {}
    for name in ("note-tweet.js", "note-tweets.js"):
        for at, text in _notes(path.with_name(name)):
            notes.setdefault(int(at.timestamp()), []).append((at, text))
    return [_lengthened(post, notes) for post in posts]


def _lengthened(post: Post, notes: Mapping[int, Sequence[tuple[datetime, str]]]) -> Post:
    second = int(post.at.timestamp())
    for near in range(second - int(SAME_MOMENT), second + int(SAME_MOMENT) + 1):
        for _, text in notes.get(near, ()):
            begins = _ELLIPSIS.sub("", post.text)[:ALIKE]
            if len(text) > len(post.text) and begins and _folded(text).startswith(_folded(begins)):
                return replace(post, text=text, is_cut=False)
    return post


def _folded(text: str) -> str:
    return " ".join(_SHORT.sub("", text).split())


def _notes(path: Path) -> Iterator[tuple[datetime, str]]:
    for entry in _entries(path, limit=200_000_000):
        note = entry.get("noteTweet")
        core = note.get("core") if isinstance(note, dict) else None
        if not isinstance(note, dict) or not isinstance(core, dict) or not isinstance(core.get("text"), str):
            continue
        try:
            at = datetime.fromisoformat(str(note["createdAt"]))
        except (KeyError, ValueError):
            continue
        urls = core.get("urls")
        links = {
            str(each.get("shortUrl")): str(each.get("expandedUrl"))
            for each in (urls if isinstance(urls, list) else ())
            if isinstance(each, dict) and each.get("expandedUrl")
        }
        text, _ = _without_status_link(_expanded(html.unescape(core["text"]), links), "", truncated=False)
        yield (at if at.tzinfo else at.replace(tzinfo=UTC)), text


def _entries(path: Path, limit: int = _ENTRY_BYTES) -> list[Mapping[str, Any]]:
    """Return the objects of one of the archive's smaller files; none where it is missing or damaged."""
    try:
        if not path.is_file() or path.stat().st_size > limit:
            return []
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        opening = _ASSIGNMENT.match(data)
        found = json.loads(data[opening.end() :] if opening else data)
    except (OSError, ValueError, RecursionError):
        return []
    return [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)]


def _post(item: Any) -> Post | str:
    """Return the post that an entry holds, or why it is none."""
    tweet = item.get("tweet", item) if isinstance(item, dict) else None
    if not isinstance(tweet, dict):
        return "it is no object"
    post_id = _text(tweet, "id_str") or _text(tweet, "id")
    words = tweet.get("full_text", tweet.get("text"))
    if not _ID.fullmatch(post_id) or not isinstance(words, str):
        return "it has no id or no text"
    try:
        at = datetime.strptime(_text(tweet, "created_at"), "%a %b %d %H:%M:%S %z %Y")
        at.astimezone(_HOME)
    except (ValueError, OverflowError):
        return f"post {post_id} bears no date"
    links = _links(tweet)
    text = _expanded(html.unescape(words), links)
    text, cut = _without_status_link(text, post_id, str(tweet.get("truncated")).lower() == "true")
    reply = _text(tweet, "in_reply_to_status_id_str") or _text(tweet, "in_reply_to_status_id")
    return Post(
        id=post_id,
        at=at,
        text=text,
        lang=_text(tweet, "lang").lower(),
        is_retweet=_RETWEET.match(words) is not None or str(tweet.get("retweeted")).lower() == "true"
        or "retweeted_status" in tweet,
        parent=reply,
        to_user=_text(tweet, "in_reply_to_user_id_str") or _text(tweet, "in_reply_to_user_id"),
        to_name=_text(tweet, "in_reply_to_screen_name"),
        versions=_versions(tweet),
        is_cut=cut,
        own_name=_own_name(tweet, post_id),
    )  # fmt: skip


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _listed(data: Any, *names: str) -> list[Mapping[str, Any]]:
    """Return the objects of the list that lies under these names."""
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return [each for each in data if isinstance(each, dict)] if isinstance(data, list) else []


def _media(tweet: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return _listed(tweet, "entities", "media") + _listed(tweet, "extended_entities", "media")


def _links(tweet: Mapping[str, Any]) -> dict[str, str]:
    """Return what each shortened link stands for; pictures and videos stand for nothing."""
    links = {_text(each, "url"): _text(each, "expanded_url") for each in _listed(tweet, "entities", "urls")}
    links = {short: long for short, long in links.items() if long}
    return links | {_text(each, "url"): "" for each in _media(tweet)}


def _expanded(text: str, links: Mapping[str, str]) -> str:
    """Put links back in full and drop those of media, with the blanks before them."""
    text = re.sub(rf"[ \t]*({_SHORT.pattern})", lambda m: _whole_link(m, links), text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _whole_link(found: re.Match[str], links: Mapping[str, str]) -> str:
    long = links.get(found[1], found[1])
    return found[0][: -len(found[1])] + long if long else ""


def _without_status_link(text: str, post_id: str, truncated: bool) -> tuple[str, bool]:
    """Drop the link of a quoted post at the end; tell whether the text was cut, which a link to itself shows."""
    cut = truncated and _ELLIPSIS.search(text) is not None
    words = text.split()
    last = _STATUS.fullmatch(words[-1]) if words else None
    if last is None:
        return text, cut
    text = text[: text.rindex(words[-1])].rstrip()
    return text, cut or (last[1] == post_id and text.endswith("…"))


def _versions(tweet: Mapping[str, Any]) -> tuple[str, ...]:
    info = tweet.get("edit_info")
    if not isinstance(info, dict):
        return ()
    edit = info.get("edit")
    control = info.get("initial") or (edit.get("editControlInitial") if isinstance(edit, dict) else None)
    ids = control.get("editTweetIds") if isinstance(control, dict) else None
    return tuple(str(each) for each in ids) if isinstance(ids, list) and len(ids) > 1 else ()


def _own_name(tweet: Mapping[str, Any], post_id: str) -> str:
    for each in _media(tweet):
        link = _OWN_LINK.match(_text(each, "expanded_url"))
        if link and link[2] == post_id:
            return link[1]
    return ""


def stream_of(data: bytes) -> IO[bytes]:
    """Return a file's bytes as a stream."""
    return BytesIO(data)
