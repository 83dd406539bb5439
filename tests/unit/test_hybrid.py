"""Evidence says how it was found, so that "not in your record" can be said honestly."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from records.evidence import Evidence
from retrieval.hybrid import SUPPORTED, search, supported
from retrieval.query import plan
from retrieval.room import Room
from tests.fakes.embedder import WordEmbedder
from tests.fakes.vaults import House
from tests.unit.test_room import admit, fact, open_room, passage

TODAY = date(2025, 6, 1)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = open_room(House(tmp_path))
    admit(
        room,
        "bilan",
        (
            *(
                fact(f"fer{year}", value=str(year - 2000), date=f"{year}-03-12")
                for year in (2019, 2022, 2024)
            ),
            fact("alb", "Albumine", "42"),
            fact("lot", "Vaccin", "1", detail="lot QX7731"),
        ),
        (
            passage("fatigue", "Le patient se plaint de fatigue depuis trois mois."),
            passage("genou", "Radiographie du genou gauche : pas de fracture."),
            passage("genou2", "Radiographie  du genou gauche :\npas de fracture."),
        ),
    )
    yield room
    room.close()


def ask(room: Room, text: str, k: int = 5) -> tuple[Evidence, ...]:
    return search(room, plan(text, "fr", today=TODAY, labels=room.facts.labels()), k)


def test_facts_and_words_answer_before_anything_is_embedded(room: Room) -> None:
    assert room.embedding_progress()[0] == 0

    assert [one.id for one in ask(room, "ma ferritine ?", 3)] == ["fer2024", "fer2022", "fer2019"]
    assert ask(room, "radiographie du genou", 1)[0].id.startswith("genou")
    assert isinstance(room.embedder, WordEmbedder)
    assert room.embedder.questions == []


def test_a_named_analyte_comes_first_and_is_supported(room: Room) -> None:
    room.settle()

    found = ask(room, "quelle est ma ferritine ?")

    assert [one.id for one in found[:3]] == ["fer2024", "fer2022", "fer2019"]
    assert all(supported(one) for one in found[:3])


def test_every_named_analyte_has_its_turn(room: Room) -> None:
    found = ask(room, "ferritine et albumine", 2)

    assert {one.id for one in found} == {"fer2024", "alb"}


def test_a_period_excludes_what_is_dated_outside_it(room: Room) -> None:
    room.settle()

    found = ask(room, "ma ferritine en 2022", 9)

    dated = [one.fact.start.local for one in found if one.fact is not None and one.fact.start is not None]
    assert set(dated) == {"2022-03-12"}


def test_what_only_resembles_the_question_is_not_supported(room: Room) -> None:
    room.settle()

    found = ask(room, "ai-je eu un glioblastome ?")

    assert all(one.score < SUPPORTED for one in found)


def test_a_number_that_stands_in_one_place_is_found(room: Room) -> None:
    found = ask(room, "QX7731")

    assert found[0].id == "lot"
    assert supported(found[0])


def test_the_same_words_are_given_once_and_scores_fall(room: Room) -> None:
    room.settle()

    found = ask(room, "genou gauche fracture fatigue", 9)

    texts = [" ".join(one.text.split()) for one in found]
    assert len(texts) == len(set(texts))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= one.score <= 1 for one in found)
    assert len(ask(room, "genou gauche fracture fatigue", 1)) == 1


def test_a_corrected_fact_gives_way_to_its_correction(room: Room) -> None:
    typed = room.correct("fer2024", "80", None)

    found = ask(room, "ma ferritine ?", 9)

    assert found[0].id == typed.id
    assert "fer2024" not in {one.id for one in found}


@pytest.mark.parametrize("text", ['"', "* OR (", "'; --", "\0", "?", "  ", "NEAR(", "mot " * 5000])
def test_any_text_can_be_asked(room: Room, text: str) -> None:
    room.settle()

    ask(room, text)


def test_an_empty_record_finds_nothing(tmp_path: Path) -> None:
    empty = open_room(House(tmp_path / "empty"))

    assert ask(empty, "ma ferritine ?") == ()
    empty.close()
