"""The lay lexicon: rows with sources, and what phrases mean beside each other."""

import re
from datetime import date

import pytest

from core.language import Language
from records.analytes import analytes, groups
from records.metrics import metrics
from records.model import Kind
from records.words import words
from retrieval.concepts import concepts, family, more_names, treated
from retrieval.labels import Labels
from retrieval.lexicon import common, ordinary
from retrieval.query import Query, plan
from retrieval.spelling import Speller

TODAY = date(2026, 11, 24)
_SOURCE = re.compile(r"own|HP:\d{7}|MedlinePlus: .+|ATC [A-Z]\d*.*")


def ask(text: str, language: Language = "fr") -> Query:
    return plan(text, language, today=TODAY)


def words_of(query: Query) -> set[str]:
    return {" ".join(phrase) for thing in query.things if thing.named for phrase in thing.phrases}


def test_every_row_has_words_and_a_source() -> None:
    for concept in concepts().values():
        assert concept.names
        assert concept.source
        assert all(_SOURCE.fullmatch(source) for source in concept.source), concept.key
        assert all(words(name) for name in concept.names), concept.key


def test_rows_point_at_things_that_exist() -> None:
    keys = {row.key for row in analytes()}
    assert {key for concept in concepts().values() for key in concept.analytes} <= keys
    assert {member for concept in concepts().values() for member in concept.includes} <= set(concepts())
    more = more_names()
    assert set(more["analytes"]) <= keys
    assert set(more["groups"]) <= {group.key for group in groups()}
    assert set(more["metrics"]) <= set(metrics())
    assert set(more["kinds"]) == set(Kind)


def test_ordinary_words_are_none_of_the_lexicon() -> None:
    said = {word for concept in concepts().values() for name in concept.names for word in words(name)}

    assert not ordinary() & said


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("mon fluidifiant", "fr", "apixaban"),
        ("blood thinner", "en", "warfarine"),
        ("mes cachets pour le coeur", "fr", "bisoprolol"),
        ("my heart pills", "en", "bisoprolol"),
        ("le comprimé qui fait uriner", "fr", "furosemide"),
        ("water tablets", "en", "furosemide"),
        ("pills for my headaches", "en", "sumatriptan"),
        ("the pill for my underactive thyroid", "en", "levothyroxine"),
        ("ma radio des poumons", "fr", "chest x ray"),
        ("piqûre du tétanos", "fr", "revaxis"),
        ("est-ce qu'on parle de fatigue dans mes lettres", "fr", "asthenie"),
        ("doliprane", "fr", "acetaminophen"),
        ("Tylenol", "en", "paracetamol"),
        ("mon infarctus", "fr", "myocardial infarction"),
        ("ma gynéco", "fr", "gynecologist"),
        ("did I have an MI", "en", "infarctus"),
        ("RGO", "fr", "acid reflux"),
    ],
)
def test_everyday_words_mean_the_words_of_documents(text: str, language: Language, found: str) -> None:
    assert found in words_of(ask(text, language))


@pytest.mark.parametrize(
    ("text", "language", "keys"),
    [
        ("ma prostate", "fr", ("psa",)),
        ("opéré de la prostate", "fr", ()),
        ("how are my kidneys", "en", None),
        ("échographie des reins", "fr", ()),
        ("médicament pour la thyroïde", "fr", ()),
        ("NFS", "fr", None),
        ("my CBC", "en", None),
        ("FNS", "fr", None),
        ("l'a1c", "fr", ("hba1c",)),
        ("BUN", "en", ("urea", "urea_nitrogen")),
    ],
)
def test_an_organ_is_its_values_unless_care_of_it_is_meant(
    text: str, language: Language, keys: tuple[str, ...] | None
) -> None:
    found = ask(text, language).analytes

    assert found if keys is None else set(found) == set(keys)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("vaccin contre la grippe", {Kind.IMMUNIZATION}),
        ("ai-je eu la grippe", {Kind.CONDITION}),
        ("suis-je allergique à la pénicilline", {Kind.ALLERGY}),
        ("est-ce que je prends de la metformine", {Kind.MEDICATION}),
        ("la lettre parle de mon asthme", {Kind.NOTE}),
    ],
)
def test_the_kind_that_is_asked_for_decides(text: str, kinds: set[Kind]) -> None:
    assert set(ask(text).kinds) == kinds


@pytest.mark.parametrize("text", ["je vais mi-temps", "ms. dupont", "did i ask", "il y a un pe u"])
def test_words_in_capitals_count_only_so(text: str) -> None:
    assert not words_of(ask(text)) & {"heart attack", "multiple sclerosis", "diabetes", "pulmonary embolism"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mon diabette", "diabetes"),
        ("astme", "asthma"),
        ("colestérol", "cholesterol"),
        ("metformne", "metformin"),
        ("hypertention", "high blood pressure"),
        ("levothyrox", "levothyroxine"),
    ],
)
def test_misspelt_words_are_understood(text: str, found: str) -> None:
    assert found in words_of(ask(text))


@pytest.mark.parametrize("word", ["notee", "chambre", "voiture", "signer", "pomme", "shine", "swans"])
def test_real_words_are_not_corrected(word: str) -> None:
    assert ask(word).things == () or not ask(word).things[0].named or word in words_of(ask(word))


def test_a_word_that_means_something_alone_is_preferred_when_correcting() -> None:
    speller = Speller(frozenset({"glycemie", "glycemic"}), frozenset(), {"glycemie": 1}.get)

    assert speller.corrected("glycemi") == "glycemie"
    assert speller.corrected("hypotension") == "hypotension"


def test_a_class_is_asked_for_with_its_members_and_a_member_alone() -> None:
    assert {"apixaban", "warfarin"} <= {one.key for one in family("anticoagulant")}
    assert [one.key for one in family("apixaban")] == ["apixaban"]
    assert "heparin" not in words_of(ask("apixaban"))


def test_what_medicines_are_taken_for_leads_to_classes() -> None:
    assert "diuretic" in treated()[("tension",)]
    assert all(key in concepts() for keys in treated().values() for key in keys)


def test_labels_are_found_by_their_words_without_looking_at_all_of_them() -> None:
    labels = Labels(["Score FIB-4", "Ferritine", "Score de Child", "Score FIB-4"])

    assert tuple(labels) == ("Score FIB-4", "Ferritine", "Score de Child")
    assert labels.sharing({"fib"}) == ("Score FIB-4",)
    assert labels.sharing({"score", "autre"}) == ("Score FIB-4", "Score de Child")
    assert labels.sharing({"ferritine"}) == ()  # an analyte answers to it


def test_an_ordinary_word_is_no_thing() -> None:
    assert "montre" in common()
    assert ask("montre-moi ça").things == ()
