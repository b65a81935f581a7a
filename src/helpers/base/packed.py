"""Text packed to travel inside a page: gzip, in letters that HTML leaves alone."""

from __future__ import annotations

import base64
import gzip
import io

# The three letters of base 85 that mean something in HTML, and what stands for them.
_TO_HTML = str.maketrans("<>&", ",.:")
_FROM_HTML = str.maketrans(",.:", "<>&")

LETTERS = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
).translate(_TO_HTML)
"""The 85 letters in the order of their values."""


def pack(text: str) -> str:
    """Pack a text; the same text gives the same letters.

    Parameters
    ----------
    text : str
        Any text.
    """
    stream = io.BytesIO()
    # No time and no file name in the header.
    with gzip.GzipFile(filename="", fileobj=stream, mode="wb", compresslevel=6, mtime=0) as packed:
        packed.write(text.encode())
    return in_letters(stream.getvalue())


def in_letters(content: bytes) -> str:
    """Write bytes in letters that stand in HTML as they are."""
    return base64.b85encode(content).decode().translate(_TO_HTML)


def unpack(letters: str) -> str:
    """Undo `pack`.

    Raises
    ------
    ValueError
        When the letters are not a packed text.
    """
    if not letters:
        raise ValueError("nothing is packed here")
    try:
        return gzip.decompress(base64.b85decode(letters.translate(_FROM_HTML))).decode()
    except (OSError, EOFError) as reason:
        raise ValueError(str(reason)) from reason
