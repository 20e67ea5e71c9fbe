"""Two thousand damaged files, and bombs: each ends in a reading or in one sentence, in time and in bounded memory.

The seeds are made here, one for each format; every text in them is invented.
"""

import io
import json
import random
import re
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import docx
import psutil
import pytest
from fpdf import FPDF

from assistant.domain import Form
from assistant.errors import InputError
from assistant.record.readers import READERS, sandbox
from assistant.record.readers.base import Declared, InputFile, Reader, Reading, ReadingContext
from assistant.record.readers.sandbox import Sandboxed

INPUTS = 2_000
MEMORY = 500_000_000
DECLARED = Declared(
    speaker="Persona de Prueba", role="Cónsul de prueba", form=Form.VERBATIM, day=date(2026, 1, 12), lang="es"
)
CONTEXT = ReadingContext(declared=DECLARED)
BODY = (
    "El programa de becas abre sus puertas el lunes próximo y recibe a todas las personas interesadas en aprender un "
    "oficio, sin que importe la edad ni el lugar en que viven."
)
PAGE = (
    "<!DOCTYPE html><html lang='es'><head><title>Apertura</title><meta name='author' content='Persona de Prueba'>"
    "<meta property='article:published_time' content='2026-01-12'></head><body><nav><a href='/'>Inicio</a></nav>"
    f"<article><h1>Apertura</h1><p>{BODY}</p><p style='color:#fff'>nadie</p><p>{BODY[::-1]}</p></article></body></html>"
)


def word_file() -> bytes:
    word = docx.Document()
    word.add_heading("Apertura", level=0)
    word.add_paragraph(BODY).add_run(" nadie").font.hidden = True
    word.add_table(rows=2, cols=2).cell(0, 0).text = BODY
    into = io.BytesIO()
    word.save(into)
    return into.getvalue()


def pdf_file(*, packed: bool) -> bytes:
    pdf = FPDF()
    pdf.set_compression(packed)
    for _ in range(2):
        pdf.add_page()
        pdf.set_font("Helvetica", size=12)
        pdf.multi_cell(0, 6, f"{BODY}\n\n{BODY}", align="L")
        pdf.set_text_color(255)
        pdf.cell(text="nadie")
        pdf.set_text_color(0)
    return bytes(pdf.output())


def mail_file() -> bytes:
    return (
        "From: Persona de Prueba <p@example.org>\nTo: q@example.org\nDate: Mon, 12 Jan 2026 10:00:00 -0600\n"
        "Subject: =?utf-8?q?Apertura?=\nMIME-Version: 1.0\nMessage-ID: <1@example.org>\n"
        'Content-Type: multipart/alternative; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{BODY}\n\n--b\nContent-Type: text/html; charset=utf-8\n\n"
        f"{PAGE}\n--b--\n"
    ).encode()


def feed_file() -> bytes:
    entry = (
        "<item><title>Apertura</title><link>https://example.org/{n}</link><pubDate>Mon, 12 Jan 2026 10:00:00 GMT"
        f"</pubDate><description><![CDATA[<p>{BODY}</p>]]></description></item>"
    )
    items = "".join(entry.replace("{n}", str(n)) for n in range(3))
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Avisos</title>{items}</channel></rss>".encode()


def posts_file() -> bytes:
    posts = [
        {
            "tweet": {
                "id_str": str(100 + n),
                "id": str(100 + n),
                "full_text": f"{n} {BODY}",
                "created_at": "Mon Jan 12 16:00:00 +0000 2026",
                "lang": "es",
                "entities": {"urls": [], "user_mentions": [], "hashtags": [], "symbols": []},
                "retweeted": False,
                "favorite_count": "0",
            }
        }
        for n in range(3)
    ]
    return f"window.YTD.tweets.part0 = {json.dumps(posts, indent=1)}".encode()


