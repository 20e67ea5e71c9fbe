"""X archives: the account's own words, whole and in order; nobody else's, and no private file is looked at."""

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import Authority, Form, Statement
from assistant.errors import InputError
from assistant.record.readers import Declared, InputFile, Reading, ReadingContext, read_file
from assistant.record.readers.speakers import load_registry
from assistant.record.readers.x_archive import XArchiveReader

NOON = datetime(2026, 1, 21, 18, 0, tzinfo=UTC)
ACCOUNT, OWN_ID = "CancilleriaPrueba", "4242"
Write = Callable[..., Path]


def post(number: int, text: str, *, at: datetime = NOON, lang: str = "es", **more: Any) -> dict[str, Any]:
    """An entry as X writes it, with what matters here."""
    return {
        "tweet": {
            "edit_info": {"initial": {"editTweetIds": [str(number)]}},
            "retweeted": False,
            "source": '<a href="https://mobile.twitter.com">Web</a>',
            "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
            "display_text_range": ["0", str(len(text))],
            "favorite_count": "3",
            "id_str": str(number),
            "id": str(number),
            "truncated": False,
            "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
            "full_text": text,
            "lang": lang,
            **more,
        }
    }


def reply_to(number: int, name: str = ACCOUNT, user: str = OWN_ID) -> dict[str, str]:
    return {
        "in_reply_to_status_id_str": str(number),
        "in_reply_to_user_id_str": user,
        "in_reply_to_screen_name": name,
    }


def links(*pairs: tuple[str, str], media: tuple[str, ...] = ()) -> dict[str, Any]:
    urls = [
        {"url": short, "expanded_url": long, "display_url": long[8:], "indices": ["0", "1"]} for short, long in pairs
    ]
    pictures = [{"url": short, "expanded_url": f"https://x.com/{ACCOUNT}/status/1/photo/1"} for short in media]
    return {"entities": {"urls": urls, "media": pictures}, "extended_entities": {"media": pictures}}


def js(name: str, entries: Any) -> str:
    return f"window.YTD.{name}.part0 = {json.dumps(entries, ensure_ascii=False, indent=2)}"


@pytest.fixture
def archive(tmp_path: Path) -> Write:
    """Write an archive's `data` folder; return the list of posts."""

    def write(
        *posts: Any, account: str = ACCOUNT, parts: tuple[list[Any], ...] = (), notes: list[Any] | None = None
    ) -> Path:
        data = tmp_path / "twitter-2026-02-01" / "data"
        data.mkdir(parents=True, exist_ok=True)
        if account:
            told = {"account": {"email": "x@example.org", "username": account, "accountId": OWN_ID}}
            (data / "account.js").write_text(js("account", [told]), encoding="utf-8")
        for number, part in enumerate(parts, start=1):
            text = js("tweets", part).replace("part0", f"part{number}")
            (data / f"tweets-part{number}.js").write_text(text, encoding="utf-8")
        if notes is not None:
            (data / "note-tweet.js").write_text(js("note_tweet", notes), encoding="utf-8")
        (data / "tweets.js").write_text(js("tweets", list(posts)), encoding="utf-8")
        return data / "tweets.js"

    return write


SPEAKERS = """\
people:
  - name: Persona de Prueba
    accounts: [PersonaPrueba]
    roles: [{role: Vocera de Pruebas, since: 2026-01-10, until: 2026-01-31}]
  - {name: Persona Invitada, accounts: [Invitada], government: false}
institutions:
  - {name: Cancillería de Prueba, role: Comunicado institucional, accounts: [CancilleriaPrueba]}
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Read a list of posts with a registry that knows invented accounts."""
    (tmp_path / "speakers.yaml").write_text(SPEAKERS, encoding="utf-8")
    registry = load_registry(tmp_path)

    def run(path: Path, declared: Declared | None = None, data: bytes | None = None) -> Reading:
        file = InputFile(path=path, data=path.read_bytes() if data is None else data)
        return read_file(file, ReadingContext(declared=declared or Declared(), registry=registry))

    return run


def texts(reading: Reading) -> list[str]:
    return [statement.text for statement in reading.statements]


def only(reading: Reading) -> Statement:
    (statement,) = reading.statements
    return statement


