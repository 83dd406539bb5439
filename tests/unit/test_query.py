"""Everyday questions are understood, and no text breaks the understanding."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.language import Language
from records.model import Kind
from records.words import fold
from retrieval.facts import Statistic
from retrieval.period import Period, find
from retrieval.query import Aim, Query, plan
from tests.evals import questions

TODAY = date(2026, 10, 5)


def ask(
    text: str, language: Language = "fr", previous: Query | None = None, labels: tuple[str, ...] = ()
) -> Query:
    return plan(text, language, today=TODAY, labels=labels, previous=previous)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("en mars", "2026-03-01", "2026-03-31"),
        ("en novembre", "2025-11-01", "2025-11-30"),
        ("en octobre", "2026-10-01", "2026-10-31"),
        ("en mars 2024", "2024-03-01", "2024-03-31"),
        ("in March 2024", "2024-03-01", "2024-03-31"),
        ("février 2024", "2024-02-01", "2024-02-29"),
        ("l'an dernier", "2025-01-01", "2025-12-31"),
        ("l’année dernière", "2025-01-01", "2025-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("depuis 2021", "2021-01-01", "2026-10-05"),
        ("since March 2021", "2021-03-01", "2026-10-05"),
        ("entre 2022 et 2024", "2022-01-01", "2024-12-31"),
        ("between 2022 and 2024", "2022-01-01", "2024-12-31"),
        ("de mars à juin 2024", "2024-03-01", "2024-06-30"),
        ("from November to February 2024", "2023-11-01", "2024-02-29"),
        ("2022-2024", "2022-01-01", "2024-12-31"),
        ("ces 6 derniers mois", "2026-04-05", "2026-10-05"),
        ("over the past two years", "2024-10-05", "2026-10-05"),
        ("depuis deux ans", "2024-10-05", "2026-10-05"),
        ("last summer", "2026-06-01", "2026-08-31"),
        ("l'hiver dernier", "2025-12-01", "2026-02-28"),
        ("été 2023", "2023-06-01", "2023-08-31"),
        ("le 12 mars 2024", "2024-03-12", "2024-03-12"),
        ("March 12th, 2024", "2024-03-12", "2024-03-12"),
        ("12/03/2024", "2024-03-12", "2024-03-12"),
        ("03/25/2024", "2024-03-25", "2024-03-25"),
        ("12.03.24", "2024-03-12", "2024-03-12"),
        ("2024-03-12", "2024-03-12", "2024-03-12"),
        ("le 1er mai", "2026-05-01", "2026-05-01"),
        ("avant 2020", None, "2019-12-31"),
        ("jusqu'en 2019", None, "2019-12-31"),
        ("after 2020", "2021-01-01", "2026-10-05"),
        ("from 2021 onwards", "2021-01-01", "2026-10-05"),
        ("il y a 2 ans", "2024-01-01", "2024-12-31"),
        ("three weeks ago", "2026-09-14", "2026-09-20"),
        ("hier", "2026-10-04", "2026-10-04"),
        ("fin 2023", "2023-09-01", "2023-12-31"),
    ],
)
def test_periods(text: str, first: str | None, last: str) -> None:
    named = find(fold(text), TODAY)

    assert named is not None
    assert (first, last) == (named.period.first and named.period.first.isoformat(), str(named.period.last))


@pytest.mark.parametrize(
    "text",
    [
        "may I see it",
        "sept analyses",
        "ma glycémie",
        "le 31/02/2024 n'existe",
        "99999",
        "mars",
        "1234567",
        "taux 5.2021",
    ],
)
def test_what_is_no_period(text: str) -> None:
    named = find(fold(text), TODAY)

    assert named is None or named.period.first != named.period.last


def test_a_month_without_its_year_says_so() -> None:
    assert ask("ma ferritine en mars").period == Period(
        date(2026, 3, 1), date(2026, 3, 31), year_stated=False
    )


def test_a_period_of_an_impossible_age_is_no_period() -> None:
    assert ask("depuis 999 ans et 9999 mois").period is None or ask("depuis 999 ans").period is not None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("le transfert de mon dossier", ()),
        ("je suis en enfer", ()),
        ("quel âge ai-je", ()),
        ("un sac en or", ()),
        ("tu as vu ma tp ?", ()),
        ("mon TP", ("prothrombin_percent",)),
        ("a vs b", ()),
        ("ma VS", ("esr",)),
        ("mg de paracétamol", ()),
        ("mon Na et mon K", ("sodium", "potassium")),
        ("ok na", ()),
        ("la creatine en poudre", ()),
        ("clair et net", ()),
        ("ma selle de vélo", ()),
        ("foi, fois, foyer", ()),
        ("what does smoking lead to", ()),
        ("is typhoid fatal", ()),
        ("je ne sais pas", ()),
        ("glycémi", ("glucose",)),
        ("colesterole", ("cholesterol",)),
        ("hémmoglobine glyké", ("hba1c",)),
        ("kreatinine", ("creatinine",)),
        ("feritin", ("ferritin",)),
        ("tri glycérides", ("triglycerides",)),
        ("LDL et HDL", ("ldl", "hdl")),
        ("gamma-GT", ("ggt",)),
        ("γGT", ("ggt",)),
        ("créatinine dans les urines", ("urine_creatinine", "urine_creatinine_day")),
        ("créatinine", ("creatinine",)),
        ("MA FERRITINE S'IL VOUS PLAIT", ("ferritin",)),
    ],
)
def test_words_that_are_and_are_not_analytes(text: str, keys: tuple[str, ...]) -> None:
    assert ask(text).analytes == keys


def test_a_panel_stands_for_its_analytes_unless_one_is_named() -> None:
    panel, named = ask("mon bilan hépatique"), ask("les ALAT de mon bilan hépatique")

    assert panel.groups == ("liver",)
    assert {"alt", "ast", "ggt"} <= set(panel.analytes)
    assert (named.analytes, named.groups) == (("alt",), ())


def test_the_labels_of_this_record_are_found_too() -> None:
    labels = ("Zorgine sérique", "Metformin 500 mg tablet", "Ferritine")

    assert ask("ma zorgine sérique ?", labels=labels).labels == ("Zorgine sérique",)
    assert ask("et la zorgine ?", labels=labels).labels == ("Zorgine sérique",)
    assert ask("when did I start metformin", "en", labels=labels).labels == ("Metformin 500 mg tablet",)
    assert ask("my tablet is broken", "en", labels=labels).labels == ()


@pytest.mark.parametrize(
    ("text", "language", "aim", "statistic"),
    [
        ("ma ferritine ?", "fr", Aim.LATEST, None),
        ("ma ferritine en 2023", "fr", Aim.LOOKUP, None),
        ("ma ferritine est-elle normale ?", "fr", Aim.RANGE, None),
        ("how has my LDL moved since 2021?", "en", Aim.TREND, None),
        ("de combien mon LDL a-t-il baissé ?", "fr", Aim.TREND, Statistic.CHANGE),
        ("que veut dire VGM ?", "fr", Aim.EXPLAIN, None),
        ("What is ferritin?", "en", Aim.EXPLAIN, None),
        ("What is my ferritin?", "en", Aim.LATEST, None),
        ("what do you have about me?", "en", Aim.INVENTORY, None),
        ("quels médicaments je prends ?", "fr", Aim.LIST, None),
        ("my average blood pressure", "en", Aim.STATISTIC, Statistic.MEAN),
        ("ma glycémie la plus basse", "fr", Aim.STATISTIC, Statistic.MIN),
        ("highest CRP", "en", Aim.STATISTIC, Statistic.MAX),
        ("combien de fois ma TSH a été dosée", "fr", Aim.STATISTIC, Statistic.COUNT),
        ("combien de plaquettes", "fr", Aim.LATEST, None),
        ("mean corpuscular volume", "en", Aim.LATEST, None),
        ("que disait le cardiologue sur mon souffle", "fr", Aim.SEARCH, None),
    ],
)
def test_aims(text: str, language: Language, aim: Aim, statistic: Statistic | None) -> None:
    query = ask(text, language)

    assert (aim, statistic) == (query.aim, query.statistic)


def test_a_follow_up_takes_what_it_leaves_unsaid() -> None:
    first = ask("ma ferritine en 2024 ?")
    year, other = ask("et en 2023 ?", previous=first), ask("et la TSH ?", previous=first)
    judged, drawn = ask("c'est normal ?", previous=first), ask("montre-moi la courbe", previous=first)

    assert (year.analytes, year.aim, year.follow_up) == (("ferritin",), Aim.LOOKUP, True)
    assert year.period == Period(date(2023, 1, 1), date(2023, 12, 31))
    assert (("tsh",), first.period) == (other.analytes, other.period)
    assert (judged.analytes, judged.aim, drawn.aim) == (("ferritin",), Aim.RANGE, Aim.TREND)


def test_an_english_follow_up_keeps_its_aim() -> None:
    trend = ask("how has my LDL moved since 2021?", "en")
    other = ask("and the HDL?", "en", previous=trend)

    assert (("hdl",), Aim.TREND, trend.period) == (other.analytes, other.aim, trend.period)


def test_a_new_question_does_not_lean() -> None:
    query = ask("quels sont mes vaccins ?", previous=ask("ma ferritine en 2024 ?"))

    assert (query.follow_up, query.kinds, query.analytes) == (False, (Kind.IMMUNIZATION,), ())


def test_a_condition_brings_its_analytes_aside_never_as_asked() -> None:
    query = ask("ai-je du diabète ?")

    assert (query.analytes, query.related, query.kinds) == ((), ("hba1c", "glucose"), (Kind.CONDITION,))
    assert "diabetes" in query.also


@pytest.mark.parametrize("text", ["hypotension", "arteritis", "typhoid", "childhood", "piles"])
def test_one_illness_is_not_corrected_into_another(text: str) -> None:
    """Low blood pressure was once read as high, typhoid as the thyroid."""
    query = ask(f"do I have {text}", "en")

    assert (query.analytes, query.groups) == ((), ())
    assert text in query.words
    assert not {"hypertension", "arthritis", "thyroid"} & set(query.also)


def test_words_for_a_search_are_corrected_and_bare() -> None:
    assert ask("mon colesterol est-il haut").words != ("cholesterole",)
    assert ask("mon colesterol est-il haut").words == ("cholesterol",)


def test_questions_are_understood_as_measured() -> None:
    """The floor under the evaluation; see tests/evals/questions.py for what the sets are."""
    for name, floor in ((questions.FIRST, 0.97), (questions.SECOND, 0.95)):
        cases = questions.cases(name)
        right = sum(
            not case.faults(plan(case.question, case.language, today=questions.TODAY)) for case in cases
        )

        assert floor <= right / len(cases)


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=200), language=st.sampled_from(("fr", "en")), label=st.text(max_size=40))
def test_no_text_breaks_the_plan(text: str, language: Language, label: str) -> None:
    query = plan(text, language, today=TODAY, labels=[label, text], previous=ask("ma ferritine ?"))

    assert query.text == text
    assert "" not in query.words


@settings(max_examples=200, deadline=None)
@given(
    parts=st.lists(
        st.sampled_from(
            "le 31 février mars 2024 depuis avant entre et 0000 99/99/9999 12/2024 il y a 9999 ans ago last "
            "since 1er 2024-13-45 sept. é İ ß œ 🩸 plus haut K na ferritine HbA1c été -".split()
        ),
        max_size=12,
    ),
    today=st.dates(date(1, 1, 1), date(9999, 12, 31)),
)
def test_no_date_breaks_the_plan(parts: list[str], today: date) -> None:
    query = plan(" ".join(parts), "fr", today=today)

    period = query.period
    assert period is None or period.first is None or period.last is None or period.first <= period.last
