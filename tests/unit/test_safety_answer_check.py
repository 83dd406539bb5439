# ruff: noqa: E501, S311  sentences read better whole; the dice are for variety
"""A sentence passes only when every number, date, unit and comparison is its evidence's own."""

import random
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from core.language import Language
from records.evidence import Evidence
from records.model import Fact, Kind, Passage, ReferenceRange
from records.quantity import Comparator, Quantity
from records.source import Entry, Source
from records.when import When
from safety.answer_check import Statistic, sentence
from safety.verdict import Intent, Urgency, Verdict

CALM = Verdict(Intent.LOOKUP, Urgency.U4)
URGENT = Verdict(Intent.EMERGENCY_SELF, Urgency.U1, banner=True)
SOURCE = Source(Entry())
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}  # fmt: skip


def measured(
    id: str,
    label: str,
    analyte: str | None,
    value: str,
    unit: str,
    day: str,
    limits: tuple[str | None, str | None] = (None, None),
    comparator: Comparator | None = None,
) -> Evidence:
    low, high = limits
    text = f"{low} - {high}" if low and high else f"< {high}" if high else f"> {low}" if low else ""
    reference = None
    if text:
        reference = ReferenceRange(
            text,
            Quantity(Decimal(low), unit) if low else None,
            Quantity(Decimal(high), unit) if high else None,
        )
    quantity = Quantity(Decimal(value), unit, comparator)
    fact = Fact(
        kind=Kind.OBSERVATION, label=label, source=SOURCE, id=id, analyte=analyte, quantity=quantity,
        canonical=quantity, value_text=f"{comparator or ''}{value}", unit_text=unit, reference=reference,
        start=When.parse(day),
    )  # fmt: skip
    return Evidence(id, f"{label} {value} {unit}", SOURCE, fact=fact)


def stated(id: str, kind: Kind, label: str, day: str, detail: str | None = None) -> Evidence:
    fact = Fact(kind=kind, label=label, source=SOURCE, id=id, start=When.parse(day), detail=detail)
    return Evidence(id, label, SOURCE, fact=fact)


def written(id: str, text: str, day: str | None = None) -> Evidence:
    when = When.parse(day) if day else None
    return Evidence(id, text, SOURCE, passage=Passage(text, SOURCE, id=id, when=when))


FERRITIN = measured("f", "Ferritine", "ferritin", "8", "µg/L", "2024-03-12", ("15", "150"))
LDL_OLD = measured("l1", "LDL Cholesterol", "ldl", "4.31", "mmol/L", "2021-01-05", (None, "3.4"))
LDL_NEW = measured("l2", "LDL Cholesterol", "ldl", "3.60", "mmol/L", "2024-03-12", (None, "3.4"))
HDL = measured("h", "HDL Cholesterol", "hdl", "1.20", "mmol/L", "2024-03-12", ("1.0", None))
TROPONIN = measured("t", "Troponine T", None, "0.05", "µg/L", "2024-03-12", comparator="<")
METFORMIN = stated("m", Kind.MEDICATION, "Metformin 500 mg", "2023-05-01", "1 comprimé matin et soir")
AT_MOST = stated("p", Kind.MEDICATION, "Metformin 500 mg", "2023-05-01", "1 comprimé, maximum 3 par jour")
DIABETES = stated("d", Kind.CONDITION, "Type 2 diabetes mellitus", "2019-02-01")
ECHO = written("e", "FEVG à 45 %. Pas d'épanchement.", "2024-02-02")

LEUKOCYTES = measured("w", "Leucocytes", "leukocytes", "9.49", "10^9/L", "2023-05-28")
GOAL = stated(
    "g", Kind.NOTE, "Lower blood pressure", "2024-01-05", "target: Systolic <= 130 mmHg 2024-12-31, active"
)

LETTER = written("q", "la tension est à\n128/76 mmHg. Rythme sinusal à 68/min.", "2025-11-14")

