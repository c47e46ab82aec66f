"""Drawings that children send: PNG and JPEG, taken apart and put together again from what draws the picture alone.

Where a photograph was taken, by whom and with which camera stands in parts of the file beside the picture. They are
dropped, and so is whatever comes after the end of the picture. Nothing here decodes a picture, so there is nothing
that a forged one could break; the browser of whoever reads it does that, in its own sandbox. Sources: PNG, W3C (third
edition); JPEG, ITU-T T.81, annex B.
"""

import zlib
from dataclasses import dataclass

LARGEST = 4 * 1024 * 1024
MOST_PIXELS = 40_000_000
PNG, JPEG = "image/png", "image/jpeg"
_PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_FRAMES = {0xC0, 0xC1, 0xC2}
# Frame, Huffman and quantization tables, restart interval; and Adobe's segment of 14 bytes, without which colours turn.
_JPEG_KEPT = _FRAMES | {0xC4, 0xDB, 0xDD}
_ADOBE = 0xEE


class NotAPicture(ValueError):
    """The file is no PNG or JPEG picture that can be taken apart, or is too large."""


@dataclass(frozen=True)
class Picture:
    """A picture with nothing beside it."""

    kind: str
    octets: bytes


def picture_alone(octets: bytes) -> Picture:
    """Return the picture in a file, without everything else that the file says."""
    if len(octets) > LARGEST:
        raise NotAPicture("The picture is too big. Choose one that is smaller than 4MB.")
    if octets.startswith(_PNG_BEGINS):
        return Picture(PNG, _png(octets))
    if octets.startswith(b"\xff\xd8\xff"):
        return Picture(JPEG, _jpeg(octets))
    raise NotAPicture("Choose a picture. It must be a JPG or a PNG.")


def _broken() -> NotAPicture:
    return NotAPicture("We can not open this picture. Choose another one.")


def _png(octets: bytes) -> bytes:
    at, kept = len(_PNG_BEGINS), [_PNG_BEGINS]
    names: list[bytes] = []
    while at + 12 <= len(octets):
        length = int.from_bytes(octets[at : at + 4], "big")
        name, body = octets[at + 4 : at + 8], octets[at + 8 : at + 8 + length]
        end = at + 12 + length
        if end > len(octets) or zlib.crc32(name + body).to_bytes(4, "big") != octets[end - 4 : end]:
            raise _broken()
        if not names and (name != b"IHDR" or length != 13):
            raise _broken()
        if name == b"IHDR":
            _refuse_huge(int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big"))
        if name in _PNG_KEPT:
            kept.append(octets[at:end])
            names.append(name)
        if name == b"IEND":
            break
        at = end
    if names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise _broken()
    return b"".join(kept)


def _jpeg(octets: bytes) -> bytes:
    at, kept, has_frame = 2, [b"\xff\xd8"], False
    while at + 4 <= len(octets) and octets[at] == 0xFF:
        marker = octets[at + 1]
        if marker == 0xFF:  # a byte to fill up
            at += 1
            continue
        if marker == _EOI:
            break
        length = int.from_bytes(octets[at + 2 : at + 4], "big")
        end = at + 2 + length
        if marker == _SOI or length < 2 or end > len(octets):
            raise _broken()
        if marker in _FRAMES:
            body = octets[at + 4 : end]
            _refuse_huge(int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
            has_frame = True
        if marker in _JPEG_KEPT or (
            marker == _ADOBE and octets[at + 4 : at + 9] == b"Adobe" and length == 14
        ):
            kept.append(octets[at:end])
        at = end
        if marker == _SOS:
            at = _end_of_scan(octets, end)
            kept.append(octets[end - 2 - length : at])
    if not has_frame or len(kept) < 3:
        raise _broken()
    return b"".join([*kept, b"\xff\xd9"])


def _end_of_scan(octets: bytes, at: int) -> int:
    """Return where the coded picture ends: at the first marker that is neither a restart nor a stuffed byte."""
    while (at := octets.find(b"\xff", at)) != -1 and at + 1 < len(octets):
        after = octets[at + 1]
        if after != 0x00 and not 0xD0 <= after <= 0xD7:
            return at
        at += 2
    raise _broken()


def _refuse_huge(width: int, height: int) -> None:
    """Refuse what would fill the memory of whoever opens it."""
    if not 0 < width * height <= MOST_PIXELS:
        raise _broken()