def rows_file() -> bytes:
    row = {"date": "2026-01-12", "speaker": "Persona de Prueba", "role": "Cónsul de prueba", "text": BODY}
    return "\n".join(json.dumps(row | {"title": f"Aviso {n}", "form": "verbatim"}) for n in range(4)).encode()


def statement_file() -> bytes:
    return (
        "id: 2026-01-12-apertura\ndate: 2026-01-12\nspeaker: Persona de Prueba\nrole: Cónsul de prueba\n"
        "venue: Apertura\nlang: es\nform: paraphrase\nauthority: speech\n"
        f"text: >-\n  {BODY}\ntopics: []\nprinciples: []\nsource:\n  title: Apertura\n  ref: a.txt\n"
    ).encode()


SEEDS: dict[str, tuple[str, bytes]] = {
    "docx": ("a.docx", word_file()),
    "pdf": ("a.pdf", pdf_file(packed=True)),
    "plain pdf": ("b.pdf", pdf_file(packed=False)),
    "html": ("a.html", PAGE.encode()),
    "eml": ("a.eml", mail_file()),
    "rss": ("a.xml", feed_file()),
    "md": ("a.md", f"---\ntitle: Apertura\ndate: 2026-01-12\n---\n# Apertura\n\n{BODY}\n\n- {BODY}\n".encode()),
    "tweets.js": ("tweets.js", posts_file()),
    "csv": (
        "a.csv",
        f"date,speaker,role,form,text\n{f'2026-01-12,P,R,verbatim,{json.dumps(BODY)}{chr(10)}' * 3}".encode(),
    ),
    "jsonl": ("a.jsonl", rows_file()),
    "yaml": ("a.yaml", statement_file()),
    "transcript": (
        "a.txt",
        "Versión estenográfica. Apertura\nPresidencia de la República\n12 de enero de 2026\n---\n"
        f"PRESIDENTA DE MÉXICO, PERSONA DE PRUEBA\n{BODY}\n---\nPREGUNTA\n¿Y el martes?\n---\n—000—\n".encode(),
    ),
}

Damage = Callable[[bytes, random.Random], bytes]


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data) + 1)]


def flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 4, 32])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def swap(data: bytes, chance: random.Random) -> bytes:
    a, b, c = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def repeat(data: bytes, chance: random.Random) -> bytes:
    a, b = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:b] + data[a:b] * chance.choice([1, 2, 20]) + data[b:]


def drop(data: bytes, chance: random.Random) -> bytes:
    a, b = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:a] + data[b:] or data[:1]


def insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    piece = chance.choice(
        [
            b"\x00" * chance.choice([1, 1000]), b"\xff\xfe", b"\xed\xa0\x80", "\u202e\u200b\U000e0041".encode(), b"\r",
            b"-" * 3000, b"&" * 500, b"%s%n{}[]", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&a: *a\n", b"\n---\n",
            b"\x1b[2J", b'"', b"\t" * 200, b"((((" * 200, b"a" * 30_000,
        ]
    )  # fmt: skip
    return data[:place] + piece + data[place:]


def enlarge(data: bytes, chance: random.Random) -> bytes:
    numbers = list(re.finditer(rb"\d+", data))
    if not numbers:
        return flip(data, chance)
    found = chance.choice(numbers)
    huge = chance.choice([b"9" * 400, b"-1", b"0", b"4294967296", b"9" * 19, b"1e999", b"99999999"])
    return data[: found.start()] + huge + data[found.end() :]


