"""Words find what stands in the record, and whatever a person types is a search."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.keyword import KeywordIndex, content_words


@pytest.fixture(scope="module")
def words() -> KeywordIndex:
    index = KeywordIndex()
    index.add(
        [
            ("ferritin", "Ferritine 8 µg/L (15 - 150) L · 12/03/2024"),
            ("albumin", "L'albumine est basse, l’hémoglobine aussi"),
            ("platelets", "Plaquettes 150 G/L"),
            ("allergy", "Allergie aux pénicillines, œdème de Quincke"),
            ("zip", "fermeture du service le samedi"),
        ]
    )
    return index


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("FERRITINE", "ferritin"),
        ("ma ferritine ?", "ferritin"),
        ("albumine", "albumin"),
        ("l'hémoglobine", "albumin"),
        ("l’hemoglobine", "albumin"),
        ("une plaquette", "platelets"),
        ("allergies à la penicilline", "allergy"),
        ("oedeme", "allergy"),
        ("µg", "ferritin"),
    ],
)
def test_accents_case_elision_and_plurals_do_not_hide_a_word(
    words: KeywordIndex, question: str, found: str
) -> None:
    assert [hit.id for hit in words.search(question, 5)] == [found]


def test_a_short_word_does_not_find_longer_ones(words: KeywordIndex) -> None:
    assert words.search("fer", 5) == ()


def test_words_of_every_question_find_nothing_by_themselves(words: KeywordIndex) -> None:
    assert words.search("Quels sont les résultats que tu as de moi ?".replace("résultats", ""), 5) == ()
    assert content_words("what is the last of my") == ()


def test_coverage_falls_when_part_of_the_question_stands_nowhere(words: KeywordIndex) -> None:
    whole, part = words.search("ferritine", 1)[0], words.search("ferritine glioblastome", 1)[0]

    assert whole.coverage == 1.0
    assert part.coverage < 0.6


def test_a_removed_entry_leaves_no_word_behind() -> None:
    index = KeywordIndex()
    index.add([("a", "canarimot unique"), ("b", "autre chose")])
    index.remove(["a", "inconnu"])

    assert index.search("canarimot", 5) == ()
    assert b"canarimot" not in index._base.serialize()
    assert len(index) == 1


def test_an_entry_added_again_has_only_its_new_words() -> None:
    index = KeywordIndex()
    index.add([("a", "ancien")])
    index.add([("a", "nouveau")])

    assert index.search("ancien", 5) == ()
    assert [hit.id for hit in index.search("nouveau", 5)] == ["a"]


HOSTILE = [
    '"', "'", "* OR *", "NEAR(a b)", "text:ferritine", "{a b} : c", "-ferritine", "a^2", "AND OR NOT", "\0",
    "'; DROP TABLE words; --", '"ferritine" NOT', "🙂", "(" * 2000, "x" * 100_000, "mot " * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_query_syntax_is_only_words(words: KeywordIndex, text: str) -> None:
    words.search(text, 5)
    index = KeywordIndex()
    index.add([("a", text), ("b", "ferritine")])

    assert "b" in [hit.id for hit in index.search("ferritine", 5)]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_kept_and_searched(entry: str, question: str) -> None:
    index = KeywordIndex()
    index.add([("a", entry)])

    hits = index.search(question, 3)

    assert all(0 <= hit.score <= 1 and 0 < hit.coverage <= 1.0001 for hit in hits)
    index.close()
