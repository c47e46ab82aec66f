"""What is stored closed opens only where it belongs, with its key, unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.access import envelopes

ABOUT = "tests.Secret|1|words"


@given(st.text(max_size=200))
def test_what_was_closed_opens(text: str) -> None:
    assert envelopes.open_(envelopes.close(text, about=ABOUT), about=ABOUT) == text
    assert envelopes.open_(memoryview(envelopes.close(text, about=ABOUT, pad_to=1000)), about=ABOUT) == text


def test_an_envelope_moved_to_another_record_does_not_open() -> None:
    envelope = envelopes.close("a secret", about=ABOUT)
    with pytest.raises(envelopes.CannotOpen, match="another record"):
        envelopes.open_(envelope, about="tests.Secret|2|words")


def test_a_changed_envelope_does_not_open() -> None:
    envelope = envelopes.close("a secret", about=ABOUT)
    for place in range(len(envelope)):
        changed = envelope[:place] + bytes([envelope[place] ^ 1]) + envelope[place + 1 :]
        with pytest.raises(envelopes.CannotOpen):
            envelopes.open_(changed, about=ABOUT)
    with pytest.raises(envelopes.CannotOpen):
        envelopes.open_(b"", about=ABOUT)


def test_padding_makes_short_and_long_look_alike() -> None:
    lengths = {len(envelopes.close(text, about=ABOUT, pad_to=64)) for text in ("", "a", "ü" * 32)}
    assert len(lengths) == 1
    with pytest.raises(ValueError, match="takes 64"):
        envelopes.close("ü" * 33, about=ABOUT, pad_to=64)


def test_two_envelopes_of_one_text_differ_and_hold_nothing_of_it() -> None:
    one, other = (envelopes.close("a secret", about=ABOUT) for _ in range(2))
    assert one != other
    assert b"secret" not in one


def test_a_new_key_closes_and_the_old_ones_still_open(settings) -> None:
    old = envelopes.close("a secret", about=ABOUT)
    found_by = envelopes.blind_index("a@rowan.example", about="tests.Secret|email")
    settings.ENVELOPE_KEYS = settings.ENVELOPE_KEYS | {2: bytes(range(32))}
    new = envelopes.close("a secret", about=ABOUT)
    assert envelopes.open_(old, about=ABOUT) == envelopes.open_(new, about=ABOUT) == "a secret"
    assert envelopes.blind_index("a@rowan.example", about="tests.Secret|email") == found_by
    settings.ENVELOPE_KEYS = {1: settings.ENVELOPE_KEYS[1]}
    with pytest.raises(envelopes.CannotOpen, match="not in the keys file"):
        envelopes.open_(new, about=ABOUT)


def test_a_blind_index_finds_the_same_and_differs_for_each_purpose() -> None:
    def index(text: str, about: str) -> str:
        return envelopes.blind_index(text, about=about)

    assert index("a", "x") == index("a", "x")
    assert len({index("a", "x"), index("b", "x"), index("a", "y")}) == 3
