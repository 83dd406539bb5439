"""The columns of a table as a person meets them: shown, chosen, confirmed, remembered, forgotten."""

from pathlib import Path

import pytest

from connectors.table.look import look
from connectors.table.mapping import Confirmed, to_options
from core.errors import UnreadableFileError
from records.model import Extraction
from retrieval.ingest import columns
from retrieval.ingest.pipeline import Pending, ingest_file, reread
from tests.fakes.site import Browser, Home

OPEN = b"""Date,Weight,Pulse,Remarks
03/04/2026,171.2,64,slept badly
04/04/2026,170.8,66,
05/04/2026,170.4,63,
"""
NEXT = b"""Date,Weight,Pulse,Remarks
06/04/2026,170.1,65,
07/04/2026,169.9,66,
"""
SURE = b"""Date;Poids (kg);Pouls
12/03/2026;81,3;68
13/03/2026;81,0;66
14/03/2026;80,8;70
"""
CHOICES = {
    "t0_as_0": "date", "t0_as_1": "weight", "t0_unit_1": "[lb_av]",
    "t0_as_2": "heart_rate", "t0_unit_2": "/min", "t0_as_3": "note", "t0_order": "dmy",
}  # fmt: skip


@pytest.fixture
def marie(tmp_path: Path) -> Browser:
    browser = Home(tmp_path).browser()
    browser.register("Marie")
    return browser


def give(browser: Browser, data: bytes, name: str = "log.csv") -> str:
    return ingest_file(browser.room, name, data).file_id


def values(browser: Browser, file_id: str) -> list[tuple[str | None, str, str]]:
    """Analyte, unit and day of each fact of a file."""
    return [
        (fact.analyte, fact.quantity.unit if fact.quantity else "", fact.start.local if fact.start else "")
        for fact in browser.room.facts_of(file_id)
    ]


def test_what_is_in_doubt_is_asked_and_nothing_of_it_is_read(marie: Browser) -> None:
    """A date that could be March or April, a weight that could be pounds: no fact, and a page that asks."""
    file_id = give(marie, OPEN)

    seen = marie.see(f"/records/{file_id}/columns").text

    assert marie.room.facts_of(file_id) == ()
    assert "Choose the unit" in seen
    assert "Which comes first in the dates?" in seen
    assert f"/records/{file_id}/columns" in marie.see(f"/records/{file_id}").text


def test_confirming_reads_the_file_again_as_said(marie: Browser) -> None:
    """Facts are as the person said, and count as confirmed."""
    file_id = give(marie, OPEN)

    answer = marie.send(f"/records/{file_id}/columns", fields=CHOICES, action="confirm")

    assert "Confirmed" in answer.text
    assert ("weight", "[lb_av]", "2026-04-03") in values(marie, file_id)
    assert all(
        fact.confirmed and fact.extraction is Extraction.CODED for fact in marie.room.facts_of(file_id)
    )
    assert [passage.text for passage in marie.room.passages_of(file_id)] == ["Remarks: slept badly"]


def test_an_incomplete_answer_changes_nothing(marie: Browser) -> None:
    """Without the unit nothing is read, and the page says what is missing."""
    file_id = give(marie, OPEN)

    answer = marie.send(f"/records/{file_id}/columns", fields={**CHOICES, "t0_unit_1": ""}, action="confirm")

    assert answer.status_code == 422
    assert "Something is still missing" in answer.text
    assert marie.room.facts_of(file_id) == ()
    assert marie.room.vault.sizes().get(columns.KIND) is None


def test_a_preview_shows_values_and_reads_nothing(marie: Browser) -> None:
    """The first five values, before they count."""
    file_id = give(marie, OPEN)

    answer = marie.send(f"/records/{file_id}/columns", fields=CHOICES, action="preview")

    assert "171.2" in answer.text.split("The first values")[1]
    assert marie.room.facts_of(file_id) == ()


def test_a_unit_of_another_measure_is_not_taken(marie: Browser) -> None:
    """A weight in mmHg is a slip."""
    file_id = give(marie, OPEN)

    answer = marie.send(
        f"/records/{file_id}/columns", fields={**CHOICES, "t0_unit_1": "mm[Hg]"}, action="confirm"
    )

    assert answer.status_code == 422
    assert "does not go with this measure" in answer.text


def test_a_choice_that_the_page_does_not_offer_is_refused(marie: Browser) -> None:
    """A form made by hand."""
    file_id = give(marie, OPEN)

    answer = marie.send(
        f"/records/{file_id}/columns", fields={**CHOICES, "t0_as_1": "soul"}, action="confirm"
    )

    assert answer.status_code == 422
    assert marie.room.facts_of(file_id) == ()


