"""Words that sound like a risk to life are noticed, however they are written; other words are not."""

import pytest

from dueregard.networks import risk


@pytest.mark.parametrize(
    "text",
    [
        "I want to die",
        "I DON'T WANT TO LIVE",
        "I don’t want to live like this",
        "Sometimes I think of SUICIDE",
        "i don’t want to be here any more",
        "I dont want to be here any more",
        "They'd be better off without me.",
        "I keep hurting   myself",
        "I have started self-harming again",
        "I might take an overdose",
        "I can't go on like this",
        "he said he would kill me",
        "he is going to kill her",
        "Ich bin suicídal",
        "I think of ending it all",
    ],
)
def test_words_that_sound_like_a_risk_to_life_are_noticed(text: str) -> None:
    assert risk.sounds_like_risk("A title", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I am living with it",
        "The deadline is killing the plan",
        "I could kill for a coffee",
        "I am so tired of this deadline",
        "We want to diet together",
        "My skill hers is fine",
        "Carry on!",
    ],
)
def test_other_words_are_not(text: str) -> None:
    assert not risk.sounds_like_risk(text)


def test_each_phrase_is_written_as_texts_are_compared() -> None:
    assert [phrase for phrase in risk.PHRASES if risk.plain(phrase) != phrase.rstrip("*")] == []
