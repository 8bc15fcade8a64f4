"""Bytes → text: UTF-8, UTF-16 and the 8-bit Arabic sets, told from the bytes; what is not text, or was spoilt on its way, is refused.

Nothing is repaired: a page that went through a wrong encoding has lost letters, and a record of it could not be checked.
"""

from __future__ import annotations

import codecs
import re

from tawatur.arabic import ARABIC_LETTER
from tawatur.errors import ReadError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAGIC = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"SQLite format 3\0", b"\xd0\xcf\x11\xe0", b"RIFF", b"BZh", b"7z\xbc\xaf", b"\xfd7zXZ")
_EIGHT_BIT = ("windows-1256", "iso-8859-6")
_SAMPLE = 2**16  # bytes looked at to tell an 8-bit set: a page's first screen is enough
_CONTROL = bytes([*range(9), 11, *range(14, 26), *range(27, 32), 127])

# Letters that begin and end the article, "in", "from", "that", "on": in any Arabic text about one word in four is or begins with one of them.
_COMMON = re.compile("(?<!\\w)(?:\u0627\u0644\\w|\u0641\u064a(?!\\w)|\u0645\u0646(?!\\w)|\u0639\u0644\u0649(?!\\w)|\u0623\u0646(?!\\w)|\u0625\u0644\u0649(?!\\w)|\u0648\\w)")
_WORD = re.compile(r"\w+")

# UTF-8 read as Latin: Arabic letters become a capital O or U with a mark and a sign. UTF-8 read as windows-1256: every other letter is tah or zah.
_AS_LATIN = re.compile("[\u00d8-\u00db][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]")
_HIGH_LATIN = re.compile("[\u00c0-\u00ff]")
_ALEF_LAM = ("\u0627", "\u0623", "\u0644")
_TAH_ZAH = ("\u0637", "\u0638")


def decode(data: bytes, doc: str, declared: str | None = None) -> str:
    """The text of a document's bytes, without a byte order mark. `declared` is what the page itself says of its encoding: tried, not trusted.

    Raises ReadError: read.empty, read.binary, read.encoding (no encoding makes Arabic of it), read.mojibake.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise ReadError("read.empty", doc=doc)
    if data.startswith(_MAGIC):
        raise ReadError("read.binary", doc=doc)
    text = _by_mark(data) or _as_utf8(data) or _as_utf16(data)
    if text is None:
        _refuse_binary(data, doc)
        text = _as_eight_bit(data, declared)
    if text is None:
        raise ReadError("read.encoding", doc=doc)
    return text


def encoded(text: str, doc: str) -> bytes:
    """The text's UTF-8. Raises ReadError for half of a surrogate pair: it is no character, has no UTF-8, and a text is never changed."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadError("read.surrogate", doc=doc, place=error.start) from error


def check_text(text: str, data: bytes, doc: str) -> None:
    """Raises ReadError for a text (`data`: its UTF-8) that is empty, binary, without Arabic, or went through a wrong encoding. Linear, fast on a good text."""
    if not text.strip():
        raise ReadError("read.empty", doc=doc)
    if "\0" in text or len(data) - len(data.translate(None, _CONTROL)) > max(8, len(text) // 50):
        raise ReadError("read.binary", doc=doc)
    if ARABIC_LETTER.search(text) is None:
        lost = "read.encoding" if text.count("\ufffd") > len(text) // 8 else "read.no_arabic"
        raise ReadError("read.mojibake" if _latin_mojibake(text) else lost, doc=doc)
    if _spoilt(text):
        raise ReadError("read.mojibake", doc=doc)


def _by_mark(data: bytes) -> str | None:
    """The text after a byte order mark, when the rest keeps the mark's word."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    return None


def _as_utf8(data: bytes) -> str | None:
    text = _strict(data, "utf-8")
    return None if text is None or "\0" in text[:_SAMPLE] else text


def _as_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte is mostly 06 (Arabic) or 00 (Latin, blanks)."""
    sample = data[:_SAMPLE]
    if len(sample) < 4:
        return None
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[start::2]
        if high.count(6) + high.count(0) > 0.9 * len(high) and high.count(6) > 0:
            return _strict(data[: len(data) & ~1], encoding)
    return None


def _as_eight_bit(data: bytes, declared: str | None) -> str | None:
    """The 8-bit set whose reading looks most like Arabic; the declared one first. None when no reading does."""
    names = [declared] if declared and _known(declared) else []
    best: tuple[float, str] | None = None
    for name in dict.fromkeys([*names, *_EIGHT_BIT]):
        sample = data[:_SAMPLE].decode(name, "replace")
        likeness = arabic_likeness(sample) + (0.05 if name in names else 0.0)
        if best is None or likeness > best[0]:
            best = (likeness, name)
    if best is None or best[0] < 0.15:
        return None
    return data.decode(best[1], "replace")


def arabic_likeness(text: str) -> float:
    """Share of the words in other than ASCII letters that are or begin with the commonest Arabic ones, in [0, 1].

    Wrong readings fall below 0.15, right ones lie above 0.25. In Arabic one letter in four is alef or lam; a reading with less than one in eight is wrong.
    """
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    letters = sum(map(len, words)) or 1
    if sum(map(text.count, _ALEF_LAM)) < letters / 8:
        return 0.0
    return max(0.0, (len(_COMMON.findall(text)) - text.count("\ufffd")) / len(words))


def _refuse_binary(data: bytes, doc: str) -> None:
    """Control bytes never stand in a text of an 8-bit set."""
    sample = data[:_SAMPLE]
    control = len(sample) - len(sample.translate(None, _CONTROL))
    if b"\0" in sample or control > max(2, len(sample) // 100):
        raise ReadError("read.binary", doc=doc)


def _spoilt(text: str) -> bool:
    """Whether a text with Arabic letters in it still shows a wrong encoding."""
    bad = text.count("\ufffd")
    if bad > 8 and bad > len(text) // 50:
        return True
    odd = sum(map(text.count, _TAH_ZAH))
    return (odd > 16 and odd > len(text) // 5) or (text.count("\u00d8") + text.count("\u00d9") > 16 and _latin_mojibake(text))


def _latin_mojibake(text: str) -> bool:
    """Whether Arabic bytes were read as Latin letters."""
    sample = text[:_SAMPLE]
    words = len(_WORD.findall(sample)) or 1
    return len(_AS_LATIN.findall(sample)) > 2 * words or len(_HIGH_LATIN.findall(sample)) > max(16, len(sample) // 3)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name not in ("utf-8", "utf-16", "utf-32")
    except (LookupError, ValueError):
        return False
