"""Questions about what devices measured: answered by code in both languages, every number bound."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chains.events import Chart, Done, Sentence
from core.language import Language
from records.model import Kind
from retrieval.period import Period
from retrieval.query import plan
from tests.fakes.record import Record, marie, measured, stated
from tests.fakes.samples import DAY, HOUR, PHONE, WATCH, admit, at, batch, daily
from tests.unit.test_chains_compose import answer, ask, charts, said

THIN = "\u202f"
ONCE = range(1)


@pytest.fixture(scope="module")
def worn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """Marie with a watch, a ring and a sensor, until 22 November 2026; today is the 24th."""
    record = marie(tmp_path_factory.mktemp("worn"))
    admit(
        record.room, "export.zip",
        batch("steps", WATCH, daily("2026-03-01", 31, lambda day: 500 + 10 * day)),
        batch("steps", PHONE, daily("2026-03-01", 31, lambda _: 400)),
        batch("resting_heart_rate", WATCH, daily("2026-01-01", 320, lambda day: 66 - day / 50, hours=ONCE)),
        batch("heart_rate", WATCH, daily("2026-11-01", 22, lambda day: 60 + day)),
        batch("floors", PHONE, daily("2026-11-10", 2, lambda _: 1)),
    )  # fmt: skip
    nights = [(at("2026-11-01T22:00:00") + n * DAY, (6 + n % 3) * HOUR, 60, 1.0) for n in range(21) if n % 7]
    admit(record.room, "ring.zip", batch("sleep_asleep", "Oura Ring 3", nights))
    readings = [
        (at("2026-09-01") + n * 300, 0, 120, (3.0, 5.0, 6.0, 12.0)[n % 4]) for n in range(30 * DAY // 300)
    ]
    admit(record.room, "clarity.csv", batch("glucose_sensor", None, readings), connector="dexcom_clarity")
    yield record
    record.room.close()


def told(record: Record, text: str, setting: Language = "fr", *earlier: str) -> str:
    return answer(record, text, setting, *earlier).strip().replace(THIN, " ")


def test_how_many_steps_in_a_month(worn: Record) -> None:
    text = told(worn, "combien de pas ai-je fait en mars ?")

    assert text.startswith(
        "Pas, en mars 2026 : 241 800 pas en tout, soit 7 800 pas par jour mesuré en moyenne."
    )
    assert "Le plus bas : 6 000 pas, le 1er mars 2026 ; le plus haut : 9 600 pas, le 31 mars 2026." in text
    assert "Jours mesurés : 31 sur 31. Source : « Apple Watch de Zoé »." in text


def test_the_same_in_english(worn: Record) -> None:
    text = told(worn, "how many steps did I take in March?", "en")

    assert text.startswith(
        "Steps, in March 2026: 241 800 steps in all, which makes 7 800 steps a measured day"
    )
    assert "Days measured: 31 of 31. Source: “Apple Watch de Zoé”." in text


def test_every_number_is_bound_and_every_sentence_opens_its_months(worn: Record) -> None:
    events = ask(worn, "combien de pas ai-je fait en mars ?")
    sentences = [event for event in events if isinstance(event, Sentence)]
    (done,) = (event for event in events if isinstance(event, Done))

    assert all(sentence.citations for sentence in sentences)
    assert [number.value for number in sentences[0].numbers] == [f"241{THIN}800", f"7{THIN}800"]
    assert done.model is None
    pages = [worn.room.samples.page(id) for id in done.evidence_ids]
    assert [(page.metric, page.span) for page in pages if page is not None] == [("steps", "2026-03")]
    (rows,) = [worn.room.samples.month_rows(page.metric, page.span) for page in pages if page is not None]
    assert sum(row.value for row in rows) == 241_800


def test_one_day_says_in_how_many_hours_it_was_measured(worn: Record) -> None:
    text = told(worn, "mes pas le 3 mars 2026")

    assert text == (
        "Pas, le 3 mars 2026 : 6 240 pas. Heures avec des mesures ce jour-là : 12. "
        "Source : « Apple Watch de Zoé »."
    )


def test_a_day_without_measurements_is_said_to_be_one(worn: Record) -> None:
    text = told(worn, "how many steps yesterday", "en")

    assert text.startswith("I do not find “Steps” on 23 November 2026 in your documents.")
    assert "from 1 March 2026 to 31 March 2026" in text


def test_nights(worn: Record) -> None:
    text = told(worn, "how did I sleep last week?", "en")

    assert text.startswith("Sleep, between 16 November 2026 and 22 November 2026:")
    assert "highest: 8 h 00 min, the night that ends on 19 November 2026." in text
    assert "Nights measured: 6 of 7. Source: “Oura Ring 3”." in text
    nights = worn.room.samples.days("sleep_asleep", Period(date(2026, 11, 16), date(2026, 11, 22)))
    mean = round(sum(night.value for night in nights) / len(nights))
    assert f"{mean // 60} h {mean % 60:02d} min a measured night" in text


def test_time_in_the_target(worn: Record) -> None:
    text = told(worn, "quel était mon temps dans la cible en septembre ?")

    assert text.startswith(
        "Glucose (capteur), en septembre 2026 : 50 % des 8 616 mesures sont dans la cible de 3,9 à 10,0 "
        "mmol/L (70 à 180 mg/dL), 25 % sont plus basses et 25 % plus hautes."
    )
    assert "consensus international de 2019" in text


def test_the_mean_of_a_sensor(worn: Record) -> None:
    text = told(worn, "my average glucose in September", "en")

    assert "in September 2026: 6.5 mmol/L (117 mg/dL) on average, from 8 616 readings." in text
    assert "“Capteur de glucose Dexcom”" in text


def test_a_course_has_a_chart_and_says_first_and_last_of_one_device(worn: Record) -> None:
    events = ask(worn, "ma fréquence cardiaque au repos a-t-elle baissé ?")
    (chart,) = charts(events)
    text = said(events)

    assert "La moyenne est passée de 65,7 bpm (en janvier 2026) à 59,8 bpm (en novembre 2026)" in text
    assert "elle a baissé de 5,9 bpm." in text
    (series,) = chart.series
    assert (series.origin, series.unit, len(series.points)) == (WATCH, "bpm", 47)
    assert worn.room.evidence(series.points[0].evidence_id).text.startswith(
        "Fréquence cardiaque au repos, janvier"
    )


def test_few_days_are_no_course(worn: Record) -> None:
    text = told(worn, "évolution de mes étages gravis")

    assert "trop peu de jours mesurés entre le 10 novembre 2026 et le 11 novembre 2026" in text
    assert "baissé" not in text
    assert "augmenté" not in text


@pytest.mark.parametrize(
    ("question", "setting", "expected"),
    [
        ("my highest heart rate in November", "en", "the highest is 81 bpm, on 22 November 2026."),
        (
            "ma fréquence cardiaque la plus basse en novembre",
            "fr",
            "le plus bas est 60 bpm, le 1er novembre 2026.",
        ),
        ("median heart rate in November", "en", "the median is 70 bpm."),
        ("combien de mesures de fréquence cardiaque en novembre ?", "fr", "en novembre 2026 : 264 mesures."),
    ],
)
def test_figures(worn: Record, question: str, setting: Language, expected: str) -> None:
    assert expected in told(worn, question, setting)


def test_no_range_is_invented(worn: Record) -> None:
    text = told(worn, "is my resting heart rate normal?", "en")

    assert "These measurements come without a reference range, and Carnet adds none." in text


def test_what_no_device_measured_is_called_absent(worn: Record) -> None:
    assert told(worn, "ma VFC ?").startswith("Je ne trouve pas « variabilité cardiaque (SDNN)")
    assert told(worn, "how far did I swim?", "en").startswith("I do not find “swimming distance”")


def test_a_question_leans_on_the_one_before(worn: Record) -> None:
    text = told(worn, "et en avril ?", "fr", "combien de pas ai-je fait en mars ?")

    assert text.startswith("Je ne trouve pas « Pas » en avril 2026 dans vos documents.")


def test_what_is_there_at_all_names_the_metrics(worn: Record) -> None:
    text = told(worn, "qu'avez-vous sur moi ?")

    assert "- Pas : 372 mesures, du 1er mars 2026 au 31 mars 2026. Source : « Apple Watch de Zoé »" in text
    assert "- Sommeil : 18 mesures" in text


def test_another_device_is_another_series(tmp_path: Path) -> None:
    record = marie(tmp_path)
    old, new = ("Fitbit Charge", lambda _: 70.0), ("Apple Watch", lambda _: 60.0)
    admit(record.room, "old.zip", batch("resting_heart_rate", old[0], daily("2026-01-01", 60, old[1])))
    admit(record.room, "new.zip", batch("resting_heart_rate", new[0], daily("2026-03-02", 60, new[1])))
    events = ask(record, "évolution de ma fréquence cardiaque au repos")
    (chart,) = charts(events)
    text = said(events)

    assert {series.origin for series in chart.series} == {"Fitbit Charge", "Apple Watch"}
    assert "Leurs valeurs forment 2 séries, que Carnet ne compare pas entre elles." in text
    assert "baissé" not in text
    assert text.count("La moyenne est identique") == 2
    record.room.close()


def test_single_values_keep_their_way_and_stand_beside_a_sensor(tmp_path: Path) -> None:
    record = marie(tmp_path)
    record.add("bilan-sucre.txt", measured("Glucose", "0,95", "g/L", "2026-10-05", "0,70 - 1,10"))
    alone = told(record, "ma glycémie")
    admit(
        record.room, "clarity.csv", batch("glucose_sensor", None, daily("2026-11-01", 9, lambda _: 6)),
        connector="dexcom_clarity",
    )  # fmt: skip
    both = told(record, "ma glycémie")

    assert "0,95 g/L" in alone
    assert alone in both
    assert "Glucose (capteur) : 6,0 mmol/L (108 mg/dL) en moyenne le 9 novembre 2026" in both
    record.room.close()


def test_a_negation_asks_for_no_steps(worn: Record) -> None:
    assert "Pas, " not in told(worn, "je ne comprends pas ma ferritine")
    assert not any(isinstance(event, Chart) for event in ask(worn, "je n'ai pas de fièvre"))


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("pas mars 2026", "fr", True), ("steps yesterday", "en", True), ("Pas hier ?", "fr", True),
        ("pas de fièvre hier", "fr", False), ("je ne vais pas bien depuis hier", "fr", False),
        ("what are the next steps in March?", "en", False), ("je n'ai pas mal", "fr", False),
    ],
)  # fmt: skip
def test_a_word_that_means_something_else_names_steps_only_beside_a_period(
    text: str, language: Language, named: bool
) -> None:
    query = plan(text, language, today=date(2026, 11, 24), held=("steps",))

    assert (query.metrics == ("steps",)) is named


@pytest.mark.parametrize("text", ["do I have sleep apnea?", "apnée du sommeil", "mes somnifères"])
def test_an_illness_is_not_the_measure_in_its_name(text: str) -> None:
    assert plan(text, "fr", today=date(2026, 11, 24), held=("sleep_asleep",)).metrics == ()


def test_months_do_not_crowd_out_documents(worn: Record) -> None:
    """Words that every month has ("mesures", "source", "jour") find none of them."""
    found = worn.room.keywords().search("source moyenne mesures jour", 20)

    assert not any(worn.room.samples.page(hit.id) for hit in found)


def test_extremes_without_a_period_are_those_of_everything(worn: Record) -> None:
    text = told(worn, "le plus bas de mes pas")

    assert "Pas, en mars 2026 : le plus bas est 6 000 pas, le 1er mars 2026." in text


def test_a_lone_day_is_one(tmp_path: Path) -> None:
    record = marie(tmp_path)
    admit(
        record.room, "a.zip",
        batch("steps", WATCH, daily("2026-11-01", 1, lambda _: 100)),
        batch("steps", PHONE, daily("2026-11-01", 4, lambda _: 90)),
    )  # fmt: skip

    assert "« iPhone de Zoé » (3 jours) ; « Apple Watch de Zoé » (1 jour)" in told(
        record, "mes pas en novembre"
    )
    record.room.close()


# --- side by side, and how fast -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def long_worn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A year of a watch that counts more each day, a ring before it, and a medicine in June."""
    record = Record(tmp_path_factory.mktemp("long_worn"))
    admit(
        record.room, "export.zip",
        batch("steps", WATCH, daily("2026-01-01", 320, lambda day: 500 + day)),
        batch("resting_heart_rate", WATCH, daily("2026-01-01", 320, lambda day: 66 - day / 50, hours=ONCE)),
        batch("resting_heart_rate", "Oura Ring 3",
              daily("2025-01-01", 300, lambda day: 70 - day / 50, hours=ONCE)),
    )  # fmt: skip
    record.add("ordonnance.txt", stated(Kind.MEDICATION, "Ramipril 5 mg", "2026-06-10", status="active"))
    yield record
    record.room.close()


