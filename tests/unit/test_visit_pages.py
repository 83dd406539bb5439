"""Preparing a visit as a person meets it: the page, its edits, the PDF, what came of it, the calendar."""

import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from icalendar import Calendar

from chains.visit_kept import Visits
from records.model import Extraction, Kind
from tests.fakes.record import NOW, Record, hers, stated
from tests.fakes.site import Browser, Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.clock.instant = NOW
    return home


@pytest.fixture
def paul(home: Home) -> Browser:
    """Somebody without any document."""
    browser = home.browser()
    browser.register("Paul")
    return browser


@pytest.fixture
def marie(home: Home) -> Browser:
    """Somebody with results, a medicine, an allergy and letters."""
    browser = home.browser()
    browser.register("Marie")
    hers(Record.of(browser.room))
    return browser


def prepare(browser: Browser, **fields: str) -> str:
    """Make a preparation; its address."""
    answer = browser.send("/visit/new", follow=False, fields=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def order(text: str, part: str) -> list[str]:
    """The ids of the lines of one section, as the page being edited shows them."""
    return re.findall(rf'value="up\|({part}:[^"]+)"', text)


def test_the_page_says_what_the_record_holds_and_each_line_opens_its_source(marie: Browser) -> None:
    where = prepare(marie, specialty="cardiology", worries="My heart <races> & I am afraid")
    text = marie.see(where).text

    assert "My heart &lt;races&gt; &amp; I am afraid" in text
    assert "cardiology.txt" in text
    assert "Amoxicilline" in text
    chips = set(re.findall(r'class="cite" href="(/source/[0-9a-f]+)"', text))
    assert len(chips) >= 4
    for chip in chips:
        assert marie.see(chip).status_code == 200


def test_lines_are_dropped_put_back_and_moved(marie: Browser) -> None:
    where = prepare(marie, specialty="cardiology")
    before = order(marie.see(f"{where}?edit=1").text, "results")
    first, second, *rest = before

    text = marie.send(f"{where}/edit", do=f"down|{first}").text
    assert order(text, "results") == [second, first, *rest]
    text = marie.send(f"{where}/edit", do=f"up|{first}").text
    assert order(text, "results") == before

    text = marie.send(f"{where}/edit", do=f"drop|{second}").text
    assert order(text, "results") == [first, *rest]
    assert f"bring|{second}" in text
    assert "Lines of the record not shown here: 2." in marie.see(where).text
    text = marie.send(f"{where}/edit", do=f"bring|{second}").text
    assert set(order(text, "results")) == set(before)


def test_questions_are_added_moved_and_taken_out(marie: Browser) -> None:
    where = prepare(marie)
    marie.send(f"{where}/question", text="May I cycle again?")
    text = marie.send(f"{where}/edit", do="take|sooner").text
    assert text.index("May I cycle again?") < text.index("Which signs should make me call")
    first = re.search(r'value="question_down\|([^"]+)"', text)
    assert first is not None

    text = marie.send(f"{where}/edit", do=f"question_down|{first[1]}").text
    assert text.index("May I cycle again?") > text.index("Which signs should make me call")
    text = marie.send(f"{where}/edit", do=f"question_drop|{first[1]}").text
    assert "May I cycle again?" not in text


def test_an_empty_record_gives_a_page_of_ones_own_words(paul: Browser) -> None:
    where = prepare(paul, reason="knee pain")
    text = paul.see(where).text

    assert "The documents say nothing about allergies. That is no proof that there is none." in text
    assert "knee pain" in text


def test_words_changed_in_two_tabs_are_not_overwritten(paul: Browser) -> None:
    where = prepare(paul, worries="first")
    paul.send(f"{where}/words", worries="from the other tab", revision="0")
    answer = paul.send(f"{where}/words", worries="from this tab", revision="0")

    assert answer.status_code == 422
    assert "changed in the meantime" in answer.text
    assert "from this tab" in answer.text
    assert "from the other tab" in paul.see(where).text


def test_a_day_that_does_not_exist_is_told_and_the_words_stay(paul: Browser) -> None:
    answer = paul.send("/visit/new", fields={"date": "2026-02-30", "worries": "my words"})

    assert answer.status_code == 422
    assert "my words" in answer.text
    assert Visits(paul.room).all() == ()


def test_too_long_is_refused_and_nothing_is_cut(paul: Browser) -> None:
    answer = paul.send("/visit/new", fields={"worries": "a" * 2001})

    assert answer.status_code == 422
    assert "a" * 2001 in answer.text


def test_a_deleted_preparation_can_be_brought_back(paul: Browser) -> None:
    where = prepare(paul, reason="knee pain")
    text = paul.send(f"{where}/delete").text
    assert "Undo the deletion" in text
    assert paul.see(where).status_code == 404

    paul.send(f"{where}/back")
    assert "knee pain" in paul.see(where).text


def test_someone_elses_preparation_is_not_there(home: Home, paul: Browser) -> None:
    where = prepare(paul, reason="knee pain")
    other = home.browser()
    other.register("Luc")

    for path in ("", "/print", "/page.pdf", "/after", "/words"):
        assert other.see(where + path).status_code == 404
    assert other.send(f"{where}/delete").status_code == 404


def test_a_locked_notebook_shows_nothing(home: Home, paul: Browser) -> None:
    where = prepare(paul, reason="knee pain")
    stranger = home.browser()

    for path in ("/visit", where, where + "/page.pdf", "/visit/calendar.ics"):
        answer = stranger.see(path)
        assert "knee pain" not in answer.text
        assert "/login" in str(answer.url) or answer.status_code == 401


def words_of(data: bytes) -> str:
    """What a PDF says."""
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(document[index].get_textpage().get_text_bounded() for index in range(len(document)))
    finally:
        document.close()


def test_the_pdf_is_in_the_clinicians_language_with_numbered_sources(marie: Browser) -> None:
    where = prepare(
        marie, specialty="cardiology", worries="Mon cœur s’emballe", clinician="fr", date="2026-12-01"
    )
    page = marie.see(where).text
    assert "page.pdf?sheet=fr" in page
    assert "page.pdf?sheet=en" in page

    answer = marie.see(f"{where}/page.pdf?sheet=fr")
    text = words_of(answer.content)
    assert answer.headers["content-type"] == "application/pdf"
    assert "cardi" not in answer.headers["content-disposition"]
    for said in ("Ce qui a changé", "Allergies", "Mon cœur s’emballe", "[1]", "cardiology.txt"):
        assert said in text
    assert "What changed" in words_of(marie.see(f"{where}/page.pdf?sheet=en").content)
    document = pypdfium2.PdfDocument(answer.content)
    assert document.get_metadata_value("Title") == "Préparation de la visite : cardiologie"
    assert len(document) <= 2
    document.close()
    assert b"/Lang (fr)" in answer.content


def proposals(text: str) -> list[str]:
    return re.findall(r'name="(choose_[0-9a-f]+)"', text)


def test_notes_propose_and_nothing_is_kept_before_a_yes(marie: Browser) -> None:
    where = prepare(marie, specialty="cardiology", date="2026-11-20")
    notes = "\n".join(
        [
            "Stop bisoprolol.",
            "Start ramipril 5 mg every morning.",
            "Blood test in three months.",
            "Appointment on 12 March 2027 at 2:30 pm.",
        ]
    )
    text = marie.send(f"{where}/after", notes=notes, revision="0").text
    before = marie.room.facts.select(kinds=(Kind.MEDICATION,))
    ids = proposals(text)

    assert len(ids) == 4
    assert Visits(marie.room).tasks() == ()

    marie.send(f"{where}/after/answer", fields={**dict.fromkeys(ids[2:], "1"), "do": "yes"})
    assert [task.text for task in Visits(marie.room).tasks()] == [
        "Blood test in three months.",
        "Appointment on 12 March 2027 at 2:30 pm.",
    ]
    assert marie.room.facts.select(kinds=(Kind.MEDICATION,)) == before

    marie.send(f"{where}/after/answer", fields={ids[1]: "1", "do": "yes"})
    assert any(fact.label == "ramipril 5 mg" for fact in marie.room.facts.select(kinds=(Kind.MEDICATION,)))
    marie.send(f"{where}/after/answer", fields={ids[0]: "1", "do": "no"})
    text = marie.see(f"{where}/after").text
    assert proposals(text) == []
    assert "set aside" in text

    marie.send(f"{where}/after/answer", do=f"again|{ids[1].removeprefix('choose_')}")
    assert marie.room.facts.select(kinds=(Kind.MEDICATION,)) == before


def test_tasks_are_done_undone_and_deleted_with_undo(paul: Browser) -> None:
    paul.send("/visit/tasks", text="Call the clinic", due="2099-03-01")
    (task,) = Visits(paul.room).tasks()

    assert "Done" in paul.send(f"/visit/tasks/{task.id}", do="done").text
    assert Visits(paul.room).tasks()[0].done
    paul.send(f"/visit/tasks/{task.id}", do="undone")
    assert not Visits(paul.room).tasks()[0].done
    paul.send(f"/visit/tasks/{task.id}", do="delete")
    assert "Undo the deletion" in paul.see("/visit/tasks").text
    paul.send(f"/visit/tasks/{task.id}", do="back")
    assert not Visits(paul.room).tasks()[0].deleted


def test_the_calendar_says_nothing_of_health_unless_asked(paul: Browser) -> None:
    prepare(paul, specialty="oncology", reason="scan, results; plan", date="2099-06-01", time="14:30")
    paul.send("/visit/tasks", text="Blood test, fasting; bring papers", due="2099-03-01")
    quiet = paul.see("/visit/calendar.ics").text
    for word in ("ncolog", "Blood", "scan"):
        assert word not in quiet

    told = Calendar.from_ical(paul.see("/visit/calendar.ics?words=1").text)
    events = {str(event["summary"]): event for event in told.walk("VEVENT")}
    assert set(events) == {"oncology · scan, results; plan", "Blood test, fasting; bring papers"}
    timed: Any = events["oncology · scan, results; plan"]["dtstart"]
    dated: Any = events["Blood test, fasting; bring papers"]["dtstart"]
    assert timed.params["TZID"] == "Europe/Paris"
    assert timed.dt.isoformat() == "2099-06-01T14:30:00+02:00"
    assert dated.dt.isoformat() == "2099-03-01"
    again = Calendar.from_ical(paul.see("/visit/calendar.ics?words=1").text)
    assert {str(one["uid"]) for one in told.walk("VEVENT")} == {
        str(one["uid"]) for one in again.walk("VEVENT")
    }


def test_a_forgotten_document_is_gone_from_the_page_and_the_tasks(marie: Browser) -> None:
    record = Record.of(marie.room)
    record._ids = 1000
    planned = stated(Kind.NOTE, "Holter dans trois mois", status="planned")
    started = stated(Kind.MEDICATION, "Ramipril 5 mg", status="active", extraction=Extraction.TEXT)
    record.add("courrier.txt", planned, started, passages=["Cardiologie"], date="2026-11-20")
    where = prepare(marie, specialty="cardiology", date="2026-11-20")
    letter = next(one for one in marie.room.documents() if one.name == "courrier.txt")
    text = marie.send(f"{where}/after", letter=letter.id, revision="0").text
    ids = proposals(text)
    assert len(ids) == 2
    marie.send(f"{where}/after/answer", fields={**dict.fromkeys(ids, "1"), "do": "yes"})
    (task,) = Visits(marie.room).tasks()
    assert marie.room.fact(task.evidence).label == "Holter dans trois mois"
    assert "Holter dans trois mois" in marie.see("/visit/tasks").text

    marie.room.forget(letter.id)
    assert Visits(marie.room).tasks() == ()
    assert "courrier.txt" not in marie.see(where).text
    assert "Holter" not in marie.see("/visit/tasks").text
