"""The committed texts: signed as they stand, in both languages, with the same sentences, and used."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import ConfigError
from prompts.registry import Registry, verify_all
from prompts.signing import read_key, read_signers, safety_data
from prompts.template import places

ROOT = Path(__file__).resolve().parents[2]
PROMPTS = ROOT / "prompts"
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(PROMPTS, production=False, today=TODAY)


def test_every_text_and_safety_file_is_signed_as_it_stands() -> None:
    assert [one.line() for one in verify_all(PROMPTS, data=safety_data(), today=TODAY) if not one.ok] == []


def test_no_safety_data_file_escapes_the_list_of_what_must_be_signed() -> None:
    data = {path for kind in ("toml", "json", "npz") for path in (ROOT / "safety").rglob(f"*.{kind}")}
    data -= set((ROOT / "safety" / "training").rglob("*"))

    assert set() == data - set(safety_data())


def test_no_signature_is_left_of_a_file_that_is_gone() -> None:
    signatures = [*PROMPTS.rglob("*.sig"), *(ROOT / "safety").rglob("*.sig")]

    assert [path.name for path in signatures if not path.with_suffix("").exists()] == []


def test_the_development_key_says_what_it_is_and_production_refuses_it() -> None:
    note = (PROMPTS / "development.key").read_text("utf-8")
    signers = read_signers(PROMPTS / "clinicians.toml")
    public = read_key(PROMPTS / "development.key").public_key().public_bytes_raw()
    (signer,) = [one for one in signers.values() if one.public_key == public]

    assert note.startswith("development key, not a clinician, not a secret\n")
    assert not signer.clinician
    assert "not-a-clinician" in signer.key_id
    with pytest.raises(ConfigError, match="prompt_not_reviewed"):
        Registry.load(PROMPTS, production=True, today=TODAY)


def test_both_languages_have_the_same_sections_with_the_same_places(registry: Registry) -> None:
    for prompt in registry.all():
        twin = registry.get(prompt.id, "en" if prompt.language == "fr" else "fr")
        assert list(prompt.sections) == list(twin.sections), prompt.id
        assert places(prompt.body) == places(twin.body), prompt.id
        for key, text in prompt.sections.items():
            assert places(text) == places(twin.sections[key]), (prompt.id, key)


def test_every_input_is_used_and_every_text_has_cases(registry: Registry) -> None:
    for prompt in registry.all():
        assert set(prompt.front.inputs) == places(prompt.body), prompt.id
        assert (PROMPTS / "library" / prompt.id / "cases.yaml").read_text("utf-8").strip()


def test_every_composed_sentence_is_used_somewhere(registry: Registry) -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "chains").glob("*.py"))
    families = set(re.findall(r'f"([a-z_]+)\.\{|_dated\("([a-z]+)"', code))
    families = {name for pair in families for name in pair if name}
    unused = [
        key
        for prompt in registry.all()
        if prompt.id.startswith("composed_") and prompt.language == "fr"
        for key in prompt.sections
        if f'"{key}"' not in code and f"'{key}'" not in code and key.split(".")[0] not in families
    ]

    assert unused == []
