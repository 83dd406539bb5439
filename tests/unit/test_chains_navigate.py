"""Answers about the way, and letters: from signed files and the record only, in the country that is meant."""

import asyncio
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chains.events import Basis, Card, Done, Event, Notice, Sending, Sentence
from chains.letters import TAKEN, letter, reader
from chains.turn import Turn, run_turn
from chains.wording import Wording
from core.errors import NotFoundError
from core.language import LANGUAGES, Language
from records.model import Kind
from safety import care
from safety.verdict import Intent
from tests.fakes.model import FakeModel
from tests.fakes.record import Record, measured, stated

TODAY = date(2026, 11, 24)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = Record(tmp_path)
    record.add(
        "dossier.txt",
        stated(Kind.MEDICATION, "Bisoprolol 2,5 mg", "2024-03-03", detail="1 le matin"),
        stated(Kind.MEDICATION, "Amoxicilline", "2019-01-02", status="stopped"),
        stated(Kind.ALLERGY, "Arachide", "2011"),
        stated(Kind.ALLERGY, "Latex", negated=True),
        stated(Kind.IMMUNIZATION, "Tétanos", "2019-05-06"),
        stated(Kind.ENCOUNTER, "Hospitalisation en cardiologie", "2025-02-03"),
    )
    record.add(
        "Lettre du cardiologue.txt", passages=["Cardiologie. Contrôle dans six mois."], date="2025-11-20"
    )
    record.add("Lettre du dermatologue.txt", passages=["Dermatologie. Crème prescrite."], date="2026-01-09")
    record.add("bilan.txt", measured("Ferritine", "8", "µg/L", "2026-10-05", "15 - 150"))
    yield record
    record.room.close()


def turn(record: Record, text: str, setting: Language = "fr", country: str = "FR") -> list[Event]:
    async def events() -> list[Event]:
        return [
            event async for event in run_turn(Turn(text, setting, country), record.room, record.services())
        ]

    found = asyncio.run(events())
    assert [event for event in found if isinstance(event, Notice)] == []
    return found


def sentences(events: list[Event]) -> list[Sentence]:
    return [event for event in events if isinstance(event, Sentence)]


def answer(record: Record, text: str, setting: Language = "fr", country: str = "FR") -> str:
    text = "".join(f"{one.lead}{one.text}" for one in sentences(turn(record, text, setting, country)))
    return text.replace("**", "").replace("\\", "")


def cited(events: list[Event]) -> set[str]:
    return {one.source.file_name for sentence in sentences(events) for one in sentence.citations}


def test_a_way_says_whom_how_what_cost_and_where_it_is_from(record: Record) -> None:
    events = turn(record, "je dois voir un cardiologue, comment faire ?")
    (way,) = [one for one in sentences(events) if one.basis is Basis.GENERAL]

    assert way.text.startswith("**Voir un spécialiste – France.**")
    assert "**Comment faire :**" in way.text
    assert "**À apporter :**" in way.text
    assert "**Ce que cela peut coûter :**" in way.text
    assert "écrite le 24 novembre 2026" in way.text
    assert "À vérifier avant d’agir : ameli.fr" in way.text
    (done,) = [event for event in events if isinstance(event, Done)]
    assert done.verdict.intent is Intent.NAVIGATION


def test_the_record_adds_what_helps_the_letter_that_is_meant_first(record: Record) -> None:
    text = answer(record, "je dois voir un cardiologue, comment faire ?")

    assert "- Lettre du cardiologue.txt, le 20 novembre 2025" in text
    assert text.index("Lettre du cardiologue") < text.index("Lettre du dermatologue")
    assert "Derniers résultats : bilan.txt, le 5 octobre 2026" in text
    assert "Bisoprolol 2,5 mg" in text
    assert "Amoxicilline" not in text
    assert {"Lettre du cardiologue.txt", "bilan.txt", "dossier.txt"} <= cited(
        turn(record, "je dois voir un cardiologue, comment faire ?")
    )


def test_nothing_of_ones_own_record_goes_to_somebody_else(record: Record) -> None:
    events = turn(record, "où faire vacciner mon fils")

    assert cited(events) == set()
    assert "quelqu’un d’autre" in answer(record, "où faire vacciner mon fils")
    assert cited(turn(record, "où me faire vacciner contre la grippe")) == {"dossier.txt"}


def test_what_would_make_it_urgent_names_the_countrys_numbers(record: Record) -> None:
    question = "j'ai besoin d'une sage-femme, comment faire"

    assert "appelez 15 (SAMU" in answer(record, question)
    assert "appelez 144" in answer(record, question, country="CH")


def test_a_country_that_is_named_wins_over_the_setting(record: Record) -> None:
    text = answer(record, "quand je suis en Suisse, comment trouver un médecin de famille ?")

    assert "suit les règles de celui-ci (Suisse)" in text
    assert "– Suisse." in text
    assert "doctorfmh.ch" in text
    assert "ameli.fr" not in text


