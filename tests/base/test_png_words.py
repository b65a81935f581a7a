"""Words inside a PNG: there again, and the picture the same."""

from __future__ import annotations

import struct
import zlib

import pytest

from helpers.base.png_words import SIGNATURE, size_of, with_words, words_of


def chunk(kind, content):
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def png(width=4, height=2):
    rows = b"".join(b"\x00" + bytes(at % 251 for at in range(width * 4)) for _ in range(height))
    packed = zlib.compress(rows, 1)
    return (
        SIGNATURE
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
        + chunk(b"pHYs", struct.pack(">IIB", 1, 1, 1))
        + chunk(b"IDAT", packed[:5])
        + chunk(b"IDAT", packed[5:])
        + chunk(b"IEND", b"")
    )


def chunks(content):
    at, found = len(SIGNATURE), []
    while at < len(content):
        length = struct.unpack(">I", content[at : at + 4])[0]
        kind, part = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        check = struct.unpack(">I", content[at + 8 + length : at + 12 + length])[0]
        assert check == zlib.crc32(kind + part)
        found.append((kind, part))
        at += 12 + length
    return found


WORDS = {"Title": "Tâf – 98% ≤ 99%", "Description": "a\nb" * 500, "Empty": ""}


def test_the_words_come_back():
    assert words_of(with_words(png(), WORDS, 165)) == WORDS


def test_the_pixels_stay():
    before, after = chunks(png()), chunks(with_words(png(), WORDS, 165))
    pixels = [
        zlib.decompress(b"".join(part for kind, part in found if kind == b"IDAT"))
        for found in (before, after)
    ]
    assert pixels[0] == pixels[1]
    assert after[0] == before[0]
    assert after[-1] == (b"IEND", b"")
    assert [kind for kind, _ in after].count(b"IDAT") == 1


def test_the_size_on_paper_is_the_one_asked_for():
    told = dict(chunks(with_words(png(400), {}, 100)))[b"pHYs"]
    assert struct.unpack(">IIB", told) == (4000, 4000, 1)
    assert size_of(png(400)) == (400, 2)


def test_words_are_replaced_and_not_added():
    once = with_words(png(), WORDS, 165)
    assert with_words(once, WORDS, 165) == once
    assert words_of(with_words(once, {"Title": "b"}, 165)) == {"Title": "b"}


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="not a PNG"):
        words_of(b"GIF89a")
