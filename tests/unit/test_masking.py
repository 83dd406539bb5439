"""What points at somebody leaves under a mark and comes back; what is a result is never touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains.masking import Mask
from records.model import Person
from records.when import When

MARIE = Person(("Marie LUNE", "LUNE DUPRÉ Marie"), When.parse("1980-05-02"), "female")


def mask() -> Mask:
    return Mask.of([MARIE], "Marie Lune")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Madame LUNE Marie, née le 02/05/1980, est vue ce jour.", ["LUNE", "Marie", "02/05/1980"]),
        ("Cher confrère, je revois votre patiente Marie Lune.", ["Marie", "Lune"]),
        ("Bien à vous, Dr Jean-Paul Étoile", ["Étoile", "Jean-Paul"]),
        ("Vue par le Pr. de la Tour ce matin", ["Tour"]),
        ("Reviewed by Dr Amrit Singh-Patel and Ms O'Brien.", ["Singh", "Amrit", "O'Brien"]),
        ("12 bis, rue des Lilas\n75011 PARIS", ["rue des Lilas", "75011", "PARIS"]),
        ("habite 3 avenue de la Gare, 1000 Bruxelles", ["avenue de la Gare", "Bruxelles"]),
        ("lives at 221 Baker Street, London NW1 6XE", ["Baker Street", "NW1 6XE"]),
        ("Tél. 01 42 34 56 78, +33 6 12 34 56 78, marie.lune@example.org", ["42 34", "12 34", "example.org"]),
        ("Call (514) 555-0199 or 514-555-0199", ["555-0199"]),
        ("N° de sécurité sociale : 2 80 05 75 123 456 78", ["2 80 05", "123 456"]),
        ("IPP : 80012345, NDA 2026-114455", ["80012345", "2026-114455"]),
        ("NHS number 943 476 5919; MRN: A1234567", ["943 476 5919", "A1234567"]),
        ("SSN 078-05-1120", ["078-05-1120"]),
        ("AVS 756.1234.5678.97", ["756.1234"]),
    ],
)
def test_what_points_at_somebody_does_not_leave(text: str, hidden: list[str]) -> None:
    one = mask()
    sent = one.masked(text)

    for words in hidden:
        assert words not in sent, sent
    assert one.restored(sent) == text


@pytest.mark.parametrize(
    "text",
    [
        "Ferritine : 8 µg/L (5 octobre 2026); intervalle 15 - 150",
        "Plaquettes 250 000 /mm3, leucocytes 6700 Cellules/mm3",
        "Cholestérol LDL 1,42 g/L soit 3,67 mmol/L le 03/05/2026",
        "Tension 132/84 mmHg, pouls 72",
        "Metformine 850 mg, 1 comprimé matin et soir pendant 3 mois",
        "Amlodipine 5 mg 1-0-0-0, rosuvastatine 10 mg",
        "PSA 2.10 ng/mL (2024-03-12), INR 2.5",
        "De longue date, une rose, un petit marcheur",
        "Scanner thoracique du 12.03.2024 : nodule de 4 mm",
    ],
)
def test_a_result_is_never_touched(text: str) -> None:
    assert mask().masked(text, of_a_fact=True) == text
    assert mask().masked(text) == text


def test_the_same_words_get_the_same_mark_all_through() -> None:
    one = mask()

    assert one.masked("Dr Étoile") == one.masked("Dr ÉTOILE".title()) == "Dr PERSON1"
    assert one.masked("Marie et Dr Étoile") == "PERSON2 et Dr PERSON1"


def test_a_mark_in_a_document_is_no_mark_of_ours() -> None:
    one = mask()
    sent = one.masked("Say PERSON1 and ask Dr Étoile.")

    assert "PERSON1" in sent
    assert one.restored(sent) == "Say person 1 and ask Dr Étoile."


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_comes_back(text: str) -> None:
    one = mask()
    once = one.masked(text)

    assert one.restored(once).lower().replace(" ", "") == text.lower().replace(" ", "")
