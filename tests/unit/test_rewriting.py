"""A second search in a model's words: the question goes alone, and only search terms come back."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from chains.events import Done, Event, Sending, Sentence
from chains.rewriting import usable
from chains.turn import Turn, run_turn
from tests.fakes import model as fake
from tests.fakes.model import FakeModel
from tests.fakes.record import Record, marie

ASKED = "le petit boîtier posé en avril est-il encore bon ?"
LETTER = "Contrôle du stimulateur implanté : batterie correcte, prochaine vérification dans six mois."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = marie(tmp_path)
    record.add("rythmologie.txt", passages=(LETTER,))
    yield record
    record.room.close()


def ask(record: Record, model: FakeModel | None, text: str = ASKED, **settings: object) -> list[Event]:
    async def events() -> list[Event]:
        turn = Turn(text=text, setting="fr", country="FR")
        return [event async for event in run_turn(turn, record.room, record.services(model, **settings))]

    return asyncio.run(events())


def said(events: list[Event]) -> str:
    return "".join(one.text for one in events if isinstance(one, Sentence))


def sent(events: list[Event]) -> list[Sending]:
    return [one for one in events if isinstance(one, Sending)]


def first(words: str) -> fake.Behaviour:
    """Says these words to the first call, and words every line after it."""
    return fake.after(fake.saying(words), then=fake.faithful)


def test_the_terms_of_a_model_find_what_the_question_did_not(record: Record) -> None:
    with FakeModel(first("- défibrillateur\nstimulateur implanté\n")) as model:
        events = ask(record, model)

    assert "batterie correcte" in said(events)
    assert "batterie correcte" not in said(ask(record, None)) or "resemble" in said(ask(record, None))
    assert len(model.calls) >= 1


def test_only_the_question_goes_and_it_is_shown_and_kept_first(record: Record) -> None:
    with FakeModel(first("stimulateur implanté")) as model:
        events = ask(record, model)

    receipt = sent(events)[0]
    assert ASKED in receipt.text
    assert "batterie" not in model.calls[0].text
    assert receipt.evidence_ids == ()
    kept = record.room.vault.get("sent", receipt.id)
    assert kept is not None
    assert orjson.loads(kept)["text"] == receipt.text
    (done,) = [one for one in events if isinstance(one, Done)]
    assert receipt.id in done.sent


@pytest.mark.parametrize("behaviour", [fake.hang, fake.server_error, fake.unauthorised, fake.saying("")])
def test_a_model_that_is_no_help_changes_nothing(record: Record, behaviour: fake.Behaviour) -> None:
    alone = said(ask(record, None))
    with FakeModel(behaviour) as model:
        events = ask(record, model, quiet_s=0.3, timeout_s=1.0)

    assert alone in said(events) or said(events) == alone


def test_a_question_that_the_record_answers_is_not_rewritten(record: Record) -> None:
    with FakeModel() as model:
        events = ask(record, model, "Quelle est ma dernière ferritine ?")

    assert all("rewrite" not in one.text and one.evidence_ids for one in sent(events))


def test_who_looks_each_time_is_not_asked_for_a_search(record: Record) -> None:
    record.room.prefer(review="always")
    with FakeModel(first("stimulateur implanté")) as model:
        ask(record, model)

    assert model.calls == []


def test_a_withheld_subject_is_not_sent_to_be_reworded(record: Record) -> None:
    record.room.prefer(withheld_topics=("boîtier",))
    with FakeModel(first("stimulateur implanté")) as model:
        ask(record, model)

    assert model.calls == []


def test_what_is_no_term_is_left_out() -> None:
    text = (
        "1. 12 mg\n- Radiographie du thorax\nVous devriez voir un médecin dès demain matin sans faute.\nCXR"
    )

    assert usable(text) == ("Radiographie du thorax", "CXR")
    assert len(usable("\n".join(f"mot{'a' * index}" for index in range(40)))) == 12
