"""Every FHIR file that nobody on this project wrote: read, or refused with a reason, never silently empty."""

import os
from pathlib import Path

import pytest

from tests.evals import corpus

ROOT = Path(os.environ.get("CARNET_CORPUS", "/nonexistent")) / "fhir"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(not ROOT.is_dir(), reason="CARNET_CORPUS is not set"),
]

# What holds no statement about a person: forms, drug catalogues, organisations, those who work there.
NOTHING_TO_SAY = (
    "practitioner", "organization", "example-organization", "questionnaire-", "library", "location",
    "hl7east", "saint-luke", "uscore-med",
)  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> list[corpus.Row]:
    """One row per file."""
    return [corpus.read_one(path) for path in corpus.files(ROOT)]


def test_every_file_is_read_or_holds_nothing_about_a_person(rows: list[corpus.Row]) -> None:
    """No crash, no hang, and no refusal of a file with facts in it."""
    refused = [row for row in rows if row.refused]

    assert {row.refused for row in refused} <= {"no_facts_in_structured_file"}
    assert [row.name for row in refused if not row.name.lower().startswith(NOTHING_TO_SAY)] == []


def test_no_file_is_read_to_nothing(rows: list[corpus.Row]) -> None:
    """Success means facts."""
    assert [row.name for row in rows if not row.refused and row.facts == 0] == []


def test_every_clinical_resource_gives_a_fact(rows: list[corpus.Row]) -> None:
    """Counted against the resources in the files themselves, by a reader that shares no code with ours."""
    silent = {row.name: row.unread for row in rows if row.unread}

    assert silent == {}
