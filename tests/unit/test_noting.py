"""A sentence that states one measurement becomes facts to agree to; anything else becomes nothing."""

from datetime import date
from decimal import Decimal

import pytest

from chains.noting import noted
from core.language import Language
from records.normalise import normalise

TODAY = date(2026, 11, 24)


def said(text: str, language: Language = "fr") -> list[tuple[str | None, str | None, str | None, str]]:
    found = noted(text, language, TODAY)
    assert found is not None, text
    return [
        (fact.analyte, fact.value_text, fact.unit_text, fact.start.local if fact.start else "")
        for fact in found.facts
    ]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "ma tension ce matin 13,2/8,4 au bras gauche",
            "fr",
            [("systolic", "13,2", "cmHg", "2026-11-24"), ("diastolic", "8,4", "cmHg", "2026-11-24")],
        ),
        (
            "my blood pressure was 132 over 84 this morning at 8 am",
            "en",
            [
                ("systolic", "132", "mmHg", "2026-11-24T08:00:00"),
                ("diastolic", "84", "mmHg", "2026-11-24T08:00:00"),
            ],
        ),
        ("je pèse 71,2 kg", "fr", [("weight", "71,2", "kg", "2026-11-24")]),
        ("I weigh 160 lbs", "en", [("weight", "160", "lbs", "2026-11-24")]),
        ("hier : pouls 64", "fr", [("heart_rate", "64", "/min", "2026-11-23")]),
        ("glycémie à jeun 1,05 g/L", "fr", [("glucose", "1,05", "g/L", "2026-11-24")]),
        ("saturation 97 %", "fr", [("oxygen_saturation", "97", "%", "2026-11-24")]),
        ("le 12 novembre j'avais 38,5 de fièvre", "fr", [("temperature", "38,5", "°C", "2026-11-12")]),
        ("température 38,5 à 8h30", "fr", [("temperature", "38,5", "°C", "2026-11-24T08:30:00")]),
        ("temperature 101.2 F", "en", [("temperature", "101.2", "°F", "2026-11-24")]),
        ("vitamine B12 210 pg/mL le 3 novembre", "fr", [("vitamin_b12", "210", "pg/mL", "2026-11-03")]),
    ],
)
def test_a_stated_measurement_is_understood(
    text: str, language: Language, expected: list[tuple[str, str, str, str]]
) -> None:
    assert said(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ma tension 13/8 est-elle normale ?", "fr"),
        ("quelle est ma tension 13/8", "fr"),
        ("is 13/8 a good blood pressure", "en"),
        ("j'ai pris 2 kilos", "fr"),
        ("j'ai perdu 3 kg en mars", "fr"),
        ("ma tension est passée de 13/8 à 15/9", "fr"),
        ("objectif de poids 65 kg", "fr"),
        ("I want to weigh 65 kg", "en"),
        ("My dad's blood pressure is 150/90", "en"),
        ("la tension de ma mère est de 15/9", "fr"),
        ("je n'ai pas 38,5 de fièvre", "fr"),
        ("poids 71,2 kg et tension 13/8", "fr"),
        ("glycémie 1,05", "fr"),
        ("glycémie 110 mg", "fr"),
        ("temperature 101.2", "en"),
        ("poids 712 kg", "fr"),
        ("tension 8/13", "fr"),
        ("en 2024 ma tension était 14/9", "fr"),
        ("tension 14/9 le 3 décembre 2027", "fr"),
        ("bonjour", "fr"),
        ("", "fr"),
        ("tension 13/8 " * 20, "fr"),
    ],
)
def test_what_is_no_sure_statement_of_one_value_is_left_alone(text: str, language: Language) -> None:
    assert noted(text, language, TODAY) is None


def test_the_circumstance_is_kept_in_the_persons_words() -> None:
    found = noted("TA 132/84 mmHg, assise, bras droit, 7:45", "fr", TODAY)
    assert found is not None
    assert {fact.detail for fact in found.facts} == {"assise, bras droit"}
    assert found.assumed_unit is None


def test_a_unit_that_was_not_said_is_owned_up_to() -> None:
    assumed, said_in_full = noted("pouls 64", "fr", TODAY), noted("pouls 64 bpm", "fr", TODAY)
    assert (assumed and assumed.assumed_unit, said_in_full and said_in_full.assumed_unit) == ("/min", None)


def test_centimetres_and_millimetres_of_mercury_are_one_measurement() -> None:
    spoken, printed = noted("tension 13,2/8,4", "fr", TODAY), noted("tension 132/84", "fr", TODAY)
    assert spoken is not None
    assert printed is not None
    millimetres = [[normalise(fact).canonical for fact in one.facts] for one in (spoken, printed)]
    values = [[quantity and (quantity.value, quantity.unit) for quantity in one] for one in millimetres]
    assert values[0] == values[1] == [(Decimal(132), "mm[Hg]"), (Decimal(84), "mm[Hg]")]
