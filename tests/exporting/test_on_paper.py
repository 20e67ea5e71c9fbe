"""Word files as LibreOffice prints them: mark and number on every page, each note on the page that cites it."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTChar, LTTextContainer

from assistant.exporting import About, Cleared, export
from tests.exporting.samples import MARKS, carried, citation, draft, item

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not here (Debian: libreoffice-writer-nogui)"
)
AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
CITED = 12
LONG = " ".join(f"ajolote{n}" for n in range(1_500))


def many(lang: str = "es", **changes: Any) -> dict[str, Any]:
    """A draft of several pages: each point rests on a statement of its own, the last one on the first once more."""
    points = [
        carried(f"Punto {n}: México cuida al ajolote. " + "Y así sigue la frase. " * 9, f"s-{n}")
        for n in range(1, CITED + 1)
    ]
    items = [*points, carried("Al final se repite.", "s-1")]
    cited = [
        citation(n, speaker=f"Voz {n}", date=f"2026-01-{n:02d}", text=LONG if n == 2 else f"Declaración número {n}.")
        for n in range(1, CITED + 1)
    ]
    return draft(lang, items=items, citations=cited, **changes)


SAMPLES: dict[str, tuple[dict[str, Any], About]] = {
    "many": (many(), About(at=AT, version=2)),
    "english": (many("en"), About(at=AT)),
    "cleared": (many(), About(at=AT, cleared=Cleared(by="Eva Ruiz", at=AT, digest="ab" * 32))),
    "thread": (
        draft(
            items=[carried(f"{n}/2 México cuida al ajolote 🇲🇽. שלום", f"s-{n}", part="post") for n in (1, 2)],
            format="thread",
        ),
        About(at=AT),
    ),
    "qa": (
        draft(items=[item("P: ¿Se vende?\nR: No se vende.", (17, 30, ["s-1"]), part="answer")], format="qa"),
        About(),
    ),
    "empty": (draft(items=[], message="Nada consta.", report={"verdict": "review", "findings": []}), About()),
}


@dataclass(frozen=True)
class Printed:
    pages: list[str]
    data: bytes


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """Every sample through LibreOffice, once, with a profile of its own."""
    folder: Path = tmp_path_factory.mktemp("paper")
    for name, (sample, about) in SAMPLES.items():
        (folder / f"{name}.docx").write_bytes(export(sample, "docx", about=about))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.docx") for name in SAMPLES]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    found = {}
    for name in SAMPLES:
        data = (folder / f"{name}.pdf").read_bytes()
        pages = [" ".join(page.split()) for page in extract_text(BytesIO(data)).split("\f")[:-1]]
        found[name] = Printed(pages=pages, data=data)
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_bears_the_mark_and_its_number(printed: dict[str, Printed], name: str) -> None:
    sample, _ = SAMPLES[name]
    mark = "Texto con visto bueno — Eva Ruiz" if name == "cleared" else MARKS[sample["lang"]]
    pages = printed[name].pages
    for at, page in enumerate(pages, start=1):
        assert mark in page
        number = f"Page {at} of {len(pages)}" if name == "english" else f"Página {at} de {len(pages)}"
        assert number in page
        assert "d-1" in page


@pytest.mark.parametrize("name", ["many", "english", "cleared"])
def test_each_note_begins_on_the_page_that_first_cites_it(printed: dict[str, Printed], name: str) -> None:
    pages = printed[name].pages
    assert len(pages) > 3
    for n in range(1, CITED + 1):
        page = next(page for page in pages if f"Punto {n}: " in page and f"Voz {n}, Secretaria" in page)
        note = page.index(f"Voz {n}, Secretaria")
        assert re.search(rf"\b{n} $", page[:note]), page[note - 9 : note]
        assert page.index(f"Punto {n}: ") < note


def test_a_second_citation_shows_the_number_of_the_first(printed: dict[str, Printed]) -> None:
    assert any(re.search(r"Al final se repite\. ?1\b", page) for page in printed["many"].pages)


@pytest.mark.parametrize("name", ["many", "english", "cleared", "thread", "qa"])
def test_the_annex_opens_a_page_of_its_own(printed: dict[str, Printed], name: str) -> None:
    title = "Annex: statements cited" if name == "english" else "Anexo: declaraciones citadas"
    pages = [page for page in printed[name].pages if title in page]
    assert len(pages) == 1
    assert len(pages[0][: pages[0].index(title)]) < 200  # nothing but the mark stands before it
    assert not any("Punto " in page for page in pages)


def test_a_very_long_statement_is_printed_whole(printed: dict[str, Printed]) -> None:
    words = re.findall(r"ajolote\d+", " ".join(printed["many"].pages))
    assert words == LONG.split()


@pytest.mark.parametrize("name", SAMPLES)
def test_no_letter_is_missing_and_all_stands_on_the_paper(printed: dict[str, Printed], name: str) -> None:
    assert not [page for page in printed[name].pages if "(cid:" in page or "\ufffd" in page]
    for page in extract_pages(BytesIO(printed[name].data)):
        assert (round(page.width), round(page.height)) == (612, 792)
        chars = [
            c for box in page if isinstance(box, LTTextContainer) for line in box for c in line if isinstance(c, LTChar)
        ]
        assert all(c.x0 >= 0 and c.x1 <= page.width and c.y0 >= 0 for c in chars)


def test_headings_are_larger_than_what_they_head(printed: dict[str, Printed]) -> None:
    sizes: dict[str, float] = {}
    for page in extract_pages(BytesIO(printed["many"].data), maxpages=1):
        for box in page:
            if isinstance(box, LTTextContainer):
                for line in box:
                    size = max((c.size for c in line if isinstance(c, LTChar)), default=0)
                    sizes[line.get_text().strip()] = size  # type: ignore[union-attr]
    body = next(size for text, size in sizes.items() if text.startswith("Punto 1:") or "Punto 1:" in text)
    assert sizes["El ajolote & la soberanía"] > sizes["Puntos de apoyo"] > body
