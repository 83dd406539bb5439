"""Answers without a model: true to the record, dated, sourced, in the language of the question."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chains.events import Chart, Done, Event, Notice, Sentence
from chains.turn import Turn, run_turn
from chains.wording import plain, shown
from core.language import Language
from records.model import Extraction, Kind
from retrieval.ingest.pipeline import ingest_file
from tests.fakes.record import Record, marie, measured, stated


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = marie(tmp_path)
    yield record
    record.room.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Record]:
    record = Record(tmp_path)
    yield record
    record.room.close()


def ask(record: Record, text: str, setting: Language = "fr", *earlier: str) -> list[Event]:
    """Every event of one turn; nothing of what the composer writes may fail its own check."""
    found = events_of(record, text, setting, *earlier)
    assert [event for event in found if isinstance(event, Notice)] == []
    return found


def events_of(record: Record, text: str, setting: Language = "fr", *earlier: str) -> list[Event]:
    history = tuple(("person", one) for one in earlier)

    async def events() -> list[Event]:
        turn = Turn(text, setting, "FR", history)  # type: ignore[arg-type]  # roles
        return [event async for event in run_turn(turn, record.room, record.services())]

    return asyncio.run(events())


def said(events: list[Event]) -> str:
    text = "".join(f"{event.lead}{event.text}" for event in events if isinstance(event, Sentence))
    return text.replace("**", "").replace("\\", "")


def answer(record: Record, text: str, setting: Language = "fr", *earlier: str) -> str:
    return said(ask(record, text, setting, *earlier))


def charts(events: list[Event]) -> list[Chart]:
    return [event for event in events if isinstance(event, Chart)]


def test_the_latest_value_comes_with_its_date_its_own_range_and_its_flag(record: Record) -> None:
    text = answer(record, "Quelle est ma dernière ferritine ?")

    assert "Ferritine : la dernière valeur dans vos documents est 8 µg/L, le 5 octobre 2026." in text
    assert "l'intervalle de référence 15 - 150 : la valeur est en dessous." in text
    assert "par « L »" in text
    assert "Valeur précédente : 41 µg/L, le 12 mars 2024." in text


def test_every_sentence_about_the_record_opens_its_source(record: Record) -> None:
    events = ask(record, "Quelle est ma dernière ferritine ?")

    for sentence in (event for event in events if isinstance(event, Sentence)):
        assert sentence.citations, sentence.text
    (done,) = (event for event in events if isinstance(event, Done))
    assert {record.room.evidence(id).source.file_name for id in done.evidence_ids} == {
        "bilan-2024.txt",
        "bilan-2026.txt",
    }


def test_a_value_past_its_age_is_never_called_current_and_says_how_old_it_is(record: Record) -> None:
    text = answer(record, "Quelle est ma vitamine B12 ?")

    assert "le 1er février 2021" in text
    assert "Cette valeur a plus de 5 ans" in text
    for word in ("actuel", "à jour", "récent"):
        assert word not in text


def test_a_report_without_a_range_is_said_to_have_none(record: Record) -> None:
    record.add("sodium.txt", measured("Sodium", "139", "mmol/L", "2026-10-07"))

    assert "n'indique pas d'intervalle de référence" in answer(record, "Mon sodium est-il normal ?")


def test_limits_are_kept_as_limits(record: Record) -> None:
    text = answer(record, "Ma TSH est-elle normale ?")

    assert "< 0,05 mUI/L" in text
    assert "la valeur est en dessous" in text


def test_a_question_about_a_month_gets_the_value_of_that_month(record: Record) -> None:
    text = answer(record, "Quelle était ma ferritine en mars 2024 ?")

    assert "41 µg/L, le 12 mars 2024" in text
    assert "8 µg/L, le 5 octobre" not in text


def test_a_month_without_a_value_says_so_and_names_the_nearest(record: Record) -> None:
    text = answer(record, "Quelle était ma ferritine en mars 2023 ?")

    assert "Je ne trouve pas « Ferritine » en mars 2023 dans vos documents." in text
    assert "La valeur la plus proche dans le temps : 41 µg/L, le 12 mars 2024." in text


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("Quelle est ma vitamine D ?", "Je ne trouve pas « Vitamine D (25-OH) » dans vos documents."),
        ("What is my latest magnesium?", "I do not find “Magnesium” in your documents."),
        ("Quels vaccins ai-je faits ?", "Je ne trouve rien dans vos documents à la rubrique « Vaccins »."),
    ],
)
def test_what_is_not_there_is_called_absent_and_not_guessed(
    record: Record, question: str, absent: str
) -> None:
    text = answer(record, question)

    assert absent in text
    assert not re.search(r"\d+ ?(?:ng|µg|mmol|nmol)/", text)


def test_documents_that_disagree_are_both_shown(record: Record) -> None:
    text = answer(record, "Quel est mon potassium ?")

    assert "5,4 mmol/L" in text
    assert "4,4 mmol/L" in text
    assert "n'en choisit aucune" in text


def test_a_value_read_from_a_picture_is_said_to_be_unconfirmed_until_the_person_looks(record: Record) -> None:
    before = answer(record, "Quelle est ma CRP ?")
    (crp,) = record.room.facts.select(["crp"])
    record.room.confirm(crp.id)
    after = answer(record, "Quelle est ma CRP ?")

    assert "n'est pas encore confirmée" in before
    assert "n'est pas encore confirmée" not in after


def test_a_correction_is_told_as_the_persons_own_beside_what_the_document_says(record: Record) -> None:
    (crp,) = record.room.facts.select(["crp"])
    record.room.correct(crp.id, "1,90", None)
    text = answer(record, "Quelle est ma CRP ?")

    assert "1,90 mg/L" in text
    assert "Vous avez corrigé cette valeur vous-même." in text
    assert "Le document, lui, indique 190 mg/L" in text


@pytest.mark.parametrize(
    ("question", "setting", "expected"),
    [
        (
            "What is my latest HbA1c?",
            "fr",
            "HbA1c (glycated haemoglobin): the latest value in your documents is 6.8 %",
        ),
        (
            "Quel est mon dernier LDL ?",
            "en",
            "LDL-cholestérol : la dernière valeur dans vos documents est 3,10 mmol/L",
        ),
    ],
)
def test_the_answer_is_in_the_language_of_the_question_whatever_the_document_and_the_setting(
    record: Record, question: str, setting: Language, expected: str
) -> None:
    assert expected in answer(record, question, setting)


def test_a_document_is_quoted_in_its_own_words(record: Record) -> None:
    events = ask(record, "What does my echocardiogram show about the left atrium?")

    assert "shows a mildly dilated left atrium" in said(events)
    quotes = [c.quote for e in events if isinstance(e, Sentence) for c in e.citations]
    assert any("mildly dilated left atrium" in quote for quote in quotes)


def test_lists_carry_status_and_dates(record: Record) -> None:
    medicines = answer(record, "Quels sont mes traitements ?")
    conditions = answer(record, "What conditions are in my record?")

    assert "1 le matin, noté en cours dans un document ancien, depuis le 10 janvier 2025" in medicines
    assert "pas ce que vous prenez aujourd'hui" in medicines
    assert "- Hypertension artérielle, active, since 2018" in conditions


def test_a_thing_not_on_a_list_is_said_not_to_be_on_it(record: Record) -> None:
    record.add("vaccins.txt", stated(Kind.IMMUNIZATION, "Vaccin grippe", "2025-10-20"))
    text = answer(record, "Am I vaccinated against tetanus?")

    assert "I do not find “tetanus” under “Vaccinations” in your documents." in text
    assert "Vaccin grippe" in text


def test_what_a_source_says_is_absent_is_told_as_absent(record: Record) -> None:
    record.add("allergie.txt", stated(Kind.ALLERGY, "Latex", "2020-01-01", negated=True))

    assert "Latex, noté comme absent" in answer(record, "Quelles sont mes allergies ?")


def test_a_statistic_shows_the_values_it_was_worked_out_from(record: Record) -> None:
    text = answer(record, "Quelle est la moyenne de ma ferritine ?")

    assert "la moyenne de 2 valeurs (12 mars 2024 – 5 octobre 2026) est 24,5 µg/L" in text
    assert "41 µg/L (12 mars 2024) ; 8 µg/L (5 octobre 2026)" in text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Quelle est ma ferritine la plus basse ?",
            "la valeur la plus basse dans vos documents est 8 µg/L, le 5 octobre 2026",
        ),
        ("What is my highest ferritin?", "the highest value in your documents is 41 µg/L, on 12 March 2024"),
    ],
)
def test_extremes_are_told_with_their_date(record: Record, question: str, expected: str) -> None:
    assert expected in answer(record, question)


def test_a_trend_has_a_chart_and_its_difference_in_the_same_unit(record: Record) -> None:
    events = ask(record, "How has my LDL moved since 2021?")

    (chart,) = charts(events)
    (series,) = chart.series
    assert [(point.when.day, point.text, point.high) for point in series.points] == [
        ("2024-03-12", "4.31", 3.0),
        ("2026-10-05", "3.10", 3.0),
    ]
    assert (series.unit, series.origin) == ("mmol/L", "Laboratoire des Lilas")
    assert "the value fell by 1.21 mmol/L" in said(events)


def test_no_trend_is_told_across_laboratories(record: Record) -> None:
    ferritin = measured("Ferritine", "120", "µg/L", "2025-05-02", "30 - 400")
    elsewhere = replace(ferritin, source=replace(ferritin.source, laboratory="Laboratoire du Port"))
    record.add("port.txt", elsewhere)
    events = ask(record, "Comment a évolué ma ferritine ?")

    (chart,) = charts(events)
    assert sorted(series.origin for series in chart.series) == [
        "Laboratoire des Lilas",
        "Laboratoire du Port",
    ]
    text = said(events)
    assert "2 séries" in text
    assert "baissé de 33 µg/L" in text
    assert "79" not in text
    assert "112" not in text


def test_a_single_value_is_no_trend(record: Record) -> None:
    events = ask(record, "Comment a évolué mon HbA1c ?")

    assert charts(events) == []
    assert "une seule valeur" in said(events)


def test_a_limit_has_no_difference(record: Record) -> None:
    record.add("tsh.txt", measured("TSH", "1,20", "mUI/L", "2025-01-05", "0,40 - 4,00"))
    text = answer(record, "Comment a évolué ma TSH ?")

    assert "l'une d'elles est une limite" in text
    assert "1,15" not in text


def test_unconfirmed_readings_are_in_no_trend(record: Record) -> None:
    record.add("p1.txt", measured("CRP", "2,0", "mg/L", "2026-01-06", "< 5"))
    record.add("p2.txt", measured("CRP", "3,0", "mg/L", "2026-02-06", "< 5", extraction=Extraction.TEXT))
    (chart,) = charts(ask(record, "Comment a évolué ma CRP ?"))

    assert [point.text for point in chart.series[0].points] == ["2,0", "3,0"]


def test_an_inventory_counts_what_there_is_and_names_what_is_missing(record: Record) -> None:
    text = answer(record, "What do you have about me?")

    assert "You have given me 8 documents." in text
    assert "- bilan-2026.txt, on 5 October 2026" in text
    assert "- Medicines: 1" in text
    assert "I find nothing in them on: vaccinations." in text


def test_an_empty_record_says_what_to_do(empty: Record) -> None:
    assert "aucun document" in answer(empty, "Quelle est ma ferritine ?")
    assert "any document yet" in answer(empty, "What do you have about me?", "en")


def test_a_line_of_a_report_is_explained_by_what_the_report_says_and_no_further(record: Record) -> None:
    text = answer(record, "Que veut dire la ligne HbA1c de mon compte rendu ?")

    assert "Le document indique pour Hémoglobine glyquée (HbA1c) : 6,8 %, le 5 octobre 2026." in text
    assert "Mesuré par Laboratoire des Lilas." in text
    assert "Ce que ce résultat veut dire pour vous dépend de votre situation" in text


def test_a_follow_up_leans_on_the_question_before(record: Record) -> None:
    text = answer(record, "et en 2024 ?", "fr", "Quelle est ma dernière ferritine ?")

    assert "Ferritine : 41 µg/L, le 12 mars 2024." in text


def test_words_of_a_document_can_neither_link_nor_load_nor_look_like_ours(record: Record) -> None:
    label = "![x](https://example.org/a) **Zyrtex** <img src=x>"
    record.add("piege.txt", measured(label, "12", "mg/L", "2026-10-05"))
    events = events_of(record, "Quels sont mes derniers résultats ?")
    shown = "".join(event.text for event in events if isinstance(event, Sentence))

    assert "![" not in shown
    assert "](http" not in shown
    assert "<img" not in shown.replace("\\<img", "")


def test_a_letter_is_found_by_its_name_in_either_language_and_quoted(record: Record) -> None:
    record.add(
        "Lettre du rhumatologue.txt",
        passages=["La mobilité du genou droit est conservée et la marche est libre sur 2 km, arrêt à 3 km."],
        date="2026-04-02",
    )

    for question in ("Que dit la lettre du rhumatologue ?", "What does the letter say?"):
        text = answer(record, question)
        assert "Lettre du rhumatologue.txt" in text
        assert "« La mobilité" in text or "“La mobilité" in text


def test_a_report_called_just_that_is_the_newest_one_with_its_own_ranges(record: Record) -> None:
    record.add("bilan-novembre.txt", measured("Sodium", "139", "mmol/L", "2026-11-02", "135 - 145"))
    text = answer(record, "Explique-moi mon compte rendu")

    assert "bilan" in text
    assert "Sodium : 139 mmol/L, le 2 novembre 2026." in text
    assert "135 - 145" in text


def test_a_greeting_is_not_answered_from_the_record(record: Record) -> None:
    text = answer(record, "Bonjour !")

    assert "Carnet répond à partir de vos documents de santé" in text


# --- what can be seen, and what documents say in words --------------------------------------------------


def test_an_answer_of_several_sources_begins_with_what_it_can_see_of_each(record: Record) -> None:
    events = ask(record, "Quelle est ma dernière ferritine ?")
    (first, *_) = (event for event in events if isinstance(event, Sentence))

    assert first.text.startswith(
        "Ce que je vois : bilan-2026.txt (5 octobre 2026) ; bilan-2024.txt (12 mars 2024)."
    )
    assert "\n" not in first.text
    assert {citation.source.file_name for citation in first.citations} == {"bilan-2024.txt", "bilan-2026.txt"}


def test_an_answer_of_one_fresh_source_says_its_date_and_no_more(record: Record) -> None:
    assert "Ce que je vois" not in answer(record, "Quelle est ma HbA1c ?")


def test_an_old_prescription_is_never_called_current(record: Record) -> None:
    text = answer(record, "Quels sont mes traitements ?")

    assert "en cours," not in text
    assert "Dernière source : il y a plus d'un an." in text


def test_a_medicine_for_some_days_is_not_active_after_them(record: Record) -> None:
    taken = {"detail": "2 fois par jour pendant 7 jours", "status": "active"}
    record.add("urgences.txt", stated(Kind.MEDICATION, "Amoxicilline 1 g", "2026-11-02", **taken))
    record.add("suite.txt", stated(Kind.MEDICATION, "Prednisone 20 mg", "2026-11-22", **taken))
    lines = answer(record, "Quels sont mes traitements ?").split("\n")

    assert next(line for line in lines if "Amoxicilline" in line).count("en cours") == 0
    assert next(line for line in lines if "Prednisone" in line).count("en cours") == 1


def test_words_of_a_letter_stand_beside_the_value_that_was_asked_for(record: Record) -> None:
    record.add(
        "urgences.txt",
        measured("Potassium", "4,6", "mmol/L", "2026-11-02"),
        passages=[
            "Potassium à l'arrivée aux urgences : 6,1 mmol/L.\nContrôle du potassium dans une semaine."
        ],
        date="2026-11-02",
    )
    arrival = answer(record, "Mon potassium à l'arrivée aux urgences ?")
    again = answer(record, "Quand dois-je refaire le potassium ?")
    plainly = answer(record, "Quel est mon potassium ?")

    assert "« Potassium à l'arrivée aux urgences : 6,1 mmol/L. »" in arrival
    assert "« Contrôle du potassium dans une semaine. »" in again
    assert "«" not in plainly


def test_a_prescription_that_was_read_in_words_only_is_not_hidden_by_the_list(record: Record) -> None:
    lines = (
        "Dr Odile Bertrand\n- Thiamazole 5 mg : 1 comprimé le matin\n- Calcium 500 mg : 1 comprimé le soir"
    )
    record.add("prescription.txt", passages=[lines], date="2026-11-05")
    text = answer(record, "Quels sont mes traitements ?")

    assert "« Thiamazole 5 mg : 1 comprimé le matin »" in text
    assert "« Calcium 500 mg : 1 comprimé le soir »" in text


def test_orders_in_a_document_are_not_among_the_words_it_says(record: Record) -> None:
    record.add("note.txt", stated(Kind.MEDICATION, "Paracetamol 500 mg", "2026-10-01"))
    text = answer(record, "What is my dose of paracetamol?", "en")

    assert "40 tablets" not in text


def test_a_value_without_a_date_is_told_with_that_of_its_document(record: Record) -> None:
    undated = replace(measured("Saturation", "97", "%", "2026-01-01"), start=None)
    record.add("visite.txt", undated, passages=["Saturation : 97 %, examen normal."], date="2026-11-02")

    assert "97 %, sans date propre, dans un document daté du 2 novembre 2026." in answer(
        record, "Ma saturation ?"
    )


def test_files_that_could_not_be_read_are_named_when_asked_for(record: Record) -> None:
    assert "J'ai pu lire tous les fichiers" in answer(record, "Quels fichiers n'as-tu pas pu lire ?")


def test_something_looked_for_in_vain_is_said_so_before_what_carnet_answers(record: Record) -> None:
    assert "I find nothing about this in your documents." in answer(record, "Have I had a mammogram?", "en")
    assert "Je ne trouve rien" not in answer(record, "bonjour")


def test_two_documents_with_two_doses_are_said_to_differ(record: Record) -> None:
    record.add("ville.txt", stated(Kind.MEDICATION, "Bisoprolol 5 mg", "2026-09-15", status="active"))
    record.add("ville.txt", stated(Kind.MEDICATION, "Bisoprolol 10 mg", "2020-09-15", status="stopped"))
    text = answer(record, "Quels sont mes traitements ?")

    assert "la même dose : Bisoprolol 5 mg ; Bisoprolol 2,5 mg. Carnet garde" in text
    assert "la même dose" not in answer(record, "Quelles sont mes allergies ?")


def test_a_medicine_named_beside_a_value_is_answered_too(record: Record) -> None:
    record.add("fer.txt", stated(Kind.MEDICATION, "Sulfate ferreux 80 mg", "2026-09-01", status="active"))
    text = answer(record, "Les comprimés de fer et ma ferritine")

    assert "8 µg/L, le 5 octobre 2026" in text
    assert "Sulfate ferreux 80 mg" in text


def test_each_of_two_periods_is_answered(record: Record) -> None:
    text = answer(record, "Ferritine : mars 2024 puis octobre 2026")

    assert "41 µg/L, le 12 mars 2024" in text
    assert "8 µg/L, le 5 octobre 2026" in text


def test_what_was_given_is_listed_however_it_is_asked_for(record: Record) -> None:
    for question in (
        "Montre-moi la liste de mes papiers",
        "tout ce que je t'ai confié",
        "Give me a list of my sources",
    ):
        assert "bilan-2026.txt" in answer(record, question)


def test_a_label_that_comes_closer_than_the_analyte_is_answered_too(record: Record) -> None:
    record.add(
        "sucre.txt",
        measured("Glycémie à jeun", "0,91", "g/L", "2026-10-05"),
        measured("Glycémie 2 heures après charge", "1,62", "g/L", "2026-10-05"),
    )

    assert "1,62 g/L" in answer(record, "Ma glycémie à deux heures ?")
    assert "1,62 g/L" not in answer(record, "Quelle est ma glycémie ?")


def test_a_list_of_allergies_does_not_hide_what_a_letter_says_of_them(record: Record) -> None:
    record.add(
        "allergo.txt", passages=["Camille est allergique à l'arachide depuis 2019."], date="2025-03-12"
    )

    assert "« Camille est allergique à l'arachide depuis 2019. »" in answer(
        record, "Quelles sont mes allergies ?"
    )


def test_everything_about_a_thing_is_more_than_its_values(record: Record) -> None:
    record.add("liste.txt", stated(Kind.CONDITION, "Hypothyroïdie", "2019", status="active"))

    assert "Hypothyroïdie" in answer(record, "Tout sur ma thyroïde")
    assert "Hypothyroïdie" not in answer(record, "Mon bilan thyroïdien")


def test_a_value_whose_letter_prints_no_unit_is_told_with_the_one_it_was_read_in(empty: Record) -> None:
    """Else the check drops it, and the answer says nothing."""
    lines = (
        "Le 14 octobre 2026", "", "Cher confrère,", "",
        "J'ai revu en consultation Monsieur Paul Durand, né le 3 février 1961.", "Antécédents : HTA.",
        "Traitement habituel : ramipril 5 mg le matin.", "TA 138/82.", "", "Bien confraternellement,",
    )  # fmt: skip
    ingest_file(empty.room, "lettre.txt", "\n".join(lines).encode())

    assert "138 mmHg" in answer(empty, "Ma tension ?")


@pytest.mark.parametrize(
    "text", ["> 60", "# a", "1. b", "3) c", "- d", "a*b_c", "\\> e", "12.5", "< 5", "1.5 g"]
)
def test_words_of_a_document_are_the_same_once_shown(text: str) -> None:
    assert plain(shown(text)) == text
