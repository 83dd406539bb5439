"""What a question asks of numbers is heard in everyday words; what only looks alike is not."""

from datetime import date

import pytest

from retrieval.asking import Side, hear
from retrieval.figures import Statistic
from retrieval.query import Aim, plan
from retrieval.spans import Step
from tests.evals.statistics import HELD, TODAY, Case, cases, misses


@pytest.mark.parametrize("case", cases("seen"), ids=lambda case: case.question)
def test_ways_of_asking_that_were_looked_at(case: Case) -> None:
    assert misses(case) == ()


def test_most_ways_of_asking_that_were_held_out_are_understood() -> None:
    found = [misses(case) for case in cases("held_out")]

    assert len(found) >= 60
    assert sum(not missed for missed in found) / len(found) >= 0.9


@pytest.mark.parametrize(
    "text",
    [
        "ma glycémie après le repas", "my glucose after eating", "mon HbA1c depuis septembre",
        "LDL depuis deux ans", "ferritine après 2023", "TSH since 2024", "my sodium since last year",
        "tension avant l'effort", "depuis quand ma TSH est-elle basse ?", "ma glycémie d'avant-hier",
    ],
)  # fmt: skip
def test_a_date_or_a_time_of_day_is_no_event(text: str) -> None:
    query = plan(text, "fr", today=TODAY, held=HELD)

    assert query.event is None
    assert query.step is None
    assert query.versus is None


@pytest.mark.parametrize(
    "text",
    [
        "Quel traitement après mon infarctus ?", "depuis combien de temps je prends de la metformine ?",
        "What did the surgeon say before my operation?", "combien de comprimés par jour ?",
        "How many tablets a day do I take?", "que dit la lettre d'après l'hospitalisation ?",
    ],
)  # fmt: skip
def test_where_nothing_measured_is_named_nothing_is_divided(text: str) -> None:
    query = plan(text, "fr", today=TODAY, held=HELD)

    assert (query.event, query.step, query.versus) == (None, None, None)


def test_the_end_of_a_treatment_is_heard_as_an_end() -> None:
    stopped = hear("mon ldl depuis que j'ai arrete la rosuvastatine", TODAY).event
    started = hear("mon ldl depuis que j'ai commence la rosuvastatine", TODAY).event

    assert stopped is not None
    assert started is not None
    assert (stopped.name, stopped.end) == ("rosuvastatine", True)
    assert (started.name, started.end) == ("rosuvastatine", False)


def test_a_name_ends_where_the_question_goes_on() -> None:
    event = hear("since i started taking vitamin d3 has my calcium gone up", TODAY).event

    assert event is not None
    assert (event.name, event.side) == ("vitamin d3", Side.AFTER)


def test_a_month_takes_the_year_of_the_other() -> None:
    heard = hear("mes pas en mars contre avril 2025", TODAY)

    assert heard.period is not None
    assert heard.period.period.first == date(2025, 3, 1)
    assert heard.versus is not None
    assert heard.versus.first == date(2025, 4, 1)


def test_the_stretch_before_a_calendar_unit_is_the_unit_before() -> None:
    heard = hear("mes pas de mars 2026 par rapport au mois precedent", TODAY)

    assert heard.versus is not None
    assert (heard.versus.first, heard.versus.last) == (date(2026, 2, 1), date(2026, 2, 28))


def test_a_follow_up_takes_the_subject_from_the_question_before() -> None:
    before = plan("Quelle est la moyenne de ma ferritine ?", "fr", today=TODAY)
    monthly = plan("et par mois ?", "fr", today=TODAY, previous=before)
    again = plan("et pour la TSH ?", "fr", today=TODAY, previous=monthly)

    assert (monthly.analytes, monthly.step, monthly.aim) == (("ferritin",), Step.MONTH, Aim.STATISTIC)
    assert again.analytes == ("tsh",)


@pytest.mark.parametrize(
    "text", ["", "?", "■■■", "avant", "since", "before and after", "depuis que", "vs", "contre " * 400]
)
def test_any_text_is_heard(text: str) -> None:
    hear(text, TODAY)
    plan(text, "fr", today=TODAY, held=HELD)


@pytest.mark.parametrize(
    ("text", "value", "above"),
    [
        ("combien de fois mon INR a-t-il depasse 3,5 ?", "3.5", True),
        ("how many INR readings were above 3.5?", "3.5", True),
        ("how often was my ferritin below 15?", "15", False),
    ],
)
def test_a_number_of_the_persons_own_is_a_limit(text: str, value: str, above: bool) -> None:
    query = plan(text, "fr", today=TODAY)

    assert query.beyond is not None
    assert (str(query.beyond.value), query.beyond.above) == (value, above)
    assert query.statistic is Statistic.COUNT


@pytest.mark.parametrize(
    "text",
    ["combien de fois en plus de 3 mois ?", "mon INR est-il au-dessus de 3 ?", "how many over 2 years?"],
)
def test_no_limit_where_none_is_counted_or_a_time_is_meant(text: str) -> None:
    assert plan(text, "fr", today=TODAY).beyond is None


def test_d_apres_is_no_event() -> None:
    assert plan("D'après mes analyses, quel est mon HDL le plus bas ?", "fr", today=TODAY).event is None