def test_month_by_month_with_the_total_and_the_days_measured(long_worn: Record) -> None:
    text = told(long_worn, "mes pas par mois en 2026")

    assert "en janvier 2026 : 6 180 pas, en tout 191 580 pas (jours mesurés : 31)." in text
    assert "en novembre 2026 : 9 738 pas, en tout 155 808 pas (jours mesurés : 16)." in text


def test_two_months_beside_each_other(long_worn: Record) -> None:
    text = told(long_worn, "mes pas en mars contre avril 2026")

    assert "en mars 2026 : 6 888 pas" in text
    assert "en avril 2026 : 7 254 pas" in text
    assert "+366 pas" in text


def test_before_and_after_a_medicine_marks_its_day(long_worn: Record) -> None:
    events = ask(long_worn, "mes pas avant et après le début du ramipril")
    text = told(long_worn, "mes pas avant et après le début du ramipril")
    (chart,) = charts(events)

    assert "avant : 6 954 pas, en tout 1 112 640 pas (jours mesurés : 160)." in text
    assert "après : 8 880 pas, en tout 1 411 920 pas (jours mesurés : 159)." in text
    assert "+1 926 pas" in text
    assert [mark.label for mark in chart.marks] == ["Ramipril 5 mg"]


@pytest.mark.parametrize(
    "question",
    ["fréquence cardiaque au repos 2025 contre 2026", "compare my resting heart rate in 2025 and 2026"],
)
def test_two_devices_are_never_compared(long_worn: Record, question: str) -> None:
    text = told(long_worn, question)

    assert "62,8" in text.replace(".", ",")
    assert "67,0" in text.replace(".", ",")
    assert "4,2" not in text.replace(".", ",")
    assert "aucun écart" in text or "no difference" in text


def test_each_device_has_a_slope_of_its_own(long_worn: Record) -> None:
    text = told(long_worn, "à quelle vitesse baisse ma fréquence cardiaque au repos ?")

    assert text.count("la pente est de −0,61 bpm par mois ; son intervalle à 95 % va de −0,61 bpm") == 2
    assert "sur les moyennes de 46 semaines" in text
    assert "1968" in text


def test_too_few_weeks_have_no_slope(worn: Record) -> None:
    assert "il en faut au moins 5" in told(worn, "quelle est la pente de mes pas ?")


def test_a_mean_over_two_devices_is_two_means(long_worn: Record) -> None:
    text = told(long_worn, "moyenne de ma fréquence cardiaque au repos depuis janvier 2025")

    assert "Leurs valeurs forment 2 séries" in text
    assert "62,8 bpm en moyenne, sur 320 mesures" in text
    assert "67,0 bpm en moyenne, sur 300 mesures" in text
