"""Whom to call: the country's own numbers, an honest fall-back, and nothing from a broken file."""

import re
from pathlib import Path

import pytest

from core.errors import ConfigError
from safety import care


def _first(country: str, kind: str) -> str:
    return str(getattr(care.care(country, read=Path.read_bytes), kind)[0].number)


def test_the_right_number_comes_first() -> None:
    assert _first("FR", "emergency") == "15"
    assert _first("FR", "crisis") == "3114"
    assert _first("FR", "text_relay") == "114"
    assert _first("FR", "child") == "119"
    assert _first("FR", "violence") == "3919"
    assert _first("GB", "emergency") == "999"
    assert _first("US", "emergency") == "911"
    assert _first("US", "crisis") == "988"
    assert _first("CH", "emergency") == "144"
    assert _first("BE", "emergency") == "112"


def test_an_unknown_country_is_told_so_and_still_gets_a_number() -> None:
    found = care.care("ZZ", read=Path.read_bytes)

    assert found.country == care.GENERAL
    assert found.emergency[0].number == "112"
    assert not any(line.verified for line in found.lines())


def test_case_of_the_code_does_not_matter() -> None:
    assert care.care("fr", read=Path.read_bytes) == care.care("FR", read=Path.read_bytes)


@pytest.mark.parametrize("data", [b"", b"not toml [", b'name = { fr = "x", en = "x" }', b"\xff"])
def test_a_broken_file_stops_the_house(data: bytes) -> None:
    with pytest.raises(ConfigError):
        care.care("FR", read=lambda _: data)


@pytest.mark.parametrize("country", [*care.COUNTRIES, care.GENERAL])
def test_a_number_opens_what_it_is_reached_by(country: str) -> None:
    """Digits alone in what a telephone opens; nothing to open for an application."""
    for line in care.care(country, read=Path.read_bytes).lines():
        if line.by == "app":
            assert line.address == ""
        else:
            assert re.fullmatch(r"(tel|sms):\+?\d{2,15}(\?body=[A-Z]+)?", line.address)
            assert re.fullmatch(r"\+?[\d -]+", line.number)


def test_what_to_press_or_send_is_said() -> None:
    """In the language of the person."""
    lines = care.care("GB", read=Path.read_bytes).lines()
    assert {line.shown("en") for line in lines} >= {"111, then 2", "85258 (text SHOUT)", "999 (text)"}
    assert {line.shown("fr") for line in lines} >= {"111, puis 2", "85258 (SMS : SHOUT)", "999 (SMS)"}
