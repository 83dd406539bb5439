"""Whatever is typed, the screen answers, keeps its promises about what it returns, and never calms down."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from safety import screen
from safety.normalise import clean, fold
from safety.screen import Screen
from safety.verdict import Verdict

WORDS = st.sampled_from(
    "j'ai mal poitrine douleur pas no chest pain my the quelle était ferritine stroke AVC suicide mourir "
    "38,5 ? ! . , bébé semaines et but mais report compte rendu stop insulin dois-je can I".split()
)
MESSAGES = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=25).map(" ".join))


@lru_cache(maxsize=1)
def _screen() -> Screen:
    def silence(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros((len(texts), 384), dtype=np.float32)

    return screen.load(Path.read_bytes, silence)


def _ask(text: str, *previous: str) -> Verdict:
    return _screen().question(text, language="fr", previous=previous)


@settings(max_examples=150, deadline=None)
@given(MESSAGES)
def test_a_verdict_never_contradicts_itself(text: str) -> None:
    verdict = _ask(text)

    assert not (verdict.card and verdict.banner)
    assert verdict.reasons
    assert not verdict.treatment_change or verdict.redirect
    assert verdict.rest == "" or all(word in clean(text) for word in verdict.rest.split())


@settings(max_examples=80, deadline=None)
@given(MESSAGES)
def test_the_same_message_gets_the_same_verdict(text: str) -> None:
    assert _ask(text) == _ask(text)


@settings(max_examples=80, deadline=None)
@given(MESSAGES)
def test_an_emergency_before_it_is_not_forgotten(text: str) -> None:
    alone = _ask(text)
    after = _ask(text, "j'ai une douleur qui serre la poitrine")

    assert after.urgency <= alone.urgency


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_folding_twice_folds_no_further(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)