GOLDEN: list[tuple[str, Language, list[Evidence]]] = [
    ("Votre ferritine était de 8 µg/L le 12 mars 2024 (intervalle du compte rendu : 15 - 150).", "fr", [FERRITIN]),
    ("Your ferritin was 8 µg/L on 12 March 2024 (report's range: 15 - 150).", "en", [FERRITIN]),
    ("Ferritin: 8 µg/L, 2024-03-12.", "en", [FERRITIN]),
    ("Le 12/03/2024, la ferritine était à 8 µg/L.", "fr", [FERRITIN]),
    ("Votre ferritine (8 µg/L, 12 mars 2024) est en dessous de l'intervalle du compte rendu (15 - 150).", "fr", [FERRITIN]),
    ("Your ferritin of 8 µg/L is below the report's range, 15 to 150.", "en", [FERRITIN]),
    ("Votre LDL cholesterol est passé de 4,31 mmol/L (5 janvier 2021) à 3,60 mmol/L (12 mars 2024).", "fr", [LDL_OLD, LDL_NEW]),
    ("Your LDL cholesterol went from 4.31 mmol/L (5 January 2021) to 3.60 mmol/L (12 March 2024).", "en", [LDL_OLD, LDL_NEW]),
    ("Your LDL fell from 4.31 to 3.60 mmol/L between 5 January 2021 and 12 March 2024.", "en", [LDL_OLD, LDL_NEW]),
    ("Your LDL has fallen since 2021.", "en", [LDL_OLD, LDL_NEW]),
    ("Votre LDL a baissé depuis 2021.", "fr", [LDL_OLD, LDL_NEW]),
    ("La plus haute valeur de LDL était de 4,31 mmol/L, le 5 janvier 2021.", "fr", [LDL_OLD, LDL_NEW]),
    ("The lowest LDL was 3.60 mmol/L on 12 March 2024.", "en", [LDL_OLD, LDL_NEW]),
    ("Le 12 mars 2024, votre LDL était de 3,60 mmol/L et votre HDL de 1,20 mmol/L.", "fr", [LDL_NEW, HDL]),
    ("On 12 March 2024, LDL cholesterol was 3.60 mmol/L and HDL cholesterol was 1.20 mmol/L.", "en", [LDL_NEW, HDL]),
    ("La troponine T était < 0,05 µg/L le 12 mars 2024.", "fr", [TROPONIN]),
    ("Troponine T was below 0.05 µg/L on 12 March 2024.", "en", [TROPONIN]),
    ("Valeur précédente : 9,49 10^9/L, le 28 mai 2023.", "fr", [LEUKOCYTES]),
    ("Lower blood pressure, target: Systolic <= 130 mmHg 2024-12-31, active", "en", [GOAL]),
    ("On 14 November 2025: “la tension est à 128/76 mmHg. Rythme sinusal à 68/min.”", "en", [LETTER]),
    ("Carnet has 2 LDL results, the first from January 2021.", "en", [LDL_OLD, LDL_NEW]),
    ("Metformin 500 mg is recorded since 1 May 2023: 1 comprimé matin et soir.", "en", [METFORMIN]),
    ("Votre ordonnance du 1er mai 2023 indique : « Metformin 500 mg, 1 comprimé matin et soir ».", "fr", [METFORMIN]),
    ("Metformin 500 mg is recorded since 1 May 2023: 1 comprimé, maximum 3 par jour.", "en", [AT_MOST]),
    ("Type 2 diabetes mellitus is noted in your record on 1 February 2019.", "en", [DIABETES]),
    ("Un diabète de type 2 est noté dans votre dossier le 1er février 2019.", "fr", [DIABETES]),
    ("Le compte rendu du 2 février 2024 indique une FEVG à 45 %.", "fr", [ECHO]),
    ("The report of 2 February 2024 gives an ejection fraction (FEVG) of 45 %.", "en", [ECHO]),
    ("Ces résultats ne permettent pas de dire si vous avez un diabète.", "fr", [FERRITIN]),
    ("Ferritin alone cannot tell whether you have anaemia.", "en", [FERRITIN]),
    ("Ne modifiez pas votre traitement sans en parler à votre médecin.", "fr", [METFORMIN]),
    ("Do not change or stop your treatment without speaking to your doctor.", "en", [METFORMIN]),
    ("Demandez à votre pharmacien s'il faut adapter la dose.", "fr", [METFORMIN]),
    ("Ask your doctor whether the dose should change.", "en", [METFORMIN]),
    ("Aucun document ne mentionne de vitamine B12.", "fr", [FERRITIN]),
    ("No document mentions vitamin B12.", "en", [FERRITIN]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "evidence"), GOLDEN, ids=range(len(GOLDEN)))
def test_a_true_sentence_passes(text: str, language: Language, evidence: list[Evidence]) -> None:
    check = sentence(text, evidence=evidence, verdict=CALM, language=language)

    assert check.reasons == ()
    assert check.ok


