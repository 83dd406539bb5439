"""The messages of the first release: kept so that what worked goes on working, no measure any more.

They were written beside the rules by the same author and have been looked at since.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.language import LANGUAGES, Language
from safety.verdict import Verdict
from tests.evals.safety_shares import Share

CASES = Path(__file__).with_name("safety_cases.toml")


@dataclass(frozen=True, slots=True)
class Case:
    """One message and what the screen should do with it."""

    text: str
    language: Language
    slice: str
    expect: str


def cases() -> tuple[Case, ...]:
    """Every message, in order."""
    return tuple(
        Case(line, language, part["id"], part["expect"])
        for part in tomllib.loads(CASES.read_text())["slice"]
        for language in LANGUAGES
        for line in part[language].strip().splitlines()
    )


def holds(expect: str, verdict: Verdict) -> bool:
    """Whether `verdict` does what the slice expects."""
    guided = verdict.card is not None or verdict.banner
    match expect:
        case "guidance":
            return guided
        case "crisis":
            return verdict.crisis and guided
        case "redirect_d":
            return verdict.redirect and not verdict.treatment_change
        case "redirect_t":
            return verdict.redirect and verdict.treatment_change
        case "plain":
            return not guided and not verdict.redirect and verdict.answerable
        case "no_card":
            return verdict.card is None and not verdict.redirect and verdict.answerable
    raise ValueError(expect)


def kept(ask: Callable[[str, Language], Verdict]) -> Share:
    """Messages that get what they should."""
    return Share.of(holds(one.expect, ask(one.text, one.language)) for one in cases())
