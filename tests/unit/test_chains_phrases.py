"""Streamed words become whole sentences, however they were cut on the way."""

import pytest

from chains.phrases import Cutter, Phrase

TEXT = (
    "Votre ferritine était de 8,5 µg/L le 5 octobre 2026 [F1]. "
    "Le Dr. Martin note 15 - 150 (p. ex. ici). [F1, F2] "
    "Voici :\n- **LDL** : 4.31 mmol/L [F2].\n2. TSH : < 0,05 mUI/L [F3]\nEt la suite est longue"
)
PHRASES = [
    Phrase("Votre ferritine était de 8,5 µg/L le 5 octobre 2026.", ("F1",), bullet=False, lead_in=False),
    Phrase("Le Dr. Martin note 15 - 150 (p. ex. ici).", ("F1", "F2"), bullet=False, lead_in=False),
    Phrase("Voici :", (), bullet=False, lead_in=True),
    Phrase("LDL : 4.31 mmol/L.", ("F2",), bullet=True, lead_in=False),
    Phrase("TSH : < 0,05 mUI/L", ("F3",), bullet=True, lead_in=False),
    Phrase("Et la suite est longue", (), bullet=False, lead_in=False),
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20, 1000])
def test_sentences_are_the_same_whatever_the_pieces(size: int) -> None:
    cutter = Cutter()
    fed = [
        phrase for start in range(0, len(TEXT), size) for phrase in cutter.feed(TEXT[start : start + size])
    ]

    assert [*fed, *cutter.close()] == PHRASES


def test_an_unfinished_sentence_is_not_given_before_the_end() -> None:
    cutter = Cutter()

    assert list(cutter.feed("Votre ferritine était de 8")) == []
    assert list(cutter.feed(",5 µg/L [F1]")) == []
    assert [phrase.text for phrase in cutter.feed(". Puis")] == ["Votre ferritine était de 8,5 µg/L."]