LIES: list[tuple[str, str, Language, list[Evidence]]] = [
    ("number_unbound", "Votre ferritine était de 80 µg/L le 12 mars 2024.", "fr", [FERRITIN]),
    ("number_unbound", "Your ferritin was 0.8 µg/L on 12 March 2024.", "en", [FERRITIN]),
    ("number_unbound", "Votre ferritine était de 15 µg/L le 12 mars 2024.", "fr", [FERRITIN]),
    ("number_unbound", "On 12 March 2024 your LDL was 1.20 mmol/L and your HDL 3.60 mmol/L.", "en", [LDL_NEW, HDL]),
    ("number_unbound", "Carnet has 7 LDL results.", "en", [LDL_OLD, LDL_NEW]),
    ("number_unbound", "Your average LDL was 3.60 mmol/L.", "en", [LDL_OLD, LDL_NEW]),
    ("number_unbound", "On 14 November 2025: “la tension est à 182/76 mmHg.”", "en", [LETTER]),
    ("unit_wrong", "Votre ferritine était de 8 mg/L le 12 mars 2024.", "fr", [FERRITIN]),
    ("unit_wrong", "Your ferritin was 8 on 12 March 2024.", "en", [FERRITIN]),
    ("date_wrong", "Your ferritin was 8 µg/L on 12 March 2023.", "en", [FERRITIN]),
    ("date_wrong", "Your LDL went from 3.60 mmol/L (5 January 2021) to 4.31 mmol/L (12 March 2024).", "en", [LDL_OLD, LDL_NEW]),
    ("date_unbound", "Votre ferritine de 2019 n'est pas dans vos documents.", "fr", [FERRITIN]),
    ("comparator", "La troponine T était de 0,05 µg/L le 12 mars 2024.", "fr", [TROPONIN]),
    ("range_wrong", "Votre ferritine était de 8 µg/L (intervalle : 8 - 150).", "fr", [FERRITIN]),
    ("direction_wrong", "Votre ferritine de 8 µg/L est au-dessus de l'intervalle.", "fr", [FERRITIN]),
    ("direction_wrong", "Your ferritin of 8 µg/L is within the range.", "en", [FERRITIN]),
    ("direction_wrong", "Votre ferritine de 8 µg/L est normale.", "fr", [FERRITIN]),
    ("direction_wrong", "Your ferritin of 8 µg/L is not below the range.", "en", [FERRITIN]),
    ("direction_wrong", "Your LDL has risen since 2021.", "en", [LDL_OLD, LDL_NEW]),
    ("direction_wrong", "Votre LDL est stable depuis 2021.", "fr", [LDL_OLD, LDL_NEW]),
    ("direction_wrong", "The lowest LDL was 4.31 mmol/L.", "en", [LDL_OLD, LDL_NEW]),
    ("range_unknown", "La troponine T est dans la norme.", "fr", [TROPONIN]),
    ("trend_unknown", "Your ferritin has increased.", "en", [FERRITIN]),
    ("stale", "Votre ferritine actuelle est de 8 µg/L.", "fr", [FERRITIN]),
    ("diagnosis", "You have anaemia.", "en", [FERRITIN]),
    ("diagnosis", "Votre ferritine évoque une carence en fer.", "fr", [FERRITIN]),
    ("diagnosis", "This is consistent with iron deficiency.", "en", [FERRITIN]),
    ("diagnosis", "Il s'agit probablement d'une hypothyroïdie.", "fr", [FERRITIN]),
    ("diagnosis", "C'est grave.", "fr", [FERRITIN]),
    ("dose_change", "You should stop taking metformin.", "en", [METFORMIN]),
    ("dose_change", "Arrêtez la metformine.", "fr", [METFORMIN]),
    ("dose_change", "Vous pouvez doubler la dose.", "fr", [METFORMIN]),
    ("dose_change", "Take 1000 mg of metformin instead.", "en", [METFORMIN]),
    ("dose_change", "It would be safe to halve your tablet.", "en", [METFORMIN]),
    ("dose_change", "Do not take your metformin.", "en", [METFORMIN]),
    ("reassurance", "There is no need to see a doctor.", "en", [FERRITIN]),
    ("reassurance", "Ce n'est rien de grave.", "fr", [FERRITIN]),
    ("method", "The lethal dose is known.", "en", [METFORMIN]),
    ("method", "Une dose mortelle se calcule.", "fr", [METFORMIN]),
    ("language", "Your ferritin was 8 µg/L on the report of your doctor.", "fr", [FERRITIN]),
    ("markup", "![x](https://evil.example/a.png)", "en", [FERRITIN]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "language", "evidence"), LIES, ids=range(len(LIES)))
