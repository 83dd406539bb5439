"""The library of plain words: general, cautious, without figures, and whole in both languages."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chains.plain_words import LIBRARY, library, meaning
from core.language import Language
from prompts.registry import Registry
from records.analytes import analytes
from retrieval.remembered import READINGS

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
LANGUAGES: tuple[Language, ...] = ("fr", "en")

_NAMED = re.compile(
    r"\bCA \d+(?:-\d+)?|\btype \d\b|\balpha-1\b|\bb[eê]ta-2\b|\bIGF-1\b|(?<![\w.,])[A-Za-z]+\d{1,2}[a-z]?\b",
    re.IGNORECASE,
)
_SECOND_PERSON: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:vous|votre|vos|vôtre|toi|tu|ton|ta|tes)\b|-vous\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:you|your|yours|yourself|yourselves)\b|\byou['’]", re.IGNORECASE),
}
_COMMAND: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:arrêtez|prenez|consultez|évitez|demandez|parlez|augmentez|diminuez)\b", re.IGNORECASE
    ),
    "en": re.compile(
        r"(?:^|[.;:] )(?:stop|start|take|avoid|ask|see|call|increase|reduce|consult|talk|do not|don['’]t)\b",
        re.IGNORECASE,
    ),
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(PROMPTS, production=False, today=datetime.now(UTC).date())


def _sections(registry: Registry, language: Language) -> list[tuple[str, str]]:
    return [
        (key, text)
        for prompt in registry.all()
        if prompt.id.startswith(LIBRARY) and prompt.language == language
        for key, text in prompt.sections.items()
    ]


def _said(registry: Registry, language: Language) -> list[tuple[str, str]]:
    return [(key, text) for key, text in _sections(registry, language) if key.rpartition(".")[2] in READINGS]


def test_the_measures_themselves_see_what_they_must() -> None:
    assert _NAMED.sub("", "B12, HbA1c, T4, CD4, CA 15-3, CA 125, IGF-1, type 2") == ", , , , , , , "
    assert re.search(r"\d", _NAMED.sub("", "above 5 mg"))
    assert re.search(r"\d", _NAMED.sub("", "5mg, then 1.4"))
    assert _SECOND_PERSON["fr"].search("Si vous mangez")
    assert _SECOND_PERSON["en"].search("When you eat")
    assert _COMMAND["en"].search("It is high. Stop the medicine.")
    assert _COMMAND["fr"].search("Consultez vite.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_stands_in_a_text_but_in_the_name_of_a_thing(
    registry: Registry, language: Language
) -> None:
    assert [key for key, text in _said(registry, language) if re.search(r"\d", _NAMED.sub("", text))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_speaks_to_somebody_or_tells_them_what_to_do(registry: Registry, language: Language) -> None:
    assert [
        key
        for key, text in _said(registry, language)
        if _SECOND_PERSON[language].search(text) or _COMMAND[language].search(text)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_whole_and_of_the_analyte_table_or_a_term_with_forms(
    registry: Registry, language: Language
) -> None:
    known = {analyte.key for analyte in analytes()}
    shelf = library(registry, language)

    assert [entry.key for entry in shelf.values() if not entry.texts.get("usual") or not entry.source] == []
    assert [entry.key for entry in shelf.values() if entry.name and not entry.forms] == []
    assert {entry.key for entry in shelf.values() if not entry.name} <= known
    assert [entry.key for entry in shelf.values() if not entry.name and "simple" not in entry.texts] == []
    assert [entry.key for entry in shelf.values() if entry.name and entry.key in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_analyte_that_a_report_may_name_is_explained(registry: Registry, language: Language) -> None:
    shelf = library(registry, language)

    assert [analyte.key for analyte in analytes() if analyte.key not in shelf] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_has_one_meaning_and_a_section_stands_once(registry: Registry, language: Language) -> None:
    forms = [form for entry in library(registry, language).values() for form in entry.forms]
    keys = [key for key, _ in _sections(registry, language)]

    assert sorted(forms) == sorted(meaning(registry, language))
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("language", LANGUAGES)
def test_simple_is_short_and_detailed_says_more_than_usual(registry: Registry, language: Language) -> None:
    for entry in library(registry, language).values():
        assert len(entry.texts.get("simple", "").split()) <= 18, entry.key
        if detailed := entry.texts.get("detailed"):
            sentences = [one for one in re.split(r"(?<=[.!?])\s+", detailed) if one]
            assert 3 <= len(sentences) <= 5, entry.key
            assert len(detailed) > len(entry.texts["usual"]), entry.key