def test_a_country_without_ways_says_so_and_gives_what_holds_everywhere(record: Record) -> None:
    text = answer(record, "comment obtenir mon dossier médical de l'hôpital ?", country="ES")

    assert "Carnet n’a pas de chemins de soins écrits pour ce pays (Espagne)" in text
    assert "– Autre pays." in text
    assert "CADA" not in text


def test_a_way_that_a_country_lacks_is_never_made_up(record: Record) -> None:
    lacking = answer(record, "comment rédiger mes directives anticipées ?", country="LU")
    nothing = answer(record, "qui peut m'aider à arrêter de fumer ?", country="LU")

    assert "Pour ce pays (Luxembourg), Carnet n’a rien d’écrit" in lacking
    assert "Carnet n’a pas de source sur ce point" in nothing
    assert "39 89" not in nothing


def test_the_answer_comes_in_the_language_of_the_question(record: Record) -> None:
    text = answer(record, "how do I change my family doctor?", "en", "GB")

    assert "Changing family doctor – England, United Kingdom." in text
    assert "Scotland" in text
    assert "To be checked before acting: nhs.uk" in text


def test_a_model_has_no_part_in_it(record: Record) -> None:
    """A way is signed data: nothing is sent, and no model can change a word of it."""
    with FakeModel() as model:

        async def events() -> list[Event]:
            asked = Turn("comment trouver un médecin traitant ?", "fr", "FR")
            return [event async for event in run_turn(asked, record.room, record.services(model))]

        found = asyncio.run(events())

        assert model.calls == []
    assert [event for event in found if isinstance(event, Sending)] == []
    assert any("Trouver un médecin traitant" in one.text for one in sentences(found))


def test_an_emergency_comes_before_any_way(record: Record) -> None:
    events = turn(
        record, "j'ai une douleur dans la poitrine depuis ce matin, quel médecin de garde appeler ?"
    )

    assert any(isinstance(event, Card) for event in events)


# --- letters ------------------------------------------------------------------------------------------------


def written(record: Record, kind: str, language: Language = "fr", country: str = "FR") -> str:
    say = Wording.of(record.services().prompts, language)
    numbers = care.care(country, read=Path.read_bytes)
    return letter(kind, record.room, say, TODAY, numbers).text(say)


def test_a_letter_takes_over_what_is_recorded_and_leaves_the_rest_blank(record: Record) -> None:
    text = written(record, "travel")

    assert "- Bisoprolol 2,5 mg, 1 le matin, depuis le 3 mars 2024" in text
    assert "- Arachide, depuis 2011" in text
    assert "Amoxicilline" not in text
    assert "Latex" not in text
    assert "[Votre nom et prénom]" in text
    assert "24 novembre 2026" in text


def test_a_letter_leans_on_the_law_of_its_country_only(record: Record) -> None:
    assert "L1111-7" in written(record, "records")
    assert "45 CFR 164.524" in written(record, "records", "en", "US")
    assert "s’appuie" not in written(record, "records", "fr", "ES")


@pytest.mark.parametrize("kind", TAKEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_stands_in_both_languages_with_an_empty_record(
    tmp_path: Path, kind: str, language: Language
) -> None:
    """Nothing recorded: blanks in brackets, no place left unfilled."""
    empty = Record(tmp_path)
    text = written(empty, kind, language)
    empty.room.close()

    assert "{{" not in text
    assert len(re.findall(r"\[[^\]]+\]", text)) >= 5
    assert ("[à compléter]" if language == "fr" else "[to be filled in]") in text


def test_a_letter_is_shown_in_the_chat_cited_and_linked_to_its_page(record: Record) -> None:
    events = turn(record, "prépare une lettre pour voyager en avion avec mes médicaments")
    text = "".join(one.text for one in sentences(events))

    assert "](/ways/letter/travel?to=en)" in text
    assert "Bisoprolol" in text
    assert cited(events) == {"dossier.txt"}


def test_a_letter_for_somebody_else_takes_nothing_of_ones_own(record: Record) -> None:
    """A parent's allergies are not the child's."""
    events = turn(record, "écris un mot pour l'école de ma fille au sujet de son allergie aux arachides")
    text = "".join(one.text for one in sentences(events))

    assert "/ways/letter/school_allergy?to=fr&about=other" in text
    assert "Latex" not in text
    assert cited(events) == set()


def test_a_letter_nobody_wrote_is_not_found(record: Record) -> None:
    with pytest.raises(NotFoundError):
        written(record, "../../etc/passwd")


def test_a_letter_is_written_for_who_reads_it() -> None:
    assert reader("records", "fr", "en") == "fr"
    assert reader("records", "gb", "fr") == "en"
    assert reader("contest", "ch", "fr") == "fr"
    assert reader("contest", "es", "en") == "en"
    assert reader("travel", "fr", "fr") == "en"