def test_a_post_becomes_a_verbatim_statement_of_its_account(archive: Write, read: Callable[..., Reading]) -> None:
    statement = only(read(archive(post(1001, "México y Canadá dialogan con respeto."))))
    assert statement.id == "2026-01-21-x-cancilleriaprueba-1001"
    assert (statement.speaker, statement.role) == ("Cancillería de Prueba", "Comunicado institucional")
    assert (statement.form, statement.authority, statement.lang) == (Form.VERBATIM, Authority.POST, "es")
    assert (statement.date, statement.venue) == (date(2026, 1, 21), "Publicación en X")
    assert statement.source.ref == f"https://x.com/{ACCOUNT}/status/1001"
    assert statement.source.locator == {"post": 1001}
    assert "example.org" not in str(statement)  # nothing private of the account file


def test_retweets_and_replies_to_others_stay_out_and_are_counted(archive: Write, read: Callable[..., Reading]) -> None:
    reading = read(
        archive(
            post(1, "RT @otra: Palabras ajenas del zopilote."),
            post(2, "Palabras del tlacuache.", retweeted=True),
            post(3, "@otra Gracias, ajolote.", **reply_to(77, "otra", "99")),
            post(4, "@otra Y además, cenzontle.", **reply_to(3)),
            post(5, "@borrada Nada, guacamaya.", in_reply_to_status_id_str="66"),
            post(6, "Lo nuestro."),
        )
    )
    assert texts(reading) == ["Lo nuestro."]
    assert reading.set_aside == {"retweet": 2, "reply": 3}


def test_a_thread_is_one_statement_in_the_order_of_its_posts(archive: Write, read: Callable[..., Reading]) -> None:
    later = [NOON + timedelta(minutes=minute) for minute in range(4)]
    path = archive(
        post(13, f"@{ACCOUNT} Tercero.", at=later[2], **reply_to(12)),
        post(11, "Primero.", at=later[0]),
        parts=([post(12, f"@{ACCOUNT} Segundo.", at=later[1], **reply_to(11))], [post(14, "Aparte.", at=later[3])]),
    )
    reading = read(path)
    assert texts(reading) == ["Primero.\n\nSegundo.\n\nTercero.", "Aparte."]
    assert reading.statements[0].source.locator == {"post": 11}


def test_a_reply_to_an_old_post_of_ones_own_is_another_occasion(archive: Write, read: Callable[..., Reading]) -> None:
    reading = read(archive(post(21, "Antes."), post(22, "Después.", at=NOON + timedelta(days=9), **reply_to(21))))
    assert [(s.text, s.date) for s in reading.statements] == [
        ("Antes.", date(2026, 1, 21)),
        ("Después.", date(2026, 1, 30)),
    ]


def test_a_thread_in_two_languages_is_a_statement_in_each(archive: Write, read: Callable[..., Reading]) -> None:
    reading = read(
        archive(
            post(31, "El diálogo sigue."),
            post(32, "The dialogue goes on.", lang="en", **reply_to(31)),
            post(33, "Le dialogue continue.", lang="fr", **reply_to(32)),
            post(34, "It will go on tomorrow.", lang="en", **reply_to(33)),
        )
    )
    assert [(s.lang, s.text) for s in reading.statements] == [
        ("es", "El diálogo sigue."),
        ("en", "The dialogue goes on.\n\nIt will go on tomorrow."),
    ]
    assert reading.set_aside == {"other language": 1}


def test_links_are_whole_media_gone_and_entities_unescaped(archive: Write, read: Callable[..., Reading]) -> None:
    given = post(
        41,
        "Agua &amp; frontera: 3 &lt; 5\nVer https://t.co/aaa y https://t.co/bbb fin https://t.co/ccc",
        **links(("https://t.co/aaa", "https://example.org/a?b=1&c=2"), media=("https://t.co/ccc",)),
    )
    assert texts(read(archive(given))) == [
        "Agua & frontera: 3 < 5\nVer https://example.org/a?b=1&c=2 y https://t.co/bbb fin"
    ]


def test_of_a_quote_only_the_own_words_remain(archive: Write, read: Callable[..., Reading]) -> None:
    quoted = links(("https://t.co/qqq", "https://twitter.com/otra/status/900?s=20"))
    reading = read(archive(post(51, "Coincidimos. https://t.co/qqq", **quoted), post(52, "https://t.co/qqq", **quoted)))
    assert texts(reading) == ["Coincidimos."]
    assert reading.set_aside == {"no words": 1}


