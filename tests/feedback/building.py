"""Builders for tests that need feedback: pieces in each state, themes, replies, and pictures to send."""

import struct
import zlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from dueregard.access import tokens
from dueregard.almanac import clock
from dueregard.feedback import actions as feedback
from dueregard.feedback.models import AgeGroup, Audience, CaseNow, Contact, Face, Piece
from dueregard.feedback.themes import Theme
from dueregard.feedback.triage import actions as triage
from dueregard.feedback.you_said import actions as you_said
from dueregard.feedback.you_said.models import Reply
from dueregard.people.models import Person

REACHED = Contact(name="Sam", how="The school nurse", worker="Jo")


def send(words: str = "I felt nobody asked me.", **sent: Any) -> Piece:
    """Send a piece as a child of 9 to 12 does, or as `sent` says."""
    given = {
        "audience": Audience.CHILD,
        "age_group": AgeGroup.MIDDLE,
        "face": Face.BAD,
        "case_now": CaseNow.NOT_YET,
        **sent,
    }
    if given["audience"] != Audience.CHILD:
        given |= {"age_group": None, "face": None, "case_now": None}
    if given.get("wants_answer"):
        given.setdefault("contact", REACHED)
    return feedback.send(feedback.Sent(words=words, **given), token=uuid4())


def theme(name: str, by: Person) -> Theme:
    """Return the theme of this name, added if there is none."""
    return Theme.objects.filter(name=name).first() or triage.add_theme(name, by=by)


def themed(piece: Piece, *names: str, by: Person) -> Piece:
    """Read a piece and give it themes."""
    piece = triage.mark_read(piece, version=piece.version, by=by)
    return triage.set_themes(piece, [theme(name, by) for name in names], version=piece.version, by=by)


def referred(piece: Piece, by: Person) -> Piece:
    """Pass a piece to duty."""
    triage.pass_to_duty(piece, version=piece.version, by=by)
    return Piece.objects.get(pk=piece.pk)


def reply(by: Person, *, audience: str = "children", days_ago: int = 10, **words: str) -> Reply:
    """Write a reply."""
    return you_said.write(
        you_said.Words(
            audience=audience,
            said=words.get("said", "No one asked me."),
            did=words.get("did", "Now we ask you first."),
            heard_on=clock.today() - timedelta(days=days_ago),
        ),
        by=by,
    )


def png(*, text: bytes = b"GPS 51.5 -0.1", size: tuple[int, int] = (1, 1)) -> bytes:
    """Return a picture of one point, with a comment that tells where it was made."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"tEXt", text),
            chunk(b"IDAT", zlib.compress(b"\x00\xff")),
            chunk(b"IEND", b""),
            b"after the end",
        ]
    )


def jpeg() -> bytes:
    """Return the parts of a picture of 8 by 8 points, with a part that tells with what it was made."""

    def segment(marker: int, body: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body

    return b"".join(
        [
            b"\xff\xd8",
            segment(0xE1, b"Exif\x00\x00 GPS 51.5 -0.1"),
            segment(0xDB, bytes(65)),
            segment(0xC0, struct.pack(">BHHB", 8, 8, 8, 1) + bytes([1, 0x11, 0])),
            segment(0xFE, b"Exif in a comment"),
            segment(0xDA, bytes([1, 1, 0, 0, 63, 0])),
            b"\x12\xff\x00\x34\xff\xd0\x56",
            b"\xff\xd9",
            b"after the end",
        ]
    )


def client_of(person: Person) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(person)
    return client


def young(**answers: str) -> dict[str, str]:
    """Return what a child's second page sends, with a fresh token."""
    return {
        "words": "I felt nobody asked me.",
        "face": "bad",
        "case_now": "not-yet",
        "answer": "no",
        "send": "yes",
        "token": tokens.make("piece"),
        **answers,
    }