def test_the_next_file_with_that_header_is_read_without_asking(marie: Browser) -> None:
    """And its report says so."""
    marie.send(f"/records/{give(marie, OPEN)}/columns", fields=CHOICES, action="confirm")

    report = ingest_file(marie.room, "april.csv", NEXT)

    assert [problem.code for problem in report.problems] == ["columns_remembered"]
    assert ("weight", "[lb_av]", "2026-04-06") in values(marie, report.file_id)


def test_another_person_s_answers_are_not_used(marie: Browser) -> None:
    """What Marie said is sealed with Marie's keys."""
    marie.send(f"/records/{give(marie, OPEN)}/columns", fields=CHOICES, action="confirm")
    paul = marie.home.browser()
    paul.register("Paul")

    report = ingest_file(paul.room, "log.csv", OPEN)

    assert report.added == ()
    assert [problem.code for problem in report.problems] == ["columns_to_confirm"]


def test_forgetting_goes_back_to_the_guess(marie: Browser) -> None:
    """No fact that rested on the answer stays."""
    file_id = give(marie, OPEN)
    marie.send(f"/records/{file_id}/columns", fields=CHOICES, action="confirm")

    answer = marie.send(f"/records/{file_id}/columns", action="forget")

    assert "Forgotten" in answer.text
    assert marie.room.facts_of(file_id) == ()
    assert not marie.room.vault.sizes().get(columns.KIND)


def test_a_table_that_leaves_no_doubt_is_read_and_waits_for_a_look(marie: Browser) -> None:
    """Read by guess: text, unconfirmed, and the card links to the page."""
    report = ingest_file(marie.room, "poids.csv", SURE)

    assert len(report.added) == 6
    assert not any(fact.confirmed for fact in report.added)
    assert [problem.code for problem in report.problems] == ["columns_guessed"]


def test_reading_again_replaces_facts_passages_and_corrections(marie: Browser) -> None:
    """Nothing of the earlier reading answers any more, and after a reload it is the same."""
    file_id = give(marie, SURE)
    first = marie.room.facts_of(file_id)[0]
    marie.room.correct(first.id, "82", None)
    table = look(SURE)[0]
    said = {table.signature: Confirmed.from_plain({
        "columns": [{"as": "date", "unit": ""}, {"as": "weight", "unit": "kg"}, {"as": "skip", "unit": ""}],
        "order": "dmy", "decimal": ",",
    })}  # fmt: skip
    assert said[table.signature] is not None

    report = reread(marie.room, file_id, to_options(said))  # type: ignore[arg-type]  # checked above

    assert [fact.analyte for fact in marie.room.facts_of(file_id)] == ["weight"] * 3
    assert report.merged == 0
    assert not list(marie.room.vault.items("amendment"))
    assert not list(marie.room.vault.items("pending"))
    assert first.id not in marie.room.shelf.facts


def test_a_file_that_cannot_be_read_again_keeps_its_reading(
    marie: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earlier facts stand and no marker stays."""
    file_id = give(marie, SURE)

    def fail(*_args: object, **_more: object) -> None:
        raise UnreadableFileError("file_timeout")

    monkeypatch.setattr("retrieval.ingest.pipeline.intake.read", fail)
    with pytest.raises(UnreadableFileError):
        reread(marie.room, file_id, {})

    assert len(marie.room.facts_of(file_id)) == 6
    assert not list(marie.room.vault.items("pending"))


def test_a_cut_off_rereading_leaves_the_earlier_one(marie: Browser) -> None:
    """The marker of a reading that never ended is removed, the file is not read twice."""
    file_id = give(marie, SURE)
    marie.room.vault.put_many([Pending.of(marie.room.vault, SURE, "poids.csv").to_item()])

    marie.room.resume(lambda: False)

    assert len(marie.room.facts_of(file_id)) == 6
    assert not list(marie.room.vault.items("pending"))


def test_files_that_are_no_tables_have_no_columns(marie: Browser) -> None:
    """The page is for tables only."""
    file_id = give(marie, b"Compte rendu. Tout va bien.", "lettre.txt")

    assert marie.see(f"/records/{file_id}/columns").status_code == 404


def test_a_form_of_another_session_changes_nothing(marie: Browser) -> None:
    """As every page."""
    file_id = give(marie, OPEN)

    answer = marie.http.post(
        f"/records/{file_id}/columns",
        data={**CHOICES, "action": "confirm", "form_token": "0"},
        headers={"origin": "http://localhost:8000"},
    )

    assert answer.status_code == 422
    assert marie.room.facts_of(file_id) == ()
