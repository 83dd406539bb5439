"""Whom to call: the country's own numbers, an honest fall-back, and nothing from a broken file."""

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
