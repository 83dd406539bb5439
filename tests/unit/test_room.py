"""A person's memory: opened quickly, changed in the open, closed without a trace."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from core.errors import InputError, LockedError, NotFoundError
from records.model import Document, Extraction, Fact, Kind, Passage, Person
from records.normalise import normalise
from records.quantity import Quantity
from records.source import Lines, Source
from records.when import When
from retrieval.embedding import Vectors
from retrieval.ingest.segment import Imported
from retrieval.room import Profile, Room
from tests.fakes.embedder import WordEmbedder
from tests.fakes.vaults import House

CANARY = "zqcanarimotvert"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def room(house: House) -> Iterator[Room]:
    room = open_room(house)
    yield room
    room.close()


def open_room(house: House, embedder: WordEmbedder | None = None, *, background: bool = False) -> Room:
    return Room.open(
        house.vault(), embedder=embedder or WordEmbedder(), clock=house.clock, background=background
    )


def fact(
    id: str, label: str = "Ferritine", value: str = "8", date: str = "2024-03-12", **more: object
) -> Fact:
    source = Source(Lines(3, 3), laboratory="Laboratoire X", file_id="f1", file_name="bilan.txt")
    made = Fact(
        kind=Kind.OBSERVATION,
        label=label,
        source=source,
        id=id,
        quantity=Quantity(Decimal(value), "ug/L"),
        value_text=value,
        unit_text="µg/L",
        start=When.parse(date),
        extraction=Extraction.TEXT,
    )
    return normalise(replace(made, **more))  # type: ignore[arg-type]  # any field


def passage(id: str, text: str) -> Passage:
    return Passage(text, Source(Lines(1, 2), file_id="f1", file_name="bilan.txt"), id=id)


def admit(room: Room, file_id: str, facts: tuple[Fact, ...] = (), passages: tuple[Passage, ...] = ()) -> None:
    """What the pipeline does last, for facts made by hand. The original is sealed as well."""
    blob = room.vault.put_blob(file_id.encode())

    def placed(source: Source) -> Source:
        return replace(source, file_id=blob.id)

    document = Document(blob.id, f"{file_id}.txt", "text/plain", 2, "2025-06-01", "plain_text")
    imported = Imported(
        blob.id,
        document.name,
        Person(("Marie Lune",)),
        tuple(replace(one, source=replace(placed(one.source), file_name=document.name)) for one in facts),
        tuple(replace(one, source=replace(placed(one.source), file_name=document.name)) for one in passages),
    )
    room.admit(document, imported, done=())


def state(room: Room) -> tuple[object, ...]:
    """All that a person could see."""
    return (
        room.documents(), dict(room.shelf.facts), dict(room.shelf.passages), room.profile,
        {id: (topic.words, tuple(topic.facts)) for id, topic in room.shelf.topics.items()},
        sorted(one.id for one in room.facts.counting()), sorted(room.index.ids()),
    )  # fmt: skip


# -- opening and closing


def test_a_room_opened_again_is_the_room_that_was_closed(house: House) -> None:
    room = open_room(house)
    admit(room, "f1", (fact("a"), fact("b", "Albumine", "42")), (passage("p", "Le patient est fatigué."),))
    room.settle()
    room.confirm("a")
    room.correct("b", "41,5", None)
    room.update_profile(name="Marie", language="en")
    before = state(room)
    room.close()

    again = open_room(house)

    assert state(again) == before
    assert again.profile == Profile(name="Marie", language="en")
    again.close()


def test_opening_embeds_nothing(house: House) -> None:
    room = open_room(house)
    admit(room, "f1", (fact("a"),), (passage("p", "Le patient est fatigué."),))
    room.settle()
    room.close()
    embedder = WordEmbedder()

    again = open_room(house, embedder)

    assert embedder.embedded == []
    assert again.embedding_progress() == (2, 2)
    again.close()


def test_a_closed_room_answers_nothing_and_its_vault_is_locked(house: House) -> None:
    room = open_room(house)
    admit(room, "f1", (fact("a"),))
    room.close()

    assert room.vault.locked
    with pytest.raises(LockedError):
        room.confirm("a")


def test_what_does_not_exist_is_not_found(room: Room) -> None:
    for ask in (room.fact, room.passage, room.evidence, room.document, room.original, room.facts_of,
                room.passages_of, room.confirm, room.undo_amendment, room.forget):  # fmt: skip
        with pytest.raises(NotFoundError, match="not_found"):
            ask("nothing")


def test_the_line_of_a_fact_is_in_the_words_of_its_document(room: Room) -> None:
    admit(room, "f1", (fact("a", interpretation="L"),))

    assert room.evidence("a").text == "Ferritine 8 µg/L L · 12/03/2024 · Laboratoire X"


# -- amendments


def test_a_correction_stands_beside_the_original_and_takes_its_place_in_numbers(room: Room) -> None:
    admit(room, "f1", (fact("a", value="190"),))

    typed = room.correct("a", "1,90", None)

    assert (typed.value_text, typed.quantity) == ("1,90", Quantity(Decimal("1.90"), "ug/L"))
    assert (typed.corrects, typed.confirmed, typed.extraction) == ("a", True, Extraction.TYPED)
    assert (typed.source, typed.start, typed.analyte) == (
        room.fact("a").source, room.fact("a").start, room.fact("a").analyte
    )  # fmt: skip
    assert room.fact("a").value_text == "190"
    assert [one.id for one in room.facts.counting()] == [typed.id]


def test_a_second_correction_replaces_the_first(room: Room) -> None:
    admit(room, "f1", (fact("a", value="190"),))
    first = room.correct("a", "1,90", None)

    second = room.correct(first.id, "19", "µg/L")

    assert [one.id for one in room.facts.counting()] == [second.id]
    with pytest.raises(NotFoundError):
        room.fact(first.id)


@pytest.mark.parametrize("undo", ["a", "typed"])
def test_undoing_a_correction_brings_back_exactly_what_was(house: House, room: Room, undo: str) -> None:
    admit(room, "f1", (fact("a", value="190"), fact("b", "Albumine", "42")))
    room.settle()
    before = state(room)
    typed = room.correct("a", "1,90", "mg/L")

    room.undo_amendment("a" if undo == "a" else typed.id)

    assert state(room) == before
    assert room.vault.sizes().get("amendment", 0) == 0


def test_confirming_and_taking_it_back(room: Room) -> None:
    admit(room, "f1", (fact("a", extraction=Extraction.OCR),))
    assert not room.facts.certain(room.fact("a"))

    assert room.confirm("a").confirmed
    assert room.facts.certain(room.fact("a"))
    assert not room.undo_amendment("a").confirmed


@pytest.mark.parametrize(("value", "code"), [("  ", "value_blank"), ("beaucoup", "value_not_a_number")])
def test_a_correction_that_says_no_number_is_refused(room: Room, value: str, code: str) -> None:
    admit(room, "f1", (fact("a"),))

    with pytest.raises(InputError, match=code):
        room.correct("a", value, None)
    assert room.vault.sizes().get("amendment", 0) == 0


def test_a_correction_that_repeats_another_report_is_not_counted_twice(room: Room) -> None:
    admit(room, "f1", (fact("a", value="80"),))
    admit(room, "f2", (fact("b", value="8"),))

    typed = room.correct("a", "8", None)

    assert typed.same_as == "b"
    assert [one.id for one in room.facts.counting()] == ["b"]


# -- forgetting


def test_forgetting_a_file_leaves_nothing_of_it(house: House, room: Room) -> None:
    admit(room, "kept", (fact("k", "Albumine", "42"),), (passage("q", "Un genou."),))
    room.settle()
    before, rows = state(room), room.vault.sizes()
    admit(room, "gone", (fact("a", CANARY), fact("b", value="9")), (passage("p", f"{CANARY} fatigué"),))
    room.settle()
    room.correct("a", "12", None)
    gone = room.documents()[-1].id
    assert room.keywords().search(CANARY, 5)

    receipt = room.forget(gone)

    assert (receipt.facts, receipt.passages, receipt.vectors, receipt.amendments) == (3, 1, 3, 1)
    assert receipt.blobs == 1
    assert state(room) == before
    assert room.keywords().search(CANARY, 5) == ()
    assert CANARY.encode() not in room.words._base.serialize()
    assert room.vault.sizes() == rows
    with pytest.raises(NotFoundError):
        room.vault.blob(gone)
    room.close()
    again = open_room(house)
    assert state(again) == before
    again.close()


def test_forgetting_the_first_of_two_sources_leaves_the_second_counting(room: Room) -> None:
    admit(room, "one", (fact("a"),))
    admit(room, "two", (fact("b", same_as="a"),))
    admit(room, "three", (fact("c", same_as="a"),))

    room.forget(room.documents()[0].id)

    assert [one.id for one in room.facts.counting()] == ["b"]
    assert (room.fact("b").same_as, room.fact("c").same_as) == (None, "b")


def test_a_conflict_is_known_on_both_sides_until_one_is_forgotten(room: Room) -> None:
    admit(room, "one", (fact("a"),))
    admit(room, "two", (fact("b", value="80", conflict_with=("a",)),))
    assert room.fact("a").conflict_with == ("b",)

    room.forget(room.documents()[1].id)

    assert room.fact("a").conflict_with == ()


def test_a_removal_cut_off_before_the_original_was_gone_is_finished_at_the_next_unlock(house: House) -> None:
    room = open_room(house)
    admit(room, "f1", (fact("a"),))
    file_id = room.documents()[0].id
    keep, room.vault.remove_blob = room.vault.remove_blob, _die  # type: ignore[method-assign,assignment]  # power cut
    with pytest.raises(RuntimeError):
        room.forget(file_id)
    room.vault.remove_blob = keep  # type: ignore[method-assign]
    room.close()

    again = open_room(house)

    assert again.documents() == ()
    assert again.vault.blobs() == ()
    assert again.vault.sizes().get("pending", 0) == 0
    again.close()


def _die(_id: str) -> None:
    raise RuntimeError


# -- embedding


def test_the_background_embeds_what_comes_and_warms_the_second_tier(house: House) -> None:
    room = open_room(house, background=True)
    admit(room, "f1", (fact("a"), fact("b", date="2023-03-12")), (passage("p", "Le patient est fatigué."),))
    room.wake()

    assert room.settle(30)
    assert room.embedding_progress() == (2, 2)
    assert room.index.tier == "chroma"
    room.close()


def test_facts_of_one_label_are_embedded_once_and_the_same_words_once(house: House) -> None:
    embedder = WordEmbedder()
    room = open_room(house, embedder)
    facts = tuple(fact(f"a{year}", date=f"{year}-01-01") for year in range(2000, 2024))
    admit(room, "f1", facts, (passage("p", "identique"), passage("q", "identique")))

    room.settle()

    assert len(embedder.embedded) == 2
    assert room.embedding_progress() == (3, 3)
    room.close()


def test_closing_while_embedding_is_prompt_and_keeps_what_was_embedded(house: House) -> None:
    embedder = WordEmbedder()
    room = open_room(house, embedder, background=True)
    room.settle(30)
    embedder.gate.clear()
    admit(room, "f1", (), tuple(passage(f"p{n}", f"mot{n}") for n in range(100)))
    room.wake()
    embedder.entered.wait(10)
    threading.Timer(0.2, embedder.gate.set).start()
    started = time.monotonic()

    room.close()

    assert time.monotonic() - started < 5
    assert not [thread for thread in threading.enumerate() if thread.name == "carnet-room"]
    again = open_room(house)
    done, total = again.embedding_progress()
    assert (0 < done <= 100, total) == (True, 100)
    again.settle()
    assert again.embedding_progress() == (100, 100)
    again.close()


def test_another_embedding_space_is_embedded_again_and_replaces_the_old(house: House) -> None:
    room = open_room(house)
    admit(room, "f1", (fact("a"),), (passage("p", "fatigué"),))
    room.settle()
    room.close()

    again = open_room(house, WordEmbedder("words-2", 32))
    assert again.embedding_progress() == (0, 2)
    again.settle()

    assert again.embedding_progress() == (2, 2)
    assert again.vault.sizes()["vectors"] == 1
    again.close()


def test_a_file_forgotten_while_it_is_being_embedded_leaves_no_vector(house: House) -> None:
    embedder = WordEmbedder()
    room = open_room(house, embedder, background=True)
    room.settle(30)
    embedder.gate.clear()
    admit(room, "f1", (), (passage("p", "mot"),))
    room.wake()
    embedder.entered.wait(10)

    room.forget(room.documents()[0].id)
    embedder.gate.set()
    room.settle(30)

    assert room.embedding_progress() == (0, 0)
    assert room.vault.sizes().get("vectors", 0) == 0
    room.close()


def test_an_embedder_that_fails_leaves_words_and_facts_answering(house: House) -> None:
    class Broken(WordEmbedder):
        def passages(self, texts: Sequence[str]) -> Vectors:
            raise ValueError(texts[0])

    room = open_room(house, Broken(), background=True)
    admit(room, "f1", (fact("a"),))
    room.wake()

    assert not room.settle(30)
    assert room.embedding_progress() == (0, 1)
    assert room.keywords().search("ferritine", 3)
    room.close()


# -- privacy


def test_nothing_of_a_record_is_on_the_disk_in_clear(house: House) -> None:
    embedder = WordEmbedder()
    room = open_room(house, embedder, background=True)
    room.update_profile(name=CANARY)
    admit(room, CANARY, (fact("a", CANARY),), (passage("p", f"{CANARY} fatigué"),))
    room.wake()
    room.settle(30)
    room.correct("a", "12", CANARY)
    vector = embedder.passages([f"{CANARY} fatigué"])[0]
    found = [room.index.vectors(["p"])[0], vector]
    room.close()

    disk = house.bytes_on_disk()

    assert CANARY.encode() not in disk
    for one in found:
        assert one.tobytes()[:16] not in disk
        assert one.astype("<f2").tobytes()[:16] not in disk


def test_asks_and_imports_from_many_threads_do_not_disturb_each_other(house: House) -> None:
    room = open_room(house, background=True)
    faults: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(30):
                room.keywords().search("ferritine", 5)
                room.index.search(room.question("ferritine"), 5)
                room.facts.counting()
                room.documents()
        except BaseException as error:  # noqa: BLE001  told below
            faults.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(10):
        admit(room, f"f{number}", (fact(f"a{number}", date=f"20{number + 10}-01-01"),))
        room.wake()
    for thread in threads:
        thread.join()
    room.settle(30)

    assert faults == []
    assert len(room.facts.counting()) == 10
    room.close()
