"""A visit understood, its page made from the record, what came of it, and what is kept: nothing invented."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from chains.events import Notice, Sentence
from chains.turn import Turn, run_turn
from chains.visit_after import Sort, proposals
from chains.visit_courses import courses
from chains.visit_edits import Change, edit_said
from chains.visit_kept import NEVER, UNDO, Preparation, Question, Task, Visits, with_question
from chains.visit_last import last_seen
from chains.visit_page import compose
from chains.visit_prep import asks_next, asks_to_prepare, coming
from chains.visit_sheet import Line, Part, Sheet, sheet
from chains.wording import Wording
from core.errors import InputError, NotFoundError
from core.language import Language
from records.model import Extraction, Fact, Kind
from records.when import When
from tests.fakes.record import NOW, Record, committed, marie, measured, stated
from tests.fakes.vaults import StillClock
from ui.documents.calendar import Day, calendar, zones
from ui.documents.paper import drawable, pdf

TODAY = date(2026, 11, 24)


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


def made(record: Record, kept: Preparation | None = None, language: Language = "fr") -> Sheet:
    kept = kept or Preparation(specialty="cardiology")
    return sheet(record.room, Wording.of(committed(), language), kept, TODAY)


def line(of: Sheet, part: Part, label: str) -> Line:
    (found,) = [one for one in of.part(part) if one.label == label]
    return found


def letter(kind: Kind, label: str, date: str | None = None, **more: object) -> Fact:
    """A statement as a letter makes it: read from words, not confirmed."""
    return stated(kind, label, date, **{"extraction": Extraction.TEXT, "confirmed": False, **more})


# --- the page -----------------------------------------------------------------------------------------------


def test_what_changed_counts_from_the_last_visit_of_that_specialty(record: Record) -> None:
    of = made(record)

    assert "cardiology.txt, le 14 mai 2025" in of.since
    assert {one.label for one in of.part(Part.CHANGED)} == {
        "Ferritine", "LDL-cholestérol", "TSH", "Hémoglobine glyquée (HbA1c)", "CRP (protéine C-réactive)",
    }  # fmt: skip
    assert "Vitamine B12" not in {one.label for one in of.part(Part.CHANGED)}


def test_without_a_visit_before_the_last_twelve_months_are_said_to_be_just_that(record: Record) -> None:
    of = made(record, Preparation(specialty="neurology"))

    assert of.since_evidence == ""
    assert "12 derniers mois" in of.since
    assert "Première visite" in made(record, Preparation(specialty="cardiology", since=NEVER)).since


def test_a_chosen_day_goes_before_the_visit_found(record: Record) -> None:
    of = made(record, Preparation(specialty="cardiology", since="2026-10-05"))

    assert [one.label for one in of.part(Part.CHANGED)] == ["CRP (protéine C-réactive)"]


def test_no_direction_is_said_across_a_laboratory(empty: Record) -> None:
    empty.add("a.txt", measured("Ferritine", "41", "µg/L", "2025-03-12", "15 - 150"))
    other = measured("Ferritine", "8", "µg/L", "2026-03-12", "15 - 150")
    empty.add("b.txt", replace(other, source=replace(other.source, laboratory="Autre laboratoire")))
    text = line(made(empty), Part.RESULTS, "Ferritine").text

    assert "non comparé : 41 µg/L" in text
    for word in ("hausse", "baisse", "avant"):
        assert word not in text


def test_values_that_may_be_compared_say_which_way_the_last_one_went(record: Record) -> None:
    text = line(made(record), Part.RESULTS, "Ferritine").text

    assert text.startswith("8 µg/L (5 octobre 2026), en dessous de l'intervalle imprimé 15\u00a0-\u00a0150")
    assert "avant : 41 µg/L (12 mars 2024)" in text
    assert text.endswith("En baisse sur la précédente.")


def test_two_documents_that_disagree_on_a_dose_are_both_shown(empty: Record) -> None:
    empty.add("a.txt", letter(Kind.MEDICATION, "Bisoprolol 2,5 mg", status="active"), date="2025-01-10")
    empty.add("b.txt", letter(Kind.MEDICATION, "Bisoprolol 5 mg", status="active"), date="2025-06-02")
    of = made(empty, Preparation())
    (shown,) = of.part(Part.MEDICINES)

    assert "n'indiquent pas la même dose" in shown.text
    assert "2,5 mg (10 janvier 2025)" in shown.text
    assert "5 mg (2 juin 2025)" in shown.text
    assert len(shown.evidence) == 2
    assert any(one.id.startswith("dose:") for one in of.suggestions)


def test_medicines_new_stopped_and_of_another_dose_since_the_visit(empty: Record) -> None:
    empty.add(
        "avant.txt",
        letter(Kind.MEDICATION, "Bisoprolol 2,5 mg", status="active"),
        letter(Kind.MEDICATION, "Amlodipine 5 mg", status="active"),
        date="2025-01-10",
    )
    empty.add(
        "apres.txt",
        letter(Kind.MEDICATION, "Bisoprolol 5 mg", status="active"),
        letter(Kind.MEDICATION, "Amlodipine 5 mg", status="stopped"),
        letter(Kind.MEDICATION, "Ramipril 5 mg", status="active", detail="1 le matin"),
        date="2026-02-03",
    )
    of = made(empty, Preparation(since="2025-05-01"))
    changed = {one.label: one.text for one in of.part(Part.CHANGED)}

    assert "dose différente. Avant : Bisoprolol 2,5 mg (10 janvier 2025)" in changed["Bisoprolol 5 mg"]
    assert "arrêté selon un document (3 février 2026)" in changed["Amlodipine 5 mg"]
    assert "nouveau médicament : 1 le matin" in changed["Ramipril 5 mg"]
    assert "Amlodipine 5 mg" not in {one.label for one in of.part(Part.MEDICINES)}


def test_a_medicine_that_began_long_before_is_not_new_because_a_letter_names_it_late(empty: Record) -> None:
    empty.add(
        "a.txt",
        letter(Kind.MEDICATION, "Ramipril 5 mg", date="2015-01-01", status="active"),
        date="2026-02-03",
    )

    assert made(empty, Preparation(since="2025-05-01")).part(Part.CHANGED) == ()


def test_new_problems_events_and_allergies_are_told_with_their_day(empty: Record) -> None:
    empty.add("old.txt", letter(Kind.CONDITION, "Asthme", date="2001"), date="2020-01-01")
    empty.add(
        "new.txt",
        letter(Kind.CONDITION, "Fibrillation atriale", date="2026-03-01"),
        letter(Kind.ALLERGY, "Iode"),
        stated(
            Kind.ENCOUNTER, "hospitalisation", "2026-03-01", end=When.parse("2026-03-04"), status="finished"
        ),
        stated(Kind.PROCEDURE, "Coronarographie", "2026-03-02", status="completed"),
        stated(Kind.PROCEDURE, "Ablation", "2026-05-02", status="planned"),
        date="2026-03-05",
    )
    of = made(empty, Preparation(since="2025-05-01"))
    changed = {one.label: one.text for one in of.part(Part.CHANGED)}

    assert set(changed) == {"Fibrillation atriale", "Iode", "hospitalisation", "Coronarographie"}
    assert "du 1er mars 2026 au 4 mars 2026" in changed["hospitalisation"]


def test_none_known_is_told_as_a_document_states_it_and_silence_as_no_proof(empty: Record) -> None:
    empty.add("a.txt", letter(Kind.ALLERGY, "Pas d'allergie connue", negated=True), date="2025-01-10")
    (shown,) = made(empty).part(Part.ALLERGIES)

    assert shown.text == "absence indiquée par un document (10 janvier 2025)"


def test_nothing_after_the_day_of_the_visit_is_on_its_page(record: Record) -> None:
    of = made(record, Preparation(specialty="cardiology", when="2025-05-20"))

    assert {one.label for one in of.part(Part.RESULTS)} == {
        "Ferritine", "LDL-cholestérol", "Potassium", "Vitamine B12",
    }  # fmt: skip
    assert "2026" not in " ".join(one.text for one in of.lines)


_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_number_of_a_line_stands_in_a_fact_it_cites(record: Record, language: Language) -> None:
    """The labels, values, ranges, details and dates of the cited facts and their documents, nothing else."""
    days = {document.id: document.when for document in record.room.documents()}
    lines = made(record, language=language).lines

    assert lines
    for one in lines:
        said: set[str] = set()
        for id in one.evidence:
            fact = record.room.fact(id)
            printed = [fact.label, fact.value_text, fact.unit_text, fact.detail]
            printed += [fact.reference.text if fact.reference is not None else None]
            printed += [
                when.day for when in (fact.start, fact.end, days[fact.source.file_id]) if when is not None
            ]
            said |= {
                number.replace(",", ".").lstrip("0")
                for text in printed
                if text
                for number in _NUMBER.findall(text)
            }
        found = {number.replace(",", ".").lstrip("0") for number in _NUMBER.findall(one.text)}
        assert found <= said, one


def test_a_planned_examination_without_a_trace_becomes_a_question(empty: Record) -> None:
    planned = [
        letter(Kind.NOTE, "Holter dans 3 mois", status="planned"),
        letter(Kind.NOTE, "Scanner", status="planned"),
    ]
    empty.add("a.txt", *planned, date="2026-01-10")
    empty.add("b.txt", stated(Kind.PROCEDURE, "Scanner thoracique", "2026-03-02", status="completed"))
    asked = [one.text for one in made(empty).suggestions if one.id.startswith("planned:")]

    assert len(asked) == 1
    assert "Holter dans 3 mois" in asked[0]


def test_suggestions_taken_are_told_in_the_language_of_the_page(record: Record) -> None:
    kept = Preparation(
        specialty="cardiology", questions=(Question("1", suggestion="sooner"), Question("2", "Vélo ?"))
    )
    asked = {
        spoken: [
            one.text for one in compose(record.room, Wording.of(committed(), spoken), kept, TODAY).asking[1]
        ]
        for spoken in ("fr", "en")
    }

    assert asked["fr"] == ["Quels signes doivent me faire appeler ou revenir plus tôt ?", "Vélo ?"]
    assert asked["en"] == ["Which signs should make me call or come back sooner?", "Vélo ?"]


def test_the_visit_before_is_not_a_report_addressed_to_a_specialist(empty: Record) -> None:
    result = measured("Potassium", "4,1", "mmol/L", "2026-03-12", "3,5 - 5,1")
    empty.add("bilan.txt", result, passages=["Prescripteur : Dr Cœur, cardiologie"], date="2026-03-12")
    empty.add("courrier.txt", passages=["Service de cardiologie. Cher confrère,"], date="2025-04-02")
    found = last_seen(empty.room, "cardiology", TODAY)

    assert found is not None
    assert found.when.day == "2025-04-02"


def test_the_pdf_writes_any_sign_it_is_given(record: Record) -> None:
    kept = Preparation(worries="œ ≤ μ → α β \u202f <b> & 中", specialty="cardiology")
    page = compose(record.room, Wording.of(committed(), "fr"), kept, TODAY)

    assert drawable("œ≤μ→α中") == "œ≤µ->alpha?"
    assert pdf(page, name="Łucja <x>", country="US").startswith(b"%PDF")


# --- what is said in the chat -------------------------------------------------------------------------------


def said(record: Record, text: str, language: Language = "fr") -> str:
    async def events() -> list[object]:
        return [event async for event in run_turn(Turn(text, language, "FR"), record.room, record.services())]

    found = asyncio.run(events())
    assert not any(isinstance(event, Notice) for event in found)
    return "".join(f"{event.lead}{event.text}" for event in found if isinstance(event, Sentence))


def test_an_announced_visit_is_understood_and_offered(record: Record) -> None:
    text = said(record, "aide-moi à préparer mon rendez-vous chez le cardiologue mardi")

    assert "**cardiologie**, le 1er décembre 2026" in text
    assert "cardiology.txt, le 14 mai 2025" in text


def test_the_next_appointment_is_what_documents_plan_from_today_on(record: Record) -> None:
    record.add(
        "plan.txt",
        letter(Kind.NOTE, "Consultation de contrôle", date="2027-03-12T14:30", status="planned"),
        letter(Kind.NOTE, "Échographie", date="2026-01-02", status="planned"),
        date="2025-12-01",
    )
    text = said(record, "Quand est mon prochain rendez-vous ?")

    assert "« Consultation de contrôle », le 12 mars 2027" in text
    assert "Échographie" not in text


def test_without_any_plan_that_is_said(record: Record) -> None:
    assert "Your documents hold no dated appointment to come." in said(
        record, "When is my next appointment?", "en"
    )


@pytest.mark.parametrize(
    "text",
    ["Que dit la lettre du cardiologue ?", "Quelle était ma dernière consultation ?",
     "j'ai vu mon médecin hier", "what did the neurologist write?", "Quelle est ma ferritine ?"],
)  # fmt: skip
def test_speaking_of_a_doctor_is_no_visit_to_prepare(text: str) -> None:
    assert not asks_to_prepare(text)
    assert not asks_next(text)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("je vois le dermato demain", "fr", "2026-11-25"),
        ("after tomorrow", "en", None),
        ("the day after tomorrow at 9 am", "en", "2026-11-26T09:00:00"),
        ("mardi", "fr", "2026-12-01"),
        ("le 3 janvier", "fr", "2027-01-03"),
        ("on 03/04", "en", None),
        ("le 03/04", "fr", "2027-04-03"),
        ("la semaine prochaine", "fr", None),
        ("lundi ou mardi", "fr", None),
        ("mardi dernier", "fr", None),
        ("30 février", "fr", None),
        ("le 2 mars 2025", "fr", None),
    ],
)
def test_a_day_is_read_only_where_it_is_one_day_to_come(
    text: str, language: Language, day: str | None
) -> None:
    when = coming(text, language, TODAY)

    assert (when.local if when is not None else None) == day


def test_edits_in_words_are_taken_only_where_plainly_said() -> None:
    assert edit_said("retire la 3e question").number == 3  # type: ignore[union-attr]  # it is one
    assert edit_said("Add a question: is it serious?").change is Change.ADD  # type: ignore[union-attr]  # it is one
    for text in (
        "retire mon pansement quand ?",
        "la ligne est droite",
        "j'ai une question",
        "delete everything",
    ):
        assert edit_said(text) is None


# --- afterwards and kept ------------------------------------------------------------------------------------


def test_notes_propose_with_what_the_record_says_so_far(record: Record) -> None:
    notes = "- Stop bisoprolol\n- Ramipril 5 mg 1 le matin\n- Prise de sang\n- rdv le 12/03/2027 à 14h30"
    found = proposals(record.room, Preparation(notes=notes, when="2026-12-01"), "fr", TODAY)

    assert [one.sort for one in found] == [Sort.STOPPED, Sort.NEW, Sort.TASK, Sort.APPOINTMENT]
    assert found[0].before is not None
    assert found[3].when == When.parse("2027-03-12T14:30")
    assert not any(word in one.id for one in found for word in ("bisoprolol", "Ramipril"))


def test_a_letter_proposes_what_it_plans_and_changes(record: Record) -> None:
    facts = record.add(
        "lettre-apres.txt",
        letter(Kind.MEDICATION, "Bisoprolol 5 mg", status="active", detail="1 le matin"),
        letter(Kind.MEDICATION, "Ramipril 5 mg", status="active"),
        letter(Kind.NOTE, "Contrôle dans 3 mois", status="planned"),
        date="2026-12-02",
    )
    kept = Preparation(when="2026-12-01", letter=facts[0].source.file_id)
    found = {one.sort: one for one in proposals(record.room, kept, "fr", TODAY)}

    assert set(found) == {Sort.DOSE, Sort.NEW, Sort.TASK}
    before = found[Sort.DOSE].before
    assert before is not None
    assert before.label == "Bisoprolol 2,5 mg"
    assert all(one.of_letter for one in found.values())


def test_what_is_kept_of_the_record_is_ids_and_a_forgotten_document_takes_its_task_along(
    record: Record,
) -> None:
    (fact,) = record.add("a.txt", letter(Kind.NOTE, "Holter secret", status="planned"), date="2026-10-01")
    visits = Visits(record.room)
    task = visits.add_task(Task(evidence=fact.id))
    body = record.room.vault.get("task", task.id)

    assert body is not None
    assert b"secret" not in body
    assert visits.add_task(Task(evidence=fact.id)).id == task.id
    record.room.forget(fact.source.file_id)
    assert visits.tasks() == ()
    assert record.room.vault.get("task", task.id) is None


def test_deleted_is_erased_once_it_cannot_be_undone(record: Record) -> None:
    visits = Visits(record.room)
    kept = visits.add(Preparation(worries="my words"))
    visits.delete(kept.id)
    with pytest.raises(NotFoundError):
        visits.get(kept.id)
    assert visits.bring_back(kept.id).worries == "my words"

    visits.delete(kept.id)
    clock = record.room.clock
    assert isinstance(clock, StillClock)
    clock.instant = NOW + UNDO + timedelta(minutes=1)
    assert visits.all() == ()
    assert record.room.vault.get("visit", kept.id) is None


def test_a_change_on_an_older_look_is_refused(record: Record) -> None:
    visits = Visits(record.room)
    kept = visits.add(Preparation())
    visits.change(kept.id, lambda one: with_question(one, "one?"), seen=0)
    with pytest.raises(InputError, match="visit_changed_elsewhere"):
        visits.change(kept.id, lambda one: with_question(one, "two?"), seen=0)

    assert [one.text for one in visits.get(kept.id).questions] == ["one?"]


def test_courses_follow_one_medicine_through_its_documents(empty: Record) -> None:
    for name, label, day in (
        ("a", "Bisoprolol 2,5 mg", "2024-01-01"),
        ("b", "bisoprolol 2.5 mg", "2025-01-01"),
    ):
        empty.add(f"{name}.txt", letter(Kind.MEDICATION, label, status="active"), date=day)
    (course,) = courses(empty.room, Kind.MEDICATION, TODAY)

    assert [one.day.local for one in course.mentions if one.day] == ["2025-01-01", "2024-01-01"]


def test_a_calendar_has_days_moments_and_stable_names() -> None:
    moments = [When.parse(one) for one in ("2027-03-12T14:30", "2027-03-01", "2027-03")]
    titles = ("Rendez-vous", "À faire; a, b\nc", "month")
    days = [Day(id, when, title) for id, when, title in zip("abc", moments, titles, strict=True) if when]
    text = calendar(days, zone=zones("FR")[0], now=NOW).decode()

    assert "UID:a@carnet\r\n" in text
    assert "DTSTART;TZID=Europe/Paris:20270312T143000" in text
    assert "DTSTART;VALUE=DATE:20270301" in text
    assert r"SUMMARY:À faire\; a\, b c" in text
    assert "month" not in text
    assert "BEGIN:VTIMEZONE" in text
