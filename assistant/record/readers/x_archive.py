"""Reads the archive that X hands to an account: its own posts, threads joined; what others said stays out."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from assistant.domain import LANGUAGES, Authority, Form, Source, Statement
from assistant.errors import InputError
from assistant.record.readers.base import Declared, InputFile, Reading, ReadingContext
from assistant.record.readers.fields import require_storable
from assistant.record.readers.signatures import Voice, known_as
from assistant.record.readers.speakers import PersonModel, Registry, key
from assistant.record.readers.x_posts import (
    OPENING,
    Account,
    Post,
    account_beside,
    parts_beside,
    posts_in,
    stream_of,
    with_long_texts,
)
from assistant.text.language import detect_language

VENUE = "Publicación en X"
SAME_OCCASION = timedelta(hours=3)
"""A reply to one's own post belongs to its thread if it follows within this time; later it stands alone."""
_NO_LANGUAGE = frozenset({"", "und", "zxx", "qme", "qht", "qam", "qct", "qst", "art"})
"""What X writes where it could not tell, or where a post holds no words."""
_PACKED = b"PK\x03\x04"


@dataclass(slots=True)
class _Thread:
    """Posts that belong together: their texts, in order."""

    root: Post
    last: Post
    lang: str
    texts: list[str] = field(default_factory=list)


class XArchiveReader:
    """`data/tweets.js` of X's archive, with its further parts and the long posts beside it."""

    name = "x-archive"

    def recognises(self, file: InputFile) -> bool:
        """Tell by the assignment with which X starts its lists of posts, or by a packed archive's table of contents."""
        if file.data.startswith(_PACKED):
            return b"data/tweets.js" in file.data
        return OPENING.match(file.data[:300].removeprefix(b"\xef\xbb\xbf")) is not None

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read the account's own posts; retweets, replies to others and superseded versions are counted.

        Raises:
            InputError: The list is damaged, or nobody knows whose account it is.
        """
        if file.data.startswith(_PACKED):
            raise InputError("This is an X archive still packed; unpack it and give the folder.")
        faults: dict[str, str] = {}
        posts = _all_posts(file, faults)
        if not posts:
            raise InputError("The archive's list of posts is empty; check that the archive was unpacked completely.")
        account = _account(posts, account_beside(file.path))
        owner = _Owner.of(account, context)
        set_aside: Counter[str] = Counter()
        statements = []
        for thread in _threads(posts, account, set_aside, faults):
            voice = owner.voice_on(thread.root)
            if voice is None:
                set_aside["no known role on that day"] += 1
            else:
                statements.append(_statement(thread, account, voice, context.declared))
        return Reading(statements=tuple(statements), set_aside=dict(set_aside), faults=faults)


def _all_posts(file: InputFile, faults: dict[str, str]) -> list[Post]:
    """Return every post of all parts once, oldest first."""
    found = list(_posts_of(posts_in(stream_of(file.data)), "", faults))
    for part in parts_beside(file.path):
        try:
            with part.open("rb") as stream:
                found += _posts_of(posts_in(stream), f"{part.name}, ", faults)
        except (OSError, InputError) as error:
            raise InputError(f"The part {part.name!r} of the archive cannot be read: {_plain(error)}") from None
    by_id = {post.id: post for post in found}
    return with_long_texts(sorted(by_id.values(), key=lambda post: int(post.id)), file.path)


def _plain(error: Exception) -> str:
    return str(error) if isinstance(error, InputError) else "check its permissions."


def _posts_of(read: Iterable[Post | str], where: str, faults: dict[str, str]) -> Iterator[Post]:
    for number, post in enumerate(read, start=1):
        try:
            if isinstance(post, str):
                raise InputError(post)
            require_storable(post.text, post.own_name)
            yield post
        except InputError as error:
            faults[f"{where}post {number}"] = f"Entry left out: {str(error).rstrip('.')}."


def _account(posts: Sequence[Post], told: Account) -> Account:
    """Return whose posts they are: as the archive says, or as replies to oneself and own pictures show."""
    if told.name:
        return told
    ids = {post.id for post in posts}
    names = Counter(post.to_name for post in posts if post.parent in ids and post.to_name)
    names.update(post.own_name for post in posts if post.own_name and not post.is_retweet)
    return Account(id=told.id, name=names.most_common(1)[0][0] if names else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """Who speaks through the account."""

    voice: Voice
    role: str
    """For days on which the registry knows none."""

    @classmethod
    def of(cls, account: Account, context: ReadingContext) -> "_Owner":
        """Return whose account it is: as the registry says, else as declared.

        Raises:
            InputError: Neither tells it.
        """
        declared, registry = context.declared, context.registry
        _require_official(account, declared.speaker, registry)
        found = _registered(account, registry) or known_as(declared.speaker, registry)
        if found is not None:
            same = not declared.speaker or known_as(declared.speaker, registry) == found
            return cls(voice=found, role=declared.role if same else "")
        if not (declared.speaker and declared.role):
            whose = f"the account @{account.name}" if account.name else "this archive"
            raise InputError(
                f"Nobody in the registry of speakers owns {whose}; declare it with --speaker and --role, or add the "
                "account to its owner under 'accounts' in speakers.yaml."
            )
        return cls(voice=Voice(name=declared.speaker, role=declared.role), role=declared.role)

    def voice_on(self, post: Post) -> Voice | None:
        """Return the speaker in the role of that day, None if none is known: then it is no official's post."""
        if self.voice.person is None:
            return Voice(name=self.voice.name, role=self.voice.role_on(post.day), institution=self.voice.institution)
        held = self.voice.person.standing_role_on(post.day)
        role = held.role if held else self.role
        return Voice(name=self.voice.name, role=role) if role else None


