"""Every error is told in a person's words, and a foreign exception's text goes nowhere."""

import logging

import pytest

from core.errors import AppError, InputError, WrongPassphraseError
from ui.told import strings, told

CANARY = "hémoglobine-canari-7"


def test_foreign_exception_says_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    """Neither the person nor the log sees its text; a reference joins the two."""
    caplog.set_level(logging.DEBUG)
    try:
        raise ValueError(f"could not parse {CANARY}")
    except ValueError as error:
        said = told(error, "fr")

    assert CANARY not in repr(said)
    assert CANARY not in said.text
    assert said.code == "unexpected"
    assert said.reference
    assert said.reference in said.text
    assert CANARY not in caplog.text


def test_our_error_is_told_in_three_parts() -> None:
    """What happened, what is safe, what to do now, in the asked language."""
    error = WrongPassphraseError("wrong_passphrase")
    french, english = told(error, "fr"), told(error, "en")

    assert all((french.happened, french.safe, french.todo))
    assert french.happened != english.happened
    assert not french.reference


def test_code_without_a_sentence_is_told_as_unexpected() -> None:
    """A code nobody wrote a sentence for is our fault, not a blank page."""
    said = told(AppError("nobody_wrote_this"), "en")

    assert said.code == "unexpected"
    assert said.reference


def test_waiting_time_is_told_in_whole_minutes() -> None:
    """Forty seconds are told as one minute, never as zero."""
    said = told(InputError("too_many_tries", retry_after_s=20), "en")

    assert "1 min" in said.todo


def test_missing_name_in_a_sentence_is_a_fault() -> None:
    """A sentence that needs a name does not come out half filled."""
    with pytest.raises(KeyError):
        strings("en").text("source.page_of", page=1)
