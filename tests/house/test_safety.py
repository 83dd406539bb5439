"""Every row of the safety data says where it is from, when it was checked, and who reviewed it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from core.language import LANGUAGES
from prompts.template import parse, places
from records import analytes
from safety import care, critical, screen
from safety.verdict import CardKind

LIBRARY = Path(screen.__file__).parents[1] / "prompts" / "library"
TEXTS = (
    *(f"card_{kind}" for kind in CardKind), "banner_emergency",
    "banner_crisis", "redirect_diagnosis", "redirect_treatment", "line_education",
)  # fmt: skip
COUNTRIES = (*care.countries(), "XX")


def test_every_rule_has_a_source_a_reviewer_and_a_date() -> None:
    rules = screen.load(Path.read_bytes, None)._book.rules

    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.source for rule in rules)
    assert {rule.reviewer for rule in rules} == {"not reviewed by a clinician"}
    assert {rule.language for rule in rules} <= {"fr", "en", "any"}


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_line_of_care_has_both_languages_a_source_and_a_date(country: str) -> None:
    found = care.care(country, read=Path.read_bytes)

    assert found.emergency
    for line in found.lines():
        assert line.number
        assert line.source
        assert all(line.label[language] for language in LANGUAGES)


def test_nothing_was_checked_longer_ago_than_half_a_year() -> None:
    """Fails on purpose when 180 days have passed: read every source again, then change its date."""
    today = date.today()  # noqa: DTZ011  the local day is what expires
    oldest = min(rule.checked for rule in screen.load(Path.read_bytes, None)._book.rules)

    assert today - oldest <= timedelta(days=care.EXPIRY_DAYS)
    assert [country for country in COUNTRIES if care.care(country, read=Path.read_bytes).stale(today)] == []


def test_a_line_goes_stale_after_half_a_year() -> None:
    french = care.care("FR", read=Path.read_bytes)
    checked = min(line.checked for line in french.lines())

    assert not french.stale(checked + timedelta(days=care.EXPIRY_DAYS))
    assert french.stale(checked + timedelta(days=care.EXPIRY_DAYS + 1))


def test_critical_limits_are_in_the_analytes_own_unit() -> None:
    for key, (unit, _, _) in critical._CRITICAL.items():
        analyte = analytes.get(key)

        assert analyte is not None, key
        assert analyte.unit == unit


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_fixed_texts_take_only_lines_of_care(name: str, language: str) -> None:
    prompt = parse((LIBRARY / name / f"prompt.{language}.md").read_text())

    assert prompt.front.kind == "fixed"
    assert places(prompt.body) == set(prompt.front.inputs)
    assert set(prompt.front.inputs) <= set(care.KINDS)


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_of_a_text_name_the_same_lines(name: str) -> None:
    french, english = (parse((LIBRARY / name / f"prompt.{lang}.md").read_text()) for lang in LANGUAGES)

    assert french.front.inputs == english.front.inputs
    assert french.front.version == english.front.version


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_fixed_text_names_a_dose_or_claims_a_review(name: str, language: str) -> None:
    body = parse((LIBRARY / name / f"prompt.{language}.md").read_text()).body.lower()

    assert not any(word in body for word in (" mg", "clinician", "reviewed", "validé", "relu par", "certifi"))


@pytest.mark.parametrize("kind", CardKind)
def test_a_card_begins_with_a_number_to_call(kind: CardKind) -> None:
    for language in LANGUAGES:
        body = parse((LIBRARY / f"card_{kind}" / f"prompt.{language}.md").read_text()).body

        assert "{{" in "\n".join(body.splitlines()[:3])