def test_long_posts_are_read_whole_from_their_own_file(archive: Write, read: Callable[..., Reading]) -> None:
    whole = "La posición de México es clara. " * 20 + "Fin https://t.co/zzz"
    itself = links(("https://t.co/sss", "https://x.com/i/web/status/61"))
    cut = post(61, whole[:270] + "… https://t.co/sss", **itself)
    urls = [{"shortUrl": "https://t.co/zzz", "expandedUrl": "https://example.org/z"}]
    note = {
        "noteTweet": {
            "noteTweetId": "9",
            "createdAt": "2026-01-21T18:00:00.000Z",
            "core": {"text": whole, "urls": urls},
        }
    }
    other = {"noteTweet": {"createdAt": "2026-01-21T18:00:00.000Z", "core": {"text": "Otra cosa. " * 40, "urls": []}}}
    assert texts(read(archive(cut, notes=[other, note]))) == [
        whole.replace("https://t.co/zzz", "https://example.org/z")
    ]
    (archive(cut).parent / "note-tweet.js").unlink()
    reading = read(archive(cut))
    assert reading.statements == ()
    assert "note-tweet.js" in reading.faults["post 61"]


def test_of_an_edited_post_only_the_last_version_counts(archive: Write, read: Callable[..., Reading]) -> None:
    versions = {"editTweetIds": ["71", "72"]}
    reading = read(
        archive(
            post(71, "Habra dialogo.", edit_info={"initial": versions}),
            post(72, "Habrá diálogo.", edit_info={"edit": {"initialTweetId": "71", "editControlInitial": versions}}),
            post(73, "Mañana.", **reply_to(71)),
        )
    )
    assert texts(reading) == ["Habrá diálogo.\n\nMañana."]
    assert reading.set_aside == {"superseded version": 1}


def test_the_language_is_told_where_x_could_not(archive: Write, read: Callable[..., Reading]) -> None:
    reading = read(
        archive(post(81, "We will keep working with our partners.", lang="und"), post(82, "🇲🇽🤝", lang="zxx"))
    )
    assert [(s.lang, s.text) for s in reading.statements] == [("en", "We will keep working with our partners.")]
    assert reading.set_aside == {"no words": 1}


def test_the_date_is_the_day_in_mexico(archive: Write, read: Callable[..., Reading]) -> None:
    winter = post(91, "De noche.", at=datetime(2026, 1, 22, 5, 59, tzinfo=UTC))
    summer = post(92, "De verano.", at=datetime(2019, 7, 2, 4, 30, tzinfo=UTC))
    assert [s.date for s in read(archive(winter, summer)).statements] == [date(2026, 1, 21), date(2019, 7, 1)]


def test_a_persons_role_is_the_one_of_the_day(archive: Write, read: Callable[..., Reading]) -> None:
    old = datetime(2019, 3, 1, 18, tzinfo=UTC)
    path = archive(post(1, "De antes del cargo.", at=old), post(2, "En el cargo."), account="personaprueba")
    reading = read(path)
    assert only(reading).role == "Vocera de Pruebas"
    assert reading.set_aside == {"no known role on that day": 1}
    filled = read(path, Declared(role="Investigadora"))
    assert [s.role for s in filled.statements] == ["Investigadora", "Vocera de Pruebas"]


def test_whose_account_it_is_comes_from_declaration_if_nobody_owns_it(
    archive: Write, read: Callable[..., Reading]
) -> None:
    path = archive(post(1, "Hola a todas."), account="Desconocida")
    with pytest.raises(InputError, match=r"@Desconocida.*--speaker and --role.*speakers.yaml"):
        read(path)
    statement = only(read(path, Declared(speaker="Otra Persona", role="Cónsul", topics=("energy",))))
    assert (statement.speaker, statement.role, statement.topics) == ("Otra Persona", "Cónsul", ("energy",))
    with pytest.raises(InputError, match="does not speak for the government"):
        read(archive(post(1, "Hola."), account="Invitada"))


