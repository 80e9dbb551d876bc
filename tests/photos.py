"""Small pictures made by hand: whole ones, and with what a camera adds."""

import struct
import zlib

EXIF = b"Exif\0\0GPS 36.1N"


def png(width: int = 120, height: int = 160, *, also: bytes = b"") -> bytes:
    """A grey PNG; `also` is a comment in it."""
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), *([(b"tEXt", also)] if also else []), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def jpeg(width: int = 120, height: int = 160) -> bytes:
    """The outline of a JPEG with an EXIF segment and a comment; its picture is made up."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0"
    segments = [
        (0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        (0xE1, EXIF),
        (0xFE, b"note"),
        (0xC0, frame),
        (0xDA, b"\1\1\0\0\x3f\0"),
    ]
    told = (struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data for marker, data in segments)
    return b"\xff\xd8" + b"".join(told) + b"\x12\x34\xff\xd9"
