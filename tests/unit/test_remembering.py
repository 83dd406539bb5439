"""What Carnet remembers: only what it was asked to, in the person's words, all of it on one page."""

import json
import re
from pathlib import Path

import pytest

from chains.remembering import NOTE_MAX, to_remember
from core.language import Language
from records.model import Kind
from retrieval.ingest.pipeline import ingest_file
from retrieval.remembered import Preferences, is_remembered
from tests.fakes.site import Browser, Home

LISTS = json.dumps(
    {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {
                "resource": {
                    "resourceType": "MedicationStatement", "status": "active",
                    "medicationCodeableConcept": {"text": "Amlodipine 5 mg"},
                    "subject": {"reference": "Patient/p"},
                }
            },
            {
                "resource": {
                    "resourceType": "AllergyIntolerance", "code": {"text": "Pénicilline"},
                    "patient": {"reference": "Patient/p"},
                }
            },
        ],
    }
)  # fmt: skip


@pytest.fixture
def marie(tmp_path: Path) -> Browser:
    browser = Home(tmp_path).browser()
    browser.register("Marie")
    return browser


@pytest.mark.parametrize(
    ("text", "language", "kept"),
    [
        ("Retiens que je préfère le matin.", "fr", "Je préfère le matin."),
        ("souviens-toi que j’ai peur des piqûres", "fr", "J’ai peur des piqûres"),
        ("Peux-tu retenir que je vis seule ?", "fr", "Je vis seule"),
        ("Note : mon cardiologue est le Dr Étoile", "fr", "Mon cardiologue est le Dr Étoile"),
        ("Please remember that I live alone", "en", "I live alone"),
        ("can you keep in mind that I use mmol/L?", "en", "I use mmol/L"),
    ],
)
def test_what_is_asked_to_be_remembered_is_taken_word_for_word(
    text: str, language: Language, kept: str
) -> None:
    assert to_remember(text, language) == kept


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Qu’est-ce que tu retiens de moi ?", "fr"),
        ("Que disait la note du cardiologue ?", "fr"),
        ("note moyenne de ma glycémie", "fr"),
        ("What do you remember about me?", "en"),
        ("I can't remember that word", "en"),
        ("Retiens que " + "a" * (NOTE_MAX + 1), "fr"),
    ],
)
def test_a_question_or_a_story_is_not_remembered(text: str, language: Language) -> None:
    assert to_remember(text, language) is None


def test_a_note_is_kept_changed_forgotten_and_brought_back(marie: Browser) -> None:
    marie.send("/remembered/keep", note="  Je préfère le  matin. ")
    (kept,) = [fact for fact in marie.room.facts.all() if is_remembered(fact)]
    assert kept.label == "Je préfère le matin."

    marie.send("/remembered/change", fact=kept.id, note="Je préfère le soir.")
    (changed,) = [fact for fact in marie.room.facts.all() if is_remembered(fact)]
    assert (changed.label, len(marie.room.documents())) == ("Je préfère le soir.", 1)

    gone = marie.send("/remembered/forget", fact=changed.id)
    assert marie.room.documents() == ()
    assert re.search('name="note" value="Je préfère le soir."', gone.text)


@pytest.mark.parametrize(("note", "code"), [("   ", "empty"), ("a" * 400, "too long")])
def test_a_note_that_is_none_is_said_and_changes_nothing(marie: Browser, note: str, code: str) -> None:
    answer = marie.send("/remembered/keep", note=note)

    assert answer.status_code == 422
    assert code in answer.text
    assert marie.room.documents() == ()


def test_only_a_note_is_changed_or_forgotten_here(marie: Browser) -> None:
    ingest_file(marie.room, "listes.json", LISTS.encode())
    (medicine,) = marie.room.facts.select(kinds=(Kind.MEDICATION,))

    assert marie.send("/remembered/forget", fact=medicine.id).status_code == 404
    assert marie.room.facts.select(kinds=(Kind.MEDICATION,)) == (medicine,)


@pytest.mark.parametrize(
    ("kind", "status", "left"),
    [
        (Kind.MEDICATION, "stopped", ["stopped"]),
        (Kind.MEDICATION, "entered-in-error", []),
        (Kind.ALLERGY, "entered-in-error", []),
    ],
)
def test_what_the_person_says_of_a_treatment_counts_and_is_taken_back(
    marie: Browser, kind: Kind, status: str, left: list[str]
) -> None:
    ingest_file(marie.room, "listes.json", LISTS.encode())
    before = marie.room.facts.select(kinds=(kind,))
    page = f"/source/{before[0].id}"

    marie.send(f"{page}/restate", status=status)

    assert [fact.status for fact in marie.room.facts.select(kinds=(kind,))] == left
    listed = marie.see("/remembered").text
    assert before[0].label in listed
    marie.send("/remembered/undo", fact=before[0].id)
    assert marie.room.facts.select(kinds=(kind,)) == before


def test_nothing_else_can_be_said_of_it(marie: Browser) -> None:
    ingest_file(marie.room, "listes.json", LISTS.encode())
    (medicine,) = marie.room.facts.select(kinds=(Kind.MEDICATION,))
    page = f"/source/{medicine.id}"

    assert marie.send(f"{page}/restate", status="superseded").status_code == 422
    assert marie.room.facts.select(kinds=(Kind.MEDICATION,)) == (medicine,)


def test_what_may_be_sent_is_the_persons_choice_and_kept(marie: Browser) -> None:
    file_id = ingest_file(marie.room, "listes.json", LISTS.encode()).file_id
    marie.send("/privacy/sending",
        review="always", topics="dépression\n\n  Grossesse ", file=file_id,
    )  # fmt: skip
    chosen = Preferences.from_bytes(marie.room.vault.get("preferences", "preferences"))

    assert chosen == marie.room.preferences
    assert (chosen.review, chosen.masked) == ("always", False)
    assert chosen.withheld_topics == ("dépression", "Grossesse")
    assert not chosen.may_send(file_id, "x")
    assert not chosen.may_send(None, "Antécédent de syndrome dépressif : DÉPRESSION traitée")
    assert chosen.may_send(None, "Ferritine 8")
