"""Cards and banners: the more specific the crisis the more is offered, and each number is one tap away."""

import re

import pytest

from chains.guidance import banner, card
from core.language import LANGUAGES, Language
from prompts.template import places
from safety import care
from safety.verdict import CardKind
from tests.fakes.record import committed
from ui import render

LADDER = (CardKind.CRISIS_PASSIVE, CardKind.CRISIS_ACTIVE, CardKind.CRISIS_ATTEMPT)


def of(country: str) -> care.Care:
    return care.care(country, read=committed().signed_bytes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_more_specific_crisis_never_offers_less(language: Language) -> None:
    offered = [places(committed().get(f"card_{kind.value}", language).body) for kind in LADDER]
    soft = places(committed().get("banner_crisis", language).body)

    assert soft <= offered[0] <= offered[1] <= offered[2]
    heads = [committed().get(f"card_{kind.value}", language).body.splitlines()[0] for kind in LADDER]
    assert "{{emergency}}" in heads[-1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CardKind)
def test_a_card_says_what_to_do_meanwhile_and_for_somebody_else(kind: CardKind, language: Language) -> None:
    body = committed().get(f"card_{kind.value}", language).body

    assert "{{text_relay}}" in body
    assert body.count("\n- ") >= 2
    other = {"fr": "quelqu'un d'autre|la personne", "en": "someone else|the person"}[language]
    assert re.search(other, body)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", [*care.countries(), "XX"])
@pytest.mark.parametrize("kind", CardKind)
def test_every_number_of_a_card_is_one_tap_away(kind: CardKind, country: str, language: Language) -> None:
    text = card(kind, of(country), language, committed()).text
    shown = render.calls(text)

    numbers = re.findall(r"\*\*(\+?\d[\d -]*\d)[^*]*\*\* \(", text)
    assert numbers
    for number in numbers:
        assert re.search(rf"/urgent#(?:tel|sms)-{re.escape(re.sub('[ -]', '', number))}\b", shown)
    assert re.sub(r"\[(\*\*[^\]]*\*\*)\]\(/urgent#[^)]*\)", r"\1", shown) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_banner_of_a_crisis_names_its_line_first(language: Language) -> None:
    soft = banner(of("FR"), language, committed(), crisis=True).text
    usual = banner(of("FR"), language, committed()).text

    assert soft.index("3114") < soft.index("**15**")
    assert usual.index("**15**") < usual.index("3114")


def test_a_number_for_texts_is_written_to() -> None:
    assert "(/urgent#sms-85258?body=SHOUT)" in render.calls("**85258 (text SHOUT)** (Shout)")
    assert "(/urgent#sms-114)" in render.calls("**114 (SMS)** (si vous ne pouvez pas parler)")
    assert "(/urgent#tel-111)" in render.calls("**111, puis 2** (NHS)")


def test_a_value_is_no_number_to_call() -> None:
    assert (
        render.calls("**8 µg/L** (5 octobre 2026), **6,8 %** (x)")
        == "**8 µg/L** (5 octobre 2026), **6,8 %** (x)"
    )