def nest(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    piece = chance.choice([b"[", b"{", b"(", b"<div>", b"<a>", b"> ", b'{"a":', b"<<", b"- ", b"--b\n", b"q "])
    return data[:place] + piece * chance.choice([50, 3_000]) + data[place:]


DAMAGES: tuple[Damage, ...] = (cut, flip, swap, repeat, drop, insert, enlarge, nest)


def damaged(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice([1, 1, 2, 4])):
        data = chance.choice(DAMAGES)(data, chance)
    return data


def damaged_part(package: bytes, chance: random.Random) -> bytes:
    """Damage one part of a package, which else stays whole, so that the fault is met deeper inside."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice(["word/document.xml", "word/document.xml", "word/styles.xml", chance.choice(names)])
        for name in names:
            new.writestr(name, damaged(old.read(name), chance) if name == chosen else old.read(name))
    return into.getvalue()


def inputs(kind: str, count: int) -> Iterator[InputFile]:
    name, seed = SEEDS[kind]
    for number in range(count):
        chance = random.Random(f"{kind} {number}")
        data = damaged_part(seed, chance) if kind == "docx" and number % 2 else damaged(seed, chance)
        if kind.endswith("pdf") and number % 2:
            data += b"\n%%EOF\n"  # past the check for a file that is cut off
        yield InputFile(path=Path(name), data=data)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every file more time than in earnest: a busy machine is no fault of the file's, a hang is."""
    monkeypatch.setattr(sandbox, "SECONDS", 30.0)


@pytest.fixture(scope="module", autouse=True)
def memory() -> Iterator[None]:
    """Watch what the workers hold while the tests run, and compare at the end."""
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            for child in psutil.Process().children():
                try:
                    # Until it starts its own program, a new process is a copy of this one, with all it holds.
                    if "loky" in " ".join(child.cmdline()):
                        peak[0] = max(peak[0], child.memory_info().rss)
                except psutil.Error:
                    continue

    (watcher := threading.Thread(target=watch)).start()
    yield
    done.set()
    watcher.join()
    assert 0 < peak[0] <= MEMORY


def reader_of(file: InputFile) -> tuple[Reader, bool]:
    """Return who reads the file, always in the worker, and whether it does so in earnest."""
    for reader in READERS:
        if reader.recognises(file):
            return (reader, True) if isinstance(reader, Sandboxed) else (Sandboxed(reader), False)
    return Sandboxed(next(reader for reader in READERS if reader.name == "text")), False


def read(file: InputFile) -> tuple[Reading | None, str]:
    """Read a file and return the reading, or the fault; a bug that only the worker keeps back fails the test."""
    reader, guarded = reader_of(file)
    try:
        reading = reader.read(file, CONTEXT)
    except InputError as error:
        fault = str(error)
    else:
        for each in reading.statements:
            stored = "".join((each.id, each.speaker, each.role, each.venue, each.text, each.context, each.source.title))
            assert "\x00" not in stored
            assert stored.encode("utf-8")  # no half characters either
        return reading, ""
    assert fault.strip(), "a fault says something"
    assert "\n" not in fault, fault
    assert guarded or "save it again or export it anew" not in fault, f"{reader.name}: {fault}"
    return None, fault


def read_in_bounds(file: InputFile) -> str:
    """Read a file that is no bomb, so that it may reach no limit, and return the fault, if any."""
    fault = read(file)[1]
    assert "takes longer than" not in fault, fault
    assert "too much memory" not in fault, fault
    return fault


@pytest.mark.parametrize("kind", SEEDS)
def test_whole_files_are_read(kind: str) -> None:
    name, data = SEEDS[kind]
    assert read_in_bounds(InputFile(path=Path(name), data=data)) == ""


@pytest.mark.parametrize("kind", SEEDS)
def test_damaged_files_end_in_a_reading_or_one_sentence(kind: str) -> None:
    for file in inputs(kind, -(-INPUTS // len(SEEDS))):
        read_in_bounds(file)


def package(document: bytes) -> bytes:
    """Return a Word file with this as its main part."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, document if name == "word/document.xml" else old.read(name))
    return into.getvalue()


def word_xml(inner: bytes, before: bytes = b"") -> bytes:
    root = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    return before + root + b"<w:body>" + inner + b"</w:body></w:document>"


def laughs(element: str) -> str:
    """Return the declaration of an entity `l9` that stands for a thousand million words."""
    steps = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {element} [<!ENTITY l0 "ja">{steps}]>'


def zip_that_lies() -> bytes:
    """Return a package whose table of contents says that its large main part is small."""
    large = word_xml(b"<w:p/>" * 5_000_000)
    data = package(large)
    return data.replace(len(large).to_bytes(4, "little"), (5_000).to_bytes(4, "little"))


def pdf_around(content: bytes, filters: str) -> bytes:
    """Return a PDF of one page with this content, packed as the filters say."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >>"
        b" /XObject << /X 4 0 R >> >> >>",
        f"<< /Filter [{filters}] /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"".join(b"%d 0 obj\n" % number + part + b"\nendobj\n" for number, part in enumerate(parts, start=1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Size 6 >>\nstartxref\n0\n%%EOF\n"


def packed(piece: bytes, times: int) -> bytes:
    """Return a long run of the same bytes, packed without ever being held whole."""
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(piece) for _ in range(times)), packer.flush()])


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip of zeros": ("a.docx", lambda: package(b"\x00" * 90_000_000)),
    "zip of words": ("a.docx", lambda: package(word_xml(b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 550_000))),
    "zip that lies": ("a.docx", zip_that_lies),
    "layers in a Word file": ("a.docx", lambda: package(word_xml(b"<w:tbl><w:tr><w:tc>" * 20_000))),
    "entities after a long comment": (
        "a.docx",
        lambda: package(word_xml(b"&l9;", b"<!--" + b" " * 70_000 + b"-->" + laughs("w:document").encode()[21:])),
    ),
    "stream of zeros": ("a.pdf", lambda: pdf_around(packed(b"\x00" * 1_000_000, 450), "/FlateDecode")),
    "stream in a stream": (
        "a.pdf",
        lambda: pdf_around(zlib.compress(packed(b"\x00" * 1_000_000, 450), 9), "/FlateDecode /FlateDecode"),
    ),
    "stream of letters": (
        "a.pdf",
        lambda: pdf_around(packed(b"BT /F 12 Tf 9 9 Td (aaaaaaaaaa) Tj ET\n" * 1_000, 1_000), "/FlateDecode"),
    ),
    "stream that draws itself": ("a.pdf", lambda: pdf_around(packed(b"/X Do\n" * 1_000, 100), "/FlateDecode")),
    "entities in a feed": (
        "a.xml",
        lambda: (laughs("rss") + "<rss><channel><item><title>&l9;</title></item></channel></rss>").encode(),
    ),
    "entities in a page": (
        "a.html",
        lambda: (laughs("html") + f"<html><body><p>&l9;</p>{BODY}</body></html>").encode(),
    ),
    "deep page": ("a.html", lambda: b"<html><body>" + b"<div>" * 200_000 + BODY.encode()),
    "mail in a mail": (
        "a.eml",
        lambda: (
            b"From: p@example.org\nDate: Mon, 12 Jan 2026 10:00:00 -0600\n"
            + b"Content-Type: message/rfc822\n\nFrom: p@example.org\n" * 5_000
            + b"\nHola."
        ),
    ),
    "deep JSON": ("a.jsonl", lambda: b'{"date":' + b"[" * 500_000),
    "deep posts": ("tweets.js", lambda: b"window.YTD.tweets.part0 = " + b"[" * 500_000),
    "deep YAML": ("a.yaml", lambda: b"id: " + b"[" * 20_000),
    "aliases in YAML": (
        "a.yaml",
        lambda: ("a0: &a0 [ja]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, 12))).encode(),
    ),
    "one endless field": ("a.csv", lambda: b'date,text\n2026-01-12,"' + b"a," * 2_000_000),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_ends_in_one_sentence(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 2.0)  # those that only take long are given up sooner
    monkeypatch.setattr(sandbox, "SECONDS_PER_MB", 1.0)
    name, made = BOMBS[kind]
    reading, fault = read(InputFile(path=Path(name), data=made()))
    assert fault or (reading is not None and sum(len(each.text) for each in reading.statements) < 1_000_000)
