"""Words inside a PNG: they travel with the picture, and what it shows can be looked into."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXT, _SIZE, _PIXELS, _LAST = b"iTXt", b"pHYs", b"IDAT", b"IEND"
_METRE = 1
_COMPRESSED = b"\x01\x00"


def with_words(png: bytes, words: Mapping[str, str], millimetres: float) -> bytes:
    """Put words and a size on paper into a PNG.

    Parameters
    ----------
    png : bytes
        The picture.
    words : mapping of str to str
        Text by keyword, such as "Title" and "Description".
    millimetres : float
        Width at which it is set on paper, where the program that sets it asks the picture.

    Returns
    -------
    bytes
        The same picture, the same bytes for the same words.
    """
    kept = [part for part in _chunks(png) if part[0] not in {_TEXT, _SIZE, _PIXELS, _LAST}]
    dense = round(size_of(png)[0] / (millimetres / 1000))
    # The renderer packs for speed; packed with patience a chart takes a quarter of the bytes.
    pixels = zlib.decompress(b"".join(part for kind, part in _chunks(png) if kind == _PIXELS))
    parts = [
        *kept,
        (_SIZE, struct.pack(">IIB", dense, dense, _METRE)),
        *((_TEXT, _text(key, text)) for key, text in words.items()),
        (_PIXELS, zlib.compress(pixels, 9)),
        (_LAST, b""),
    ]
    return SIGNATURE + b"".join(_chunk(kind, part) for kind, part in parts)


def words_of(png: bytes) -> dict[str, str]:
    """Return the words that `with_words` put into a PNG, by keyword."""
    found = {}
    for kind, content in _chunks(png):
        if kind == _TEXT:
            key, _, rest = content.partition(b"\x00")
            # Language and translated keyword are empty, each ended by a nought.
            text = rest[len(_COMPRESSED) + 2 :]
            found[key.decode("latin-1")] = zlib.decompress(text).decode()
    return found


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _text(key: str, text: str) -> bytes:
    return (
        key.encode("latin-1")
        + b"\x00"
        + _COMPRESSED
        + b"\x00\x00"
        + zlib.compress(text.encode(), 9)
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(SIGNATURE):
        raise ValueError("not a PNG")
    at = len(SIGNATURE)
    while at + 12 <= len(png):
        length = struct.unpack(">I", png[at : at + 4])[0]
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
