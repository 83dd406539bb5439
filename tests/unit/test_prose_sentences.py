"""What sentences of letters state of the person: subject, denial, supposition, time; in any order."""

from collections.abc import Sequence

import pytest

from connectors.prose.texts import of_text
from records.model import Fact, Kind
from records.when import When

HEAD = ("Cher confrère,", "Patient : M. Jean EXEMPLE, né le 01/02/1960", "Le 12 mars 2026", "")


def read(*lines: str) -> list[Fact]:
    """The facts of a letter of 12 March 2026 with these lines."""
    return list(of_text([*HEAD, *lines], document_date=When.parse("2026-03-12")))


def of(facts: Sequence[Fact], kind: Kind) -> list[tuple[str, bool]]:
    """Labels of one kind, and whether they are denied."""
    return [(fact.label, fact.negated) for fact in facts if fact.kind is kind]


@pytest.mark.parametrize(
    "sentence",
    [
        "Son père est diabétique et sa sœur prend de la metformine 500 mg.",
        "His mother had breast cancer and takes tamoxifen 20 mg daily.",
        "His daughter collects the tablets. She is on apixaban herself.",
        "Il vit avec son épouse, atteinte de la maladie d'Alzheimer.",
        "Wife's medications: warfarin 5 mg daily.",
        "Traitement de la mère : Lévothyrox 75 µg/j",
        "Fille : allergie à l'arachide",
        "Possible sarcoidosis. Pulmonary embolism was excluded.",
        "We discussed starting methotrexate 15 mg weekly but she declined.",
        "Hormonothérapie à discuter : létrozole 2,5 mg/j ou anastrozole 1 mg/j.",
        "She used to take lithium 400 mg at night.",
        "Stop metformin the day before the scan and restart 48 hours after.",
        "L'arrêt du méthotrexate n'est pas souhaitable.",
        "Antécédent d'allergie à la pénicilline dans l'enfance, infirmé par tests en 2019.",
        "The patient believes he is allergic to gluten.",
        "Contact with TB at work, Mantoux negative.",
        "Proposed surgery: total knee replacement on 12 June 2026.",
        "Pupils equal and reactive to light. Good reaction to physiotherapy.",
        "Vaccin zona à prévoir en septembre 2026.",
    ],
)
def test_what_is_not_said_of_the_person_now_is_no_fact(sentence: str) -> None:
    """Another person's, supposed, once taken, paused, proposed: none of it is stated as the person's."""
    facts = [fact for fact in read(sentence) if fact.kind is not Kind.ENCOUNTER]

    assert [(fact.kind.value, fact.label) for fact in facts if fact.status != "planned"] == []


@pytest.mark.parametrize(
    ("sentence", "label", "detail", "negated"),
    [
        ("Il est allergique à l'arachide : urticaire.", "arachide", "urticaire", False),
        ("Allergie à l'arachide : urticaire", "arachide", "urticaire", False),
        ("Pas d'allergie à l'iode.", "iode", None, True),
        ("Iode : RAS", None, None, False),
        ("You told us you react to neomycin with a rash.", "neomycin", "rash", False),
        ("He cannot tolerate statins (muscle pains).", "statins", "muscle pains", False),
        ("Note penicillin allergy (rash).", "penicillin", "rash", False),
        ("No penicillin allergy.", "penicillin", None, True),
        ("N'oubliez pas votre allergie au diclofénac.", "diclofénac", None, False),
    ],
)
def test_an_allergy_is_to_the_substance(
    sentence: str, label: str | None, detail: str | None, negated: bool
) -> None:
    """Not to the reaction; a denial names what is denied."""
    found = [(f.label, f.detail, f.negated) for f in read(sentence) if f.kind is Kind.ALLERGY]

    assert found == ([(label, detail, negated)] if label else [])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Discharged with tamsulosin.", [("tamsulosin", "active")]),
        (
            "She takes levothyroxine 100 mcg daily and uses ibuprofen gel as needed.",
            [("levothyroxine 100 mcg", "active"), ("ibuprofen gel", "active")],
        ),
        ("La metformine est suspendue jusqu'au contrôle.", [("metformine", "on-hold")]),
        ("Le vérapamil a été définitivement arrêté.", [("vérapamil", "stopped")]),
        ("Le patient n'est plus sous amiodarone 200 mg.", [("amiodarone", "stopped")]),
    ],
)
def test_what_is_taken_for_good_needs_no_strength(sentence: str, expected: list[tuple[str, str]]) -> None:
    """A known name behind a verb of taking, keeping or ending."""
    assert [(f.label, f.status) for f in read(sentence) if f.kind is Kind.MEDICATION] == expected


def test_what_a_sentence_says_of_diseases_is_read_in_any_order() -> None:
    """Had, denied, and behind a title that no list holds."""
    facts = read(
        "Elle est suivie dans le service depuis 2019 pour une sarcoïdose. Vous n'avez pas de diabète.",
        "Profil : HTA, BPCO, PTG droite en 2019",
    )

    assert ("sarcoïdose", False) in of(facts, Kind.CONDITION)
    assert ("diabète", True) in of(facts, Kind.CONDITION)
    assert {("HTA", False), ("BPCO", False)} <= set(of(facts, Kind.CONDITION))
    assert of(facts, Kind.PROCEDURE) == [("PTG droite", False)]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Bloods on 14 February: ferritin 40 µg/L.", "2026-02-14"),
        ("Bilan du 20/02 : ferritine 40 µg/L", "2026-02-20"),
        ("Bilan du vingt décembre deux mille vingt-cinq : ferritine 40 µg/L", "2025-12-20"),
        ("Bilan du 20 août : ferritine 40 µg/L", None),
    ],
)
def test_a_day_without_a_year_is_the_near_one(line: str, day: str | None) -> None:
    """Half a year away it could be either: none is given."""
    found = [f.start and f.start.local for f in read(line) if f.kind is Kind.OBSERVATION]

    assert found == [day]


def test_visits_in_prose_are_planned_with_their_hour() -> None:
    """And what depends on something is not."""
    facts = read("Une consultation est prévue le 2 septembre 2026 à 10h.", "Revoir si fièvre dans 3 jours.")

    notes = [(f.status, f.start and f.start.local) for f in facts if f.kind is Kind.NOTE]
    assert notes == [("planned", "2026-09-02T10:00:00")]


def test_a_birth_without_a_word_for_it_is_no_letter_day() -> None:
    """``Mme X, 19.08.1957``: what was measured is of the visit."""
    lines = [
        "Lettre de consultation",
        "Patient : Mme Greta EXEMPLE, 19.08.1957",
        "Consultation du 24.11.2025",
    ]
    facts = of_text([*lines, "", "Poids stable à 63 kg."], document_date=None)

    assert {f.start and f.start.local for f in facts if f.quantity} == {"2025-11-24"}


def test_an_ejection_fraction_has_the_day_of_its_examination() -> None:
    """And none where the sentence gives none."""
    assert [
        (f.label, f.value_text, f.start and f.start.local)
        for line in ("ETT du 02/02/2026 : FEVG 38 %.", "LVEF 55%.")
        for f in read(line)
        if f.quantity
    ] == [("FEVG", "38", "2026-02-02"), ("LVEF", "55", None)]