def test_a_wrong_sentence_is_stopped_for_its_reason(
    code: str, text: str, language: Language, evidence: list[Evidence]
) -> None:
    check = sentence(text, evidence=evidence, verdict=CALM, language=language)

    assert not check.ok
    assert code in check.reasons


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Don't worry about it.", "en"),
        ("It can wait until Monday.", "en"),
        ("Ne vous inquiétez pas.", "fr"),
        ("Cela va passer.", "fr"),
    ],
)
def test_nothing_soothes_while_it_may_be_urgent(text: str, language: Language) -> None:
    assert "reassurance" in sentence(text, evidence=[], verdict=URGENT, language=language).reasons
    assert sentence(text, evidence=[], verdict=CALM, language=language).ok


def test_every_number_is_bound_to_its_fact() -> None:
    text = "Your LDL cholesterol went from 4.31 mmol/L (5 January 2021) to 3.60 mmol/L (12 March 2024)."

    bound = sentence(text, evidence=[LDL_OLD, LDL_NEW], verdict=CALM, language="en").numbers

    assert [(one.value, one.unit, one.date, one.fact) for one in bound] == [
        ("4.31", "mmol/L", "2021-01-05", "l1"),
        ("3.60", "mmol/L", "2024-03-12", "l2"),
    ]


def test_a_statistic_binds_what_code_computed_and_nothing_else() -> None:
    computed = [Statistic(Decimal("3.96"), "mmol/L", count=2)]

    assert sentence(
        "Your average LDL was 3.96 mmol/L over 2 results.",
        evidence=[LDL_OLD, LDL_NEW], verdict=CALM, language="en", statistics=computed,
    ).ok  # fmt: skip
    assert not sentence(
        "Your average LDL was 3.69 mmol/L.",
        evidence=[LDL_OLD, LDL_NEW], verdict=CALM, language="en", statistics=computed,
    ).ok  # fmt: skip


def test_a_denied_condition_is_not_the_persons() -> None:
    letter = written("p", "Pas d'argument pour un diabète. Mère diabétique.")

    assert "diagnosis" in sentence(
        "Vous avez un diabète.", evidence=[letter], verdict=CALM, language="fr"
    ).reasons  # fmt: skip


def test_a_signed_text_is_taken_as_it_stands() -> None:
    assert sentence("Appelez le 15.", evidence=[], verdict=URGENT, language="fr", fixed=True).ok


# -- mutants: a true sentence with one thing changed must never pass --------------------------------

_ANALYTES = [
    ("ferritin", {"fr": "ferritine", "en": "ferritin"}, "µg/L", "mg/L", (15, 150), 0),
    ("potassium", {"fr": "potassium", "en": "potassium"}, "mmol/L", "mg/L", (35, 50), 1),
    ("hemoglobin", {"fr": "hémoglobine", "en": "hemoglobin"}, "g/dL", "g/L", (120, 160), 1),
    ("platelets", {"fr": "plaquettes", "en": "platelets"}, "G/L", "T/L", (150, 400), 0),
    ("tsh", {"fr": "TSH", "en": "TSH"}, "mUI/L", "µmol/L", (40, 400), 2),
    ("creatinine", {"fr": "créatinine", "en": "creatinine"}, "µmol/L", "mmol/L", (60, 110), 0),
    ("hba1c", {"fr": "HbA1c", "en": "HbA1c"}, "%", "mmol/mol", (40, 60), 1),
]
_TEMPLATES: dict[Language, str] = {
    "fr": "Votre {name} était de {value} {unit} le {date} (intervalle du compte rendu : {low} - {high}).",
    "en": "Your {name} was {value} {unit} on {date} (report's range: {low} - {high}).",
}
_RANGE_CLAIM: dict[Language, dict[str, str]] = {
    "fr": {"above": "au-dessus de", "below": "en dessous de", "within": "dans"},
    "en": {"above": "above", "below": "below", "within": "within"},
}


def _spell(number: Decimal, language: Language) -> str:
    return str(number).replace(".", ",") if language == "fr" else str(number)


def _say(day: str, language: Language) -> str:
    year, month, date = day.split("-")
    return f"{int(date)} {_MONTHS[language][int(month) - 1]} {year}"