def _require_official(account: Account, speaker: str, registry: Registry) -> None:
    """Refuse an archive of somebody whom the registry knows and who never speaks for the government."""
    for person in (registry.accounts.get(account.name.lower()), registry.known(speaker)):
        if isinstance(person, PersonModel) and not person.government:
            raise InputError(f"The account is {person.name!r}'s, who does not speak for the government; leave it out.")


def _registered(account: Account, registry: Registry) -> Voice | None:
    owner = registry.account(account.name) if account.name else None
    if owner is None:
        return None
    if isinstance(owner, PersonModel):
        return Voice(name=owner.name, person=owner)
    return Voice(name=owner.name, institution=owner)


def _threads(posts: Sequence[Post], account: Account, set_aside: Counter[str], faults: dict[str, str]) -> list[_Thread]:
    """Join the account's own posts into threads, in order of time."""
    newest = _newest_versions(posts)
    own_ids = {post.id for post in posts}
    home: dict[str, _Thread | str] = {}
    threads: list[_Thread] = []
    for post in posts:
        kept = newest.get(post.id, post.id)
        if kept != post.id:
            set_aside["superseded version"] += 1
            continue
        parent = newest.get(post.parent, post.parent)
        reason = _not_own(post, parent, account, own_ids, home)
        text = _own_words(post, account)
        lang = _language(post, text)
        if not reason and post.is_cut:
            faults[f"post {post.id}"] = "Only its beginning is in the archive; add the file note-tweet.js beside it."
            reason = "cut"
        elif not reason and not re.search(r"[^\W\d_]", re.sub(r"https?://\S+", "", text)):
            reason = "no words"
        elif not reason and lang not in LANGUAGES:
            reason = "other language"
        if reason:
            set_aside.update([reason] if reason != "cut" else [])
            above = home.get(parent)
            home[post.id] = reason if reason in {"reply", "retweet"} or not isinstance(above, _Thread) else above
            continue
        above = home.get(parent)
        if isinstance(above, _Thread) and above.lang == lang and post.at - above.last.at <= SAME_OCCASION:
            above.texts.append(text)
            above.last = post
            home[post.id] = above
        else:
            begun = _Thread(root=post, last=post, lang=lang, texts=[text])
            home[post.id] = begun
            threads.append(begun)
    return threads


def _newest_versions(posts: Sequence[Post]) -> dict[str, str]:
    """Return for each version of an edited post the newest one that the archive holds."""
    here = {post.id for post in posts}
    newest: dict[str, str] = {}
    for post in posts:
        kept = [version for version in post.versions if version in here]
        newest.update(dict.fromkeys(post.versions, kept[-1]) if kept else {})
    return newest


def _not_own(post: Post, parent: str, account: Account, own_ids: set[str], home: Mapping[str, "_Thread | str"]) -> str:
    """Return why a post is not the account speaking for itself: a retweet, or part of a talk with others."""
    if post.is_retweet:
        return "retweet"
    if not (post.parent or post.to_user or post.to_name):
        return ""
    to_self = parent in own_ids or (
        (post.to_user == account.id)
        if account.id and post.to_user
        else bool(account.name) and post.to_name.lower() == account.name.lower()
    )
    return "" if to_self and home.get(parent) != "reply" else "reply"


def _own_words(post: Post, account: Account) -> str:
    """Return the text without the account's own name, which X puts before a reply to oneself."""
    if not (post.parent and account.name):
        return post.text
    return re.sub(rf"(?i)^(?:@{re.escape(account.name)}\b\s*)+", "", post.text)


def _language(post: Post, text: str) -> str:
    return detect_language(text) if post.lang in _NO_LANGUAGE else post.lang


def _statement(thread: _Thread, account: Account, voice: Voice, declared: Declared) -> Statement:
    post, day = thread.root, thread.root.day
    whose = key(account.name).replace(" ", "-") or key(voice.name).replace(" ", "-")[:40]
    return Statement(
        id=f"{day.isoformat()}-x-{whose}-{post.id}",
        date=day,
        speaker=voice.name,
        role=voice.role,
        venue=declared.venue or VENUE,
        lang=thread.lang,
        form=Form.VERBATIM,
        authority=Authority.POST,
        text="\n\n".join(thread.texts),
        topics=declared.topics,
        counterpart=declared.counterpart,
        source=Source(
            title=declared.title or (f"@{account.name} en X" if account.name else f"{voice.name} en X"),
            ref=f"https://x.com/{account.name or 'i'}/status/{post.id}",
            locator={"post": int(post.id)},
        ),
    )
