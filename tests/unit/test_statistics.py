"""Numbers that code works out, told in both languages: what from, what was left out, what cannot be said."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chains.events import Basis, Chart, Sentence
from records.model import Extraction, Fact, Kind
from records.source import Lines, Source
from tests.fakes.record import Record, measured, stated
from tests.unit.test_chains_compose import answer, ask, charts

LDL = [
    ("2022-03-01", "4.60"), ("2022-09-10", "4.42"), ("2023-03-12", "4.51"), ("2024-03-12", "4.31"),
    ("2024-10-01", "4.40"), ("2025-06-02", "3.30"), ("2025-12-01", "3.10"), ("2026-10-05", "2.90"),
]  # fmt: skip


def north(fact: Fact) -> Fact:
    return replace(fact, source=Source(Lines(1, 1), laboratory="Labo Nord"))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """LDL of one laboratory over years, ferritin of two, a TSH with a limit, two medicines."""
    made = Record(tmp_path_factory.mktemp("statistics"))
    for day, value in LDL:
        made.add(f"ldl-{day}.txt", measured("LDL Cholesterol", value, "mmol/L", day, "< 3.00"))
    made.add(
        "photo.txt", measured("LDL Cholesterol", "9.9", "mmol/L", "2026-10-07", extraction=Extraction.OCR)
    )
    made.add(
        "tsh.txt",
        measured("TSH", "< 0,05", "mUI/L", "2025-10-05", "0,40 - 4,00"),
        measured("TSH", "1,2", "mUI/L", "2026-01-05", "0,40 - 4,00"),
        measured("TSH", "2,0", "mUI/L", "2026-05-05", "0,40 - 4,00"),
    )
    made.add(
        "fer.txt",
        *(measured("Ferritine", value, "µg/L", day, "15 - 150")
          for day, value in (("2024-01-01", "10"), ("2024-06-01", "20"), ("2025-06-01", "30"))),
        *(north(measured("Ferritine", value, "µg/L", day, "15 - 150"))
          for day, value in (("2026-08-07", "35"), ("2026-09-07", "25"))),
    )  # fmt: skip
    made.add(
        "ordonnance.txt",
        stated(Kind.MEDICATION, "Atorvastatine 20 mg", "2025-01-10", status="active"),
        stated(Kind.MEDICATION, "Bisoprolol 2,5 mg", "2024-01-10", status="active"),
        stated(Kind.MEDICATION, "Fer 80 mg", "2024-03-01", status="stopped"),
    )
    yield made
    made.room.close()


def told(record: Record, question: str) -> str:
    return answer(record, question).replace("\u202f", " ")


def test_a_mean_says_what_it_was_made_from_and_what_was_left_out(record: Record) -> None:
    text = told(record, "moyenne de ma TSH")

    assert "la moyenne de 2 valeurs (5 janvier 2026 – 5 mai 2026) est 1,60 mUI/L" in text
    assert "Valeurs prises en compte : 1,2 mUI/L (5 janvier 2026) ; 2,0 mUI/L (5 mai 2026)." in text
    assert "imprimées comme une limite" in text
    assert "dont on ne fait pas de moyenne : 1" in text


def test_a_value_read_from_a_picture_is_counted_as_left_out(record: Record) -> None:
    assert "lues sur une image et pas encore confirmées : 1" in told(record, "moyenne de mon LDL")


def test_each_series_has_its_own_figure_and_says_that_it_is_alone(record: Record) -> None:
    text = told(record, "moyenne de ma ferritine")

    assert "Elles forment 2 séries, que Carnet ne compare pas entre elles" in text
    assert (
        "Laboratoire des Lilas : la moyenne de 3 valeurs (1er janvier 2024 – 1er juin 2025) est 20,0 µg/L"
        in text
    )
    assert "Labo Nord : la moyenne de 2 valeurs (7 août 2026 – 7 septembre 2026) est 30,0 µg/L" in text
    assert "24," not in text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "pente de mon LDL",
            "la pente est de −0,39 mmol/L par an ; son intervalle à 95 % va de −0,55 mmol/L à −0,07",
        ),
        (
            "How fast is my LDL falling?",
            "the slope is −0.39 mmol/L per year; its 95 % interval runs from −0.55",
        ),
    ],
)
def test_a_slope_comes_with_its_interval_and_its_method(record: Record, question: str, expected: str) -> None:
    text = told(record, question)

    assert expected in text
    assert "1968" in text


def test_too_few_values_have_no_slope_and_say_how_many_are_needed(record: Record) -> None:
    text = told(record, "pente de ma TSH")

    assert "trop peu de valeurs pour dire à quelle vitesse elle évolue ; il en faut au moins 5" in text


def test_a_slope_that_may_be_nothing_says_no_direction(tmp_path: Path) -> None:
    made = Record(tmp_path)
    for month, value in enumerate(("40", "44", "39", "45", "41", "43"), start=1):
        made.add(f"{month}.txt", measured("Ferritine", value, "µg/L", f"2026-0{month}-01"))
    text = told(made, "quelle est la pente de ma ferritine ?")

    assert "ne permettent de dire aucune direction" in text
    assert "vers le" not in text
    made.room.close()


def test_before_and_after_a_medicine_names_its_date_and_claims_no_cause(record: Record) -> None:
    events = ask(record, "LDL avant et après le début de l'atorvastatine")
    text = told(record, "LDL avant et après le début de l'atorvastatine")
    (chart,) = charts(events)

    assert (
        "Date qui sépare : le 10 janvier 2025, la première que vos documents donnent pour « Atorvastatine"
        in text
    )
    assert "avant : 4,448 mmol/L (5 valeurs)" in text
    assert "après : 3,100 mmol/L (3 valeurs)" in text
    assert "Écart, la seconde période moins la première : −1,348 mmol/L" in text
    assert "ne disent pas pourquoi" in text
    assert [(mark.when.local, mark.label) for mark in chart.marks] == [("2025-01-10", "Atorvastatine 20 mg")]


def test_one_side_only_when_one_side_is_asked_for(record: Record) -> None:
    text = told(record, "mon LDL moyen depuis que je prends de l'atorvastatine")

    assert "après : la moyenne de 3 valeurs (2 juin 2025 – 5 octobre 2026) est 3,100 mmol/L" in text
    assert "4,4" not in text


def test_a_date_divides_too_and_series_stay_apart(record: Record) -> None:
    text = told(record, "ferritine avant et après le 1er mars 2024")

    assert "avant : 10 µg/L (1er janvier 2024)" in text
    assert "après : 25,0 µg/L (2 valeurs)" in text
    assert "avant : aucune valeur" in text  # the other laboratory
    assert "+15,0 µg/L" in text
    assert "n'être que du hasard" in text


def test_what_cannot_be_dated_is_asked_for_and_nothing_is_guessed(record: Record) -> None:
    unknown = told(record, "LDL depuis ma greffe")
    several = told(record, "LDL avant et après le traitement")

    assert "Vos documents ne donnent pas de date pour « greffe »" in unknown
    assert "De laquelle parlez-vous ?" in several
    assert "Bisoprolol 2,5 mg (10 janvier 2024)" in several
    assert "moyenne" not in unknown + several


def test_another_drug_of_a_kind_is_not_taken_for_the_one_named(record: Record) -> None:
    assert "Vos documents ne donnent pas de date pour « simvastatine »" in told(
        record, "LDL depuis le début de la simvastatine"
    )


def test_two_years_side_by_side(record: Record) -> None:
    text = told(record, "compare my LDL in 2024 and 2025")

    assert "in 2024: 4.355 mmol/L (2 values)" in text
    assert "in 2025: 3.200 mmol/L (2 values)" in text
    assert "−1.155 mmol/L" in text


def test_two_laboratories_are_not_compared_even_when_each_holds_one_year(record: Record) -> None:
    text = told(record, "ferritine 2024 contre 2026")

    assert "aucun écart n'est calculé" in text
    assert "Écart" not in text


def test_year_by_year(record: Record) -> None:
    means, counts = told(record, "mon LDL par an"), told(record, "combien de LDL par an ?")

    assert "en 2022 : 4,510 mmol/L (2 valeurs)" in means
    assert "en 2023 : 4,51 mmol/L (12 mars 2023)" in means
    assert "en 2024 : 2." in counts


def test_each_value_is_placed_in_the_range_of_its_own_report(record: Record) -> None:
    text = told(record, "How many of my TSH results are in range?")

    assert "2 of 3 lie there" in text
    assert "Below it: 1." in text


def test_the_range_of_values_has_both_ends_with_their_dates(record: Record) -> None:
    text = told(record, "entre quelles valeurs varie mon LDL ?")

    assert (
        "8 valeurs (1er mars 2022 – 5 octobre 2026), de 2,90 mmol/L (le 5 octobre 2026) à 4,60 mmol/L" in text
    )


def test_asking_again_gives_the_same_words(record: Record) -> None:
    for question in ("pente de mon LDL", "mon LDL par an", "LDL avant et après le début de l'atorvastatine"):
        assert told(record, question) == told(record, question)


@pytest.mark.parametrize(
    "question",
    [
        "moyenne de mon LDL", "pente de mon LDL", "mon LDL par an", "LDL 2023 contre 2026",
        "moyenne de ma ferritine", "ferritine avant et après le 1er mars 2024", "TSH la plus basse",
        "Combien de mes LDL sont dans la norme ?", "LDL avant et après le début de l'atorvastatine",
        "compare my ferritin in 2024 and 2026", "slope of my LDL", "mon LDL le plus haut par an",
        "médiane de mon LDL avant et après le 1er janvier 2025",
    ],
)  # fmt: skip
def test_every_sentence_with_a_number_is_bound_and_opens_its_pages(record: Record, question: str) -> None:
    sentences = [event for event in ask(record, question) if isinstance(event, Sentence)]

    assert sentences
    for sentence in sentences:
        if sentence.numbers and sentence.basis is not Basis.GUIDANCE:
            assert sentence.citations, sentence.text
    assert not any(isinstance(event, Chart) and not event.series for event in ask(record, question))
