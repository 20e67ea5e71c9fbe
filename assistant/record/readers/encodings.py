"""Decodes what spreadsheets save: UTF-8, UTF-16, and the one-byte encodings of Windows, the Mac and DOS."""

import codecs

from assistant.errors import InputError

_ONE_BYTE = ("cp1252", "mac_roman", "cp850")
_LETTERS = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡")
_ALSO = frozenset("\u00a0«»“”‘’–—…€°ºª·•§©®")


def decode_table(data: bytes) -> str:
    """Decode a table's bytes, with plain line ends.

    Between one-byte encodings the letters of Spanish decide. charset-normalizer takes most Spanish text that
    Excel saved on a Mac for Windows-1252 and turns "México" into "MŽxico" without a word.

    Raises:
        InputError: It is binary, or in an encoding that cannot be told.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _decoded(data, "utf-16")
    else:
        if b"\x00" in data[:4096]:
            raise InputError("The file is binary, not text; save the table as CSV in UTF-8.")
        text = _decoded(data, "utf-8-sig")
    if text is None:
        text = _one_byte(data)
    if text is None:
        raise InputError("The encoding of the table cannot be told; save it again as CSV in UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _one_byte(data: bytes) -> str | None:
    found = [text for name in _ONE_BYTE if (text := _decoded(data, name)) is not None]
    best = max(found, key=_spanish, default=None)
    return best if best is not None and _spanish(best) > 0 else None


def _spanish(text: str) -> int:
    """Return the letters that Spanish has and ASCII has not, less the signs that neither language uses."""
    others = [sign for sign in text if not sign.isascii() and sign not in _ALSO]
    return sum(1 if sign in _LETTERS else -1 for sign in others)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