def _scenes(count: int) -> Iterator[tuple[Language, dict[str, str], list[Evidence], str, str]]:
    """Language, parts of a true sentence, its evidence, another analyte's value, the true standing."""
    dice = random.Random(20261124)
    for _ in range(count):
        language: Language = dice.choice(("fr", "en"))
        (key, names, unit, wrong, (low, high), places), other = dice.sample(_ANALYTES, 2)
        scale = Decimal(10) ** -places

        def draw(low: int, high: int, scale: Decimal = scale) -> Decimal:
            return Decimal(dice.randrange(low // 2 + 2, high * 2)) * scale

        value = draw(low, high)
        bounds = (Decimal(low) * scale, Decimal(high) * scale)
        day = f"20{dice.randrange(18, 26)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
        rival = Decimal(dice.randrange(200, 990)) + Decimal("0.7")
        evidence = [
            measured("a", names["fr"].title(), key, str(value), unit, day, (str(bounds[0]), str(bounds[1]))),
            measured("b", other[1]["fr"].title(), other[0], str(rival), other[2], day),
        ]
        standing = "above" if value > bounds[1] else "below" if value < bounds[0] else "within"
        parts = {
            "name": names[language], "value": _spell(value, language), "unit": unit, "date": _say(day, language),
            "low": _spell(bounds[0], language), "high": _spell(bounds[1], language), "wrong_unit": wrong,
            "day": day, "raw": str(value),
        }  # fmt: skip
        yield language, parts, evidence, _spell(rival, language), standing


def _truth(language: Language, parts: dict[str, str]) -> str:
    return _TEMPLATES[language].format(**parts)


def _changed(language: Language, parts: dict[str, str], **change: str) -> str:
    return _truth(language, {**parts, **change})


def _digit(parts: dict[str, str]) -> str:
    text = parts["value"]
    place = next(index for index in range(len(text) - 1, -1, -1) if text[index].isdigit())
    return text[:place] + str((int(text[place]) + 3) % 10) + text[place + 1 :]


def _other_day(parts: dict[str, str], language: Language) -> str:
    year, month, day = parts["day"].split("-")
    return _say(f"{year}-{month}-{(int(day) % 28) + 1:02d}", language)


def _other_year(parts: dict[str, str], language: Language) -> str:
    year, month, day = parts["day"].split("-")
    return _say(f"{int(year) - 1}-{month}-{day}", language)


Mutant = Callable[[Language, dict[str, str], str], str]
MUTANTS: dict[str, Mutant] = {
    "digit": lambda language, parts, _: _changed(language, parts, value=_digit(parts)),
    "decimal shift": lambda language, parts, _: _changed(
        language, parts, value=_spell(Decimal(parts["raw"]) * 10, language)
    ),
    "other analyte's value": lambda language, parts, rival: _changed(language, parts, value=rival),
    "unit": lambda language, parts, _: _changed(language, parts, unit=parts["wrong_unit"]),
    "day": lambda language, parts, _: _changed(language, parts, date=_other_day(parts, language)),
    "year": lambda language, parts, _: _changed(language, parts, date=_other_year(parts, language)),
    "value in the range": lambda language, parts, rival: _changed(language, parts, low=rival),
    "invented": lambda language, parts, _: _truth(language, parts).rstrip(".")
    + (" et 73,3 mmol/L ensuite." if language == "fr" else " and 73.3 mmol/L later."),
    "diagnosis": lambda language, parts, _: _truth(language, parts).rstrip(".")
    + (", ce qui évoque une hypothyroïdie." if language == "fr" else ", which suggests hypothyroidism."),
    "dose change": lambda language, parts, _: _truth(language, parts).rstrip(".")
    + (" ; augmentez votre dose." if language == "fr" else "; increase your dose."),
    "current": lambda language, parts, _: _truth(language, parts).replace(
        parts["name"], parts["name"] + (" actuelle" if language == "fr" else " currently"), 1
    ),
}  # fmt: skip


def test_all_true_variants_pass() -> None:
    scenes = list(_scenes(300))

    blocked = [
        _truth(language, parts)
        for language, parts, evidence, _, _ in scenes
        if not sentence(_truth(language, parts), evidence=evidence, verdict=CALM, language=language).ok
    ]

    assert len(blocked) <= 0.01 * len(scenes), blocked[:5]


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_is_killed(name: str) -> None:
    survivors = []
    for language, parts, evidence, rival, _ in _scenes(150):
        mutant = MUTANTS[name](language, parts, rival)
        if mutant != _truth(language, parts):
            check = sentence(mutant, evidence=evidence, verdict=CALM, language=language)
            survivors += [mutant] if check.ok else []

    assert survivors == []


@pytest.mark.parametrize("claim", ["above", "below", "within"])
def test_a_claim_about_the_range_passes_only_when_it_is_so(claim: str) -> None:
    for language, parts, evidence, _, standing in _scenes(120):
        words = _RANGE_CLAIM[language][claim]
        text = (
            f"Votre {parts['name']} de {parts['value']} {parts['unit']} est {words} l'intervalle du compte rendu."
            if language == "fr"
            else f"Your {parts['name']} of {parts['value']} {parts['unit']} is {words} the report's range."
        )

        assert sentence(text, evidence=evidence[:1], verdict=CALM, language=language).ok == (
            claim == standing
        ), text
