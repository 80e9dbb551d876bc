"""What a file of a picture says of itself, read without drawing it: kind, size, and whether it is whole.

What does not belong to the picture (place and camera, comments, thumbnails) is left out, so that no photo tells more
than a face.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
END_OF_JPEG, SCAN = b"\xff\xd9", 0xDA
# Start of frame, of whatever coding, tells height and width; C4, C8 and CC are tables.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# EXIF and XMP, IPTC, comments.
TELLING = frozenset({0xE1, 0xED, 0xFE})
PNG_NEEDS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM"})


class Picture(NamedTuple):
    """A whole picture, cleaned of what else its file told."""

    kind: str
    width: int
    height: int
    content: bytes


def read(content: bytes) -> Picture:
    """The picture in a file; ValidationError with a sentence when it is none, or cut, or something hangs on to it."""
    try:
        if content.startswith(PNG):
            return _png(content)
        if content.startswith(JPEG):
            return _jpeg(content)
    except (struct.error, IndexError, StopIteration):
        pass
    raise ValidationError("不是完整的JPEG或PNG图片。", code="picture")


def _png(content: bytes) -> Picture:
    chunks = list(_chunks(content))
    (first, head), (last, _) = chunks[0], chunks[-1]
    if first != b"IHDR" or last != b"IEND" or not any(name == b"IDAT" for name, _ in chunks):
        raise IndexError
    width, height = struct.unpack(">II", head[:8])
    kept = (_chunk(name, data) for name, data in chunks if name in PNG_NEEDS)
    return Picture("png", width, height, PNG + b"".join(kept))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk with a right checksum, and nothing after the last."""
    at = len(PNG)
    while at < len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        data, told = content[at + 8 : at + 8 + length], content[at + 8 + length : at + 12 + length]
        if struct.unpack(">I", told)[0] != zlib.crc32(name + data):
            raise IndexError
        yield name, data
        at += 12 + length
        if name == b"IEND" and at != len(content):
            raise IndexError


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _jpeg(content: bytes) -> Picture:
    if not content.endswith(END_OF_JPEG):
        raise IndexError
    size, kept = None, [JPEG]
    for marker, start, end in _segments(content):
        if marker in FRAMES:
            height, width = struct.unpack(">HH", content[start + 5 : start + 9])
            size = (width, height)
        if marker == SCAN:
            if size is None:
                raise IndexError
            return Picture("jpeg", *size, b"".join(kept) + content[start:])
        if marker not in TELLING:
            kept.append(content[start:end])
    raise IndexError


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, beginning and end of every segment up to the picture itself."""
    at = len(JPEG)
    while at < len(content):
        if content[at] != 0xFF:
            raise IndexError
        marker = content[at + 1]
        [length] = struct.unpack(">H", content[at + 2 : at + 4])
        yield marker, at, at + 2 + length
        at += 2 + length