@pytest.mark.parametrize("sign", ["manifest", "thread", "picture"])
def test_the_account_is_found_without_its_file(sign: str, archive: Write, read: Callable[..., Reading]) -> None:
    pictures = {"media": [{"url": "https://t.co/p", "expanded_url": f"https://twitter.com/{ACCOUNT}/status/2/photo/1"}]}
    own = {"manifest": {}, "thread": reply_to(1), "picture": {"extended_entities": pictures}}[sign]
    path = archive(post(1, "Uno."), post(2, "Dos.", **own), account="")
    if sign == "manifest":
        told = {"userInfo": {"accountId": OWN_ID, "userName": ACCOUNT}, "dataTypes": {}}
        path.with_name("manifest.js").write_text(f"window.__THAR_CONFIG = {json.dumps(told)}", encoding="utf-8")
    assert {s.speaker for s in read(path).statements} == {"Cancillería de Prueba"}


def test_older_archives_hold_bare_posts(tmp_path: Path, read: Callable[..., Reading]) -> None:
    path = tmp_path / "tweet.js"
    path.write_text("\ufeff" + js("tweet", [post(1, "De antes.")["tweet"]]), encoding="utf-8")
    statement = only(read(path, Declared(speaker="Otra Persona", role="Cónsul")))
    assert (statement.text, statement.source.ref) == ("De antes.", "https://x.com/i/status/1")


def test_entries_that_are_no_posts_are_named_and_the_rest_taken(archive: Write, read: Callable[..., Reading]) -> None:
    undated = post(3, "Sin fecha.")
    undated["tweet"]["created_at"] = "ayer"
    path = archive({"tweet": {"id_str": "x"}}, 7, undated, post(4, "a@@b"), post(5, "Bien."))
    reading = read(path, data=path.read_bytes().replace(b"@@", b"\\ud800"))
    assert "Bien." in texts(reading)
    assert {"post 1", "post 2", "post 3"} <= set(reading.faults)
    assert "\ud800" not in "".join(texts(reading))


def test_what_is_no_list_of_posts_is_refused_in_one_sentence(archive: Write, read: Callable[..., Reading]) -> None:
    path = archive(post(1, "Uno."), post(2, "Dos."))
    whole = path.read_bytes()
    for damaged in (whole[:-40], whole[:60], whole.replace(b'"tweet"', b"tweet"), whole + b"]"):
        with pytest.raises(InputError, match="cut off or damaged"):
            read(path, data=damaged)
    with pytest.raises(InputError, match="empty"):
        read(path, data=b"window.YTD.tweets.part0 = [ ]")
    deep = b"window.YTD.tweets.part0 = [" + b'{"tweet":' * 50_000 + b"1" + b"}" * 50_000 + b"]"
    with pytest.raises(InputError):
        read(path, data=deep)


def test_a_damaged_further_part_is_named(archive: Write, read: Callable[..., Reading]) -> None:
    path = archive(post(1, "Uno."), parts=([post(2, "Dos.")],))
    path.with_name("tweets-part1.js").write_text("window.YTD.tweets.part1 = [{", encoding="utf-8")
    with pytest.raises(InputError, match=r"tweets-part1\.js"):
        read(path)


def test_a_packed_archive_is_to_be_unpacked(tmp_path: Path, read: Callable[..., Reading]) -> None:
    path = tmp_path / "twitter.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("data/tweets.js", js("tweets", []))
    with pytest.raises(InputError, match="unpack it and give the folder"):
        read(path)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("window.YTD.tweets.part0 = [", True),
        ("\ufeff window.YTD.tweet.part12 = [", True),
        ("window.YTD.deleted_tweets.part0 = [", False),
        ("window.YTD.direct_messages.part0 = [", False),
        ("window.tweets = [", False),
    ],
)
def test_only_the_lists_of_own_posts_are_recognised(start: str, expected: bool) -> None:
    assert XArchiveReader().recognises(InputFile(path=Path("x.js"), data=start.encode())) is expected


def test_the_ministrys_account_is_known(archive: Write) -> None:
    path = archive(post(1, "Texto inventado para una prueba."), account="SRE_mx")
    reading = read_file(InputFile(path=path, data=path.read_bytes()), ReadingContext())
    assert only(reading).speaker == "Secretaría de Relaciones Exteriores de México"
