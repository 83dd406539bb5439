"""A model asks for a number; code works it out; the model may only word what came back."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from chains.drafts import Asked
from chains.events import Done, Event, Sending, Sentence
from chains.lines import Call
from chains.llm import ToolCall
from chains.masking import Mask
from chains.sending import Proposal
from chains.tools import Toolbox
from chains.turn import Turn, run_turn
from chains.wording import Wording
from records.model import Extraction, Kind
from retrieval.query import plan
from safety import care
from tests.fakes import model as fake
from tests.fakes.model import FakeModel
from tests.fakes.record import NOW, Record, committed, listening, measured, stated
from tests.fakes.samples import WATCH, admit, batch, daily

QUESTION = "Ma ferritine est-elle plutôt autour de 20 ou de 40 ?"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """Six values of ferritin, one of them not confirmed; a medicine that starts between them."""
    made = Record(tmp_path_factory.mktemp("tools"))
    values = [("2022-03-01", "12"), ("2023-03-01", "15"), ("2024-03-01", "18"), ("2025-03-01", "35"),
              ("2026-03-01", "41"), ("2026-10-01", "44")]  # fmt: skip
    for day, value in values:
        made.add(f"{day}.txt", measured("Ferritine", value, "µg/L", day, "15 - 150"))
    made.add("photo.txt", measured("Ferritine", "410", "µg/L", "2026-11-01", extraction=Extraction.OCR))
    made.add("fer.txt", stated(Kind.MEDICATION, "Tardyferon 80 mg", "2024-06-01", status="active"))
    made.add("tsh.txt", measured("TSH", "2,1", "mUI/L", "2026-10-01", "0,40 - 4,00"))
    yield made
    made.room.close()


def turn(record: Record, model: FakeModel, text: str = QUESTION, **settings: Any) -> list[Event]:
    reviewer = settings.pop("reviewer", None)

    async def collect() -> list[Event]:
        services = record.services(model, **settings)
        asked = Turn(text, "fr", "FR", reviewer=reviewer)
        return [event async for event in run_turn(asked, record.room, services)]

    return asyncio.run(collect())


def said(events: list[Event]) -> str:
    return "".join(event.lead + event.text for event in events if isinstance(event, Sentence))


def done(events: list[Event]) -> Done:
    (last,) = [event for event in events if isinstance(event, Done)]
    return last


def asks(**arguments: Any) -> tuple[str, dict[str, Any]]:
    return ("work_out", {"subject": "ferritin", **arguments})


def test_a_model_asks_and_words_what_code_worked_out(record: Record) -> None:
    with FakeModel(fake.asking(asks(statistic="mean"))) as model:
        events = turn(record, model)

    assert "la moyenne de 6 valeurs (1er mars 2022 – 1er octobre 2026) est 27,5 µg/L" in said(events)
    assert done(events).model == "fake"
    first = next(event for event in events if isinstance(event, Sentence))
    assert len(first.citations) == 6
    assert ("27,5", "µg/L") in [(number.value, number.unit) for number in first.numbers]


def test_only_what_the_lines_are_about_is_offered(record: Record) -> None:
    with FakeModel() as model:
        turn(record, model)

    assert model.calls[0].tools["work_out"]["properties"]["subject"]["enum"] == ["ferritin"]


def test_what_a_number_cannot_say_is_said_whatever_the_model_says(
    record: Record,
) -> None:
    def first_line(call: fake.Call) -> Iterator[fake.Step]:
        mark, line = next(iter(call.worked.items()))
        yield f"{line.rstrip('.')} [{mark}]. "

    slope = asks(statistic="slope")
    with FakeModel(fake.asking(slope, then=first_line)) as model:
        text = said(turn(record, model))

    assert "la pente est de" in text
    assert "Valeurs mises de côté" in text
    assert "Méthode : pente de Theil et Sen" in text


def test_before_and_after_by_the_name_of_a_medicine(record: Record) -> None:
    with FakeModel(fake.asking(asks(statistic="mean", event={"name": "Tardyferon"}))) as model:
        text = said(turn(record, model))

    assert "avant : 15,0 µg/L (3 valeurs)" in text
    assert "après : 40,0 µg/L (3 valeurs)" in text
    assert "+25,0 µg/L" in text
    assert "ne disent pas pourquoi" in text


def test_two_periods_and_a_step(record: Record) -> None:
    years = {
        "period": {"from": "2023-01-01", "to": "2023-12-31"},
        "versus": {"from": "2025-01-01", "to": "2025-12-31"},
    }
    with FakeModel(fake.asking(asks(statistic="mean", **years))) as model:
        compared = said(turn(record, model))
    with FakeModel(fake.asking(asks(statistic="mean", per="year"))) as model:
        by_year = said(turn(record, model))

    assert "en 2023 : 15 µg/L" in compared
    assert "en 2025 : 35 µg/L" in compared
    assert "en 2026 : 42,5 µg/L (2 valeurs)" in by_year


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("work_out", "{not json"), "Ces arguments"),
        (("work_out", {"subject": "ferritin"}), "Ces arguments"),
        (("work_out", {"subject": "ferritin", "statistic": "diagnosis"}), "Ces arguments"),
        (("work_out", {"subject": "ferritin", "statistic": "mean", "sql": "drop"}), "Ces arguments"),
        (asks(statistic="mean", period={"from": "2026-01-01", "to": "2025-01-01"}), "Ces arguments"),
        (asks(statistic="mean", event={}), "Ces arguments"),
        (("work_out", {"subject": "tsh", "statistic": "mean"}), "Seul ce dont parlent"),
        (("read_file", {"path": "/etc/passwd"}), "pas d'outil de ce nom"),
    ],
)
def test_what_cannot_be_asked_is_answered_with_a_line_and_the_answer_goes_on(
    record: Record, call: tuple[str, dict[str, Any] | str], told: str
) -> None:
    with FakeModel(fake.asking(call)) as model:
        events = turn(record, model)

    assert told in model.calls[1].answered[0]
    assert "44 µg/L" in said(events)
    assert done(events).model == "fake"


def test_a_model_cannot_ask_for_ever(record: Record) -> None:
    with FakeModel(fake.ask_for_ever) as model:
        events = turn(record, model)

    assert len(model.calls) == 4
    assert [bool(call.tools) for call in model.calls] == [True, True, True, False]
    assert "44 µg/L" in said(events)


def test_an_endpoint_without_tools_is_asked_without(record: Record) -> None:
    with FakeModel(fake.without_tools) as model:
        events = turn(record, model)

    assert not model.calls[-1].tools
    assert done(events).model == "fake"
    assert "44 µg/L" in said(events)


def test_each_round_is_shown_before_it_goes_and_kept(record: Record) -> None:
    with FakeModel(fake.asking(asks(statistic="mean"))) as model:
        events = turn(record, model)
    sendings = [event for event in events if isinstance(event, Sending)]

    assert [sending.id for sending in sendings] == list(done(events).sent)
    assert len(sendings) == len(model.calls) == 2
    for sending, call in zip(sendings, model.calls, strict=True):
        kept = record.room.vault.get("sent", sending.id)
        assert kept is not None
        assert orjson.loads(kept)["text"] == sending.text
        assert all(str(message["content"] or "") in sending.text for message in call.body["messages"])
        assert all(name in sending.text for name in call.tools)
    assert "27,5" in sendings[1].text
    assert len(sendings[1].evidence_ids) >= 6


def test_a_number_of_its_own_beside_a_worked_one_is_not_said(record: Record) -> None:
    def lie(call: fake.Call) -> Iterator[fake.Step]:
        mark = next(iter(call.worked))
        yield f"La moyenne de votre ferritine est 99,9 µg/L [{mark}]. "
        yield f"La médiane de votre ferritine est 27,5 µg/L [{mark}]. "
        yield f"La moyenne de votre ferritine est 27,5 µg/L [{mark}]. "

    with FakeModel(fake.asking(asks(statistic="mean"), then=lie)) as model:
        text = said(turn(record, model))

    assert "99,9" not in text
    assert "médiane" not in text
    assert "La moyenne de votre ferritine est 27,5 µg/L" in text


def test_a_hanging_round_has_the_deadline_of_the_whole_answer(record: Record) -> None:
    with FakeModel(fake.asking(asks(statistic="mean"), then=fake.hang)) as model:
        events = turn(record, model, quiet_s=0.5)

    assert done(events).model is None
    assert "44 µg/L" in said(events)


def test_who_looks_each_time_looks_at_what_was_worked_out_too(record: Record) -> None:
    looked: list[Proposal] = []

    async def reviewer(proposal: Proposal) -> frozenset[str] | None:
        looked.append(proposal)
        return frozenset() if len(looked) == 1 else frozenset(mark for mark, _ in proposal.lines)

    record.room.prefer(review="always")
    try:
        with FakeModel(fake.asking(asks(statistic="mean"))) as model:
            turn(record, model, reviewer=reviewer)
    finally:
        record.room.prefer(review="first")

    assert len(looked) == 2
    assert any("27,5" in line for _, line in looked[1].lines)
    assert model.calls[1].answered == ("La personne ne souhaite pas que cela soit envoyé.",)


def test_what_is_kept_from_leaving_is_in_no_number_that_leaves(record: Record) -> None:
    withheld = record.room.facts.select(["ferritin"])[-1].source.file_id
    record.room.prefer(withheld_files=(withheld,))
    try:
        with FakeModel(fake.asking(asks(statistic="mean"))) as model:
            turn(record, model)
    finally:
        record.room.prefer(withheld_files=())

    assert model.calls[1].answered == ("La personne ne souhaite pas que cela soit envoyé.",)
    assert "12 µg/L" not in json.dumps([call.body for call in model.calls], ensure_ascii=False)


def test_the_words_to_a_model_are_signed(tmp_path: Path) -> None:
    record = Record(tmp_path)
    record.add("a.txt", measured("Ferritine", "12", "µg/L", "2025-03-01"))
    with FakeModel() as model:
        turn(record, model)
    (tool,) = model.calls[0].body["tools"]
    described = json.dumps(tool["function"]["parameters"])

    assert "description" not in described
    assert tool["function"]["description"].startswith("Calcule un nombre sur les valeurs")
    record.room.close()


def test_what_a_device_measured_can_be_asked_about_when_a_month_of_it_was_shown(tmp_path: Path) -> None:
    record = Record(tmp_path)
    admit(
        record.room, "export.zip", batch("steps", WATCH, daily("2026-03-01", 31, lambda day: 500 + 10 * day))
    )
    ((page, _), *_) = record.room.samples.pages().items()
    asked = Asked(
        plan("mes pas", "fr", today=NOW.date()), record.room, Wording.of(committed(), "fr"), NOW.date(),
        care.care("FR", read=committed().signed_bytes),
    )  # fmt: skip
    call = Call((), {"F1": record.room.evidence(page)}, Mask.nothing(), ())
    toolbox = Toolbox(asked, listening().question("mes pas", language="fr"), call)
    (tool,) = toolbox.offered("Calcule.")
    told = toolbox.answer([ToolCall("a", "work_out", '{"subject": "steps", "statistic": "max"}')])

    assert tool.parameters["properties"]["subject"]["enum"] == ["steps"]
    assert "le plus haut est 9 600 pas" in told.messages[0].text
    assert told.messages[0].text.startswith("[F2] ")
    record.room.close()
