"""`check --file` with the files that texts come in: Word, PDF, Markdown and plain text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from fpdf import FPDF

TEXT = "México acepta tropas estadounidenses en su territorio."


def _word(path: Path) -> None:
    word = docx.Document()
    word.add_paragraph(TEXT)
    word.save(str(path))


def _pdf(path: Path) -> None:
    pdf = FPDF(format="A4")
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.multi_cell(0, 6, TEXT)
    path.write_bytes(bytes(pdf.output()))


MAKERS: dict[str, Callable[[Path], object]] = {
    "a.docx": _word,
    "a.pdf": _pdf,
    "a.md": lambda path: path.write_text(f"**{TEXT}**\n", encoding="utf-8"),
    "a.txt": lambda path: path.write_text(TEXT, encoding="utf-8"),
}


@pytest.mark.parametrize("name", MAKERS)
def test_the_text_of_every_kind_of_file_is_checked(
    here: Callable[..., Any], conforms: Callable[[Any, str], None], tmp_path: Path, name: str
) -> None:
    MAKERS[name](tmp_path / name)
    printed = here("check", "--file", str(tmp_path / name), "--json")

    assert printed.code == 4
    conforms(printed.json, "REPORT")
    assert [sentence["text"] for sentence in printed.json["sentences"]] == [TEXT]


def test_a_file_that_cannot_be_read_is_named_in_one_sentence(here: Callable[..., Any], tmp_path: Path) -> None:
    _pdf(tmp_path / "a.pdf")
    cut = tmp_path / "b.pdf"
    cut.write_bytes((tmp_path / "a.pdf").read_bytes()[:-40])
    printed = here("check", "--file", str(cut))

    assert printed.code == 1
    assert f"{str(cut)!r}: The PDF is cut off" in " ".join(printed.err.split())
    assert len(printed.err.strip().splitlines()) <= 2
