"""The sealed vectors: checked, sealed, visible; two tiers; nothing crosses, nothing is left."""

import threading
from pathlib import Path

import numpy as np
import pytest
from langchain_chroma import Chroma

from core.errors import AppError, IntegrityError
from retrieval.index import KIND, Segment, VectorIndex
from retrieval.sealed_client import ChromaTier, SealedClient
from tests.fakes.embedder import WordEmbedder
from tests.fakes.vaults import House
from vault.unlocked import Item, Unlocked


class Words(dict[str, str]):
    """A shelf of plain texts."""

    def text(self, id: str) -> str | None:
        return self.get(id)

    def fields(self, id: str) -> dict[str, str | int]:
        return {"kind": "passage", "year": 2020 + len(self[id]) % 3}


TEXTS = Words({f"{row:032x}": f"mot{row} mot{row + 1} commun" for row in range(250)})
EMBEDDER = WordEmbedder()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def make(vault: Unlocked, words: Words = TEXTS, embedder: WordEmbedder = EMBEDDER) -> VectorIndex:
    return VectorIndex(vault, words, embedder)


def filled(vault: Unlocked, words: Words = TEXTS, embedder: WordEmbedder = EMBEDDER) -> VectorIndex:
    index = make(vault, words, embedder)
    for start in range(0, len(words), 40):
        ids = list(words)[start : start + 40]
        index.add(ids, embedder.passages([words[id] for id in ids]))
    return index


def chroma(index: VectorIndex) -> ChromaTier:
    assert index.chroma is not None
    return index.chroma


def ask(index: VectorIndex, text: str, k: int = 5) -> list[str]:
    return [id for id, _ in index.search(EMBEDDER.question(text), k)]


def test_what_was_added_is_found_before_and_after_the_vault_is_opened_again(house: House) -> None:
    index = filled(house.vault())

    again = make(house.vault())

    assert ask(index, "mot17")[0] in (f"{16:032x}", f"{17:032x}")
    assert again.search(EMBEDDER.question("mot17"), 9) == index.search(EMBEDDER.question("mot17"), 9)


def test_both_tiers_give_the_same_answers(house: House) -> None:
    index = filled(house.vault())
    questions = [TEXTS[f"{row:032x}"] for row in range(0, 200, 11)]

    def answers() -> list[list[float]]:
        """Cosines, not ids: many of these short texts are equally near."""
        return [[c for _, c in index.search(EMBEDDER.question(text), 5)] for text in questions]

    exact = answers()

    assert index.tier == "exact"
    assert index.warm(threading.Event())
    assert index.tier == "chroma"
    warmed = answers()
    index.close()

    assert np.allclose(warmed, exact, atol=1e-3)


def test_what_is_added_and_removed_while_chroma_is_warm_or_warming_is_seen_there(house: House) -> None:
    words = Words(TEXTS)
    index = filled(house.vault(), words)
    warming = threading.Thread(target=index.warm, args=(threading.Event(),))

    warming.start()
    words["f" * 32] = "ferritine"
    index.add(["f" * 32], EMBEDDER.passages(["ferritine"]))
    index.remove([f"{3:032x}"])
    warming.join()
    index.remove([f"{4:032x}"])
    words["e" * 32] = "albumine"
    index.add(["e" * 32], EMBEDDER.passages(["albumine"]))

    assert index.tier == "chroma"
    assert ask(index, "ferritine", 1) == ["f" * 32]
    assert ask(index, "albumine", 1) == ["e" * 32]
    assert {f"{3:032x}", f"{4:032x}"}.isdisjoint(ask(index, "mot3 mot4", 300))
    assert len(ask(index, "commun", 300)) == len(index) == 250
    index.close()


def test_two_unlocked_vaults_share_nothing_in_chroma(house: House) -> None:
    """By listing, by the collection's own id, by the id of a row, or by a query."""
    hers, his = (filled(house.vault(name), Words({id: text})) for name, id, text in (
        ("marie", "a" * 32, "secret de marie"), ("paul", "b" * 32, "secret de paul")
    ))  # fmt: skip
    for index in (hers, his):
        assert index.warm(threading.Event())
    mine, other = chroma(hers).client, chroma(his).client

    assert [c.id for c in other.server.list_collections()] == [other.raw.id]
    with pytest.raises(Exception, match=r"not exist|NotFound|does not"):
        other.server._get(collection_id=mine.raw.id, ids=["a" * 32])
    with pytest.raises(Exception, match=r"not exist|NotFound|does not"):
        other.server._query(
            collection_id=mine.raw.id, query_embeddings=list(EMBEDDER.passages(["a"])), n_results=1
        )
    assert other.get_collection("records").get(ids=["a" * 32])["ids"] == []
    assert ask(his, "secret de marie", 9) == ["b" * 32]
    hers.close()
    assert ask(his, "secret", 9) == ["b" * 32]
    his.close()


def test_chroma_holds_vectors_ids_and_filter_fields_but_no_words(house: House) -> None:
    index = filled(house.vault())
    index.warm(threading.Event())

    inside = chroma(index).client.raw.get(include=["documents", "metadatas"])

    assert set(inside["documents"] or [""]) == {None}
    assert {key for fields in inside["metadatas"] or [] for key in fields or {}} == {"kind", "year"}
    index.close()


def test_langchain_sees_the_words_and_can_change_nothing_that_is_not_sealed(house: House) -> None:
    words = Words({"a" * 32: "ferritine basse", "b" * 32: "genou gauche"})
    vault = house.vault()
    index = filled(vault, words)
    index.warm(threading.Event())
    store: Chroma = chroma(index).store

    assert [d.page_content for d in store.similarity_search("ferritine", k=1)] == ["ferritine basse"]
    words["c" * 32] = "épaule"
    store.add_texts(["épaule"], ids=["c" * 32])
    assert "c" * 32 in make(vault, words)
    with pytest.raises(AppError, match="vectors_refused"):
        store.add_texts(["des mots que personne n'a scellés"])
    with pytest.raises(AppError, match="vectors_refused"):
        store.add_texts(["d'autres mots"], ids=["a" * 32])
    store.delete(["a" * 32])
    assert "a" * 32 not in make(vault, words)
    index.close()


BAD = {
    "dimension": (["a" * 32], np.ones((1, 63))),
    "one row too few": (["a" * 32, "b" * 32], np.ones((1, 64))),
    "an id twice": (["a" * 32, "a" * 32], np.ones((2, 64))),
    "an unknown id": (["z" * 32], np.ones((1, 64))),
    "not a number": (["a" * 32], np.full((1, 64), np.nan)),
    "infinite": (["a" * 32], np.full((1, 64), np.inf)),
    "nowhere": (["a" * 32], np.zeros((1, 64))),
}


@pytest.mark.parametrize("case", BAD)
def test_a_change_that_could_break_the_next_unlock_is_never_sealed(house: House, case: str) -> None:
    vault = house.vault()
    index = make(vault, Words({"a" * 32: "a", "b" * 32: "b"}))

    with pytest.raises(AppError, match="vectors_refused"):
        index.add(*BAD[case])

    assert vault.sizes().get(KIND, 0) == 0
    assert len(index) == 0


def test_a_removed_vector_is_gone_from_the_sealed_segments_too(house: House) -> None:
    vault = house.vault()
    index = filled(vault)
    gone = f"{17:032x}"

    index.remove([gone])

    sealed = [Segment.from_item(item) for item in vault.items(KIND)]
    assert all(gone not in segment.ids for segment in sealed)
    assert sum(len(segment.ids) for segment in sealed) == len(TEXTS) - 1
    assert gone not in make(vault)


def test_the_newest_vector_of_an_id_wins_whatever_happens_to_older_segments(house: House) -> None:
    vault, words = house.vault(), Words({"a" * 32: "a", "b" * 32: "b"})
    index = make(vault, words)
    index.add(["a" * 32, "b" * 32], EMBEDDER.passages(["ancien", "b"]))
    index.add(["a" * 32], EMBEDDER.passages(["nouveau"]))
    index.remove(["b" * 32])
    index.compact()

    for seen in (index, make(vault, words)):
        assert seen.search(EMBEDDER.question("nouveau"), 1)[0][1] > 0.99


def test_compacting_leaves_one_small_segment_and_every_vector(house: House) -> None:
    vault = house.vault()
    index = filled(vault)
    before = index.search(EMBEDDER.question("mot99"), 250)

    index.compact()

    assert vault.sizes()[KIND] == 1
    assert make(vault).search(EMBEDDER.question("mot99"), 250) == before


def test_vectors_of_another_space_are_not_searched_and_leave_once_all_is_embedded_again(house: House) -> None:
    vault = house.vault()
    filled(vault)
    other = WordEmbedder("words-2", 32)

    index = make(vault, TEXTS, other)
    assert len(index) == 0
    index.add(list(TEXTS), other.passages(list(TEXTS.values())))
    index.compact()

    assert {Segment.from_item(item).space for item in vault.items(KIND)} == {"words-2"}
    assert len(make(vault, TEXTS, other)) == len(TEXTS)


def test_an_id_that_is_no_longer_on_the_shelf_is_not_found(house: House) -> None:
    vault = house.vault()
    filled(vault)
    fewer = Words({id: text for id, text in TEXTS.items() if id != f"{17:032x}"})

    index = make(vault, fewer)

    assert f"{17:032x}" not in index
    assert f"{17:032x}" not in ask(index, "mot17", 300)


def test_a_filter_narrows_the_search(house: House) -> None:
    index = filled(house.vault())
    allowed = {f"{row:032x}" for row in range(5)}

    found = index.search(EMBEDDER.question("mot200"), 9, allowed.__contains__)

    assert {id for id, _ in found} == allowed


def test_a_sealed_body_that_is_no_segment_stops_the_unlock(house: House) -> None:
    vault = house.vault()
    vault.put_many([Item(KIND, "a" * 32, b"\x05\x00\x00\x00{}")])

    with pytest.raises(IntegrityError, match="segment_shape"):
        make(vault)


def test_no_embedding_function_can_be_named_by_anybody(house: House) -> None:
    from chromadb.utils import embedding_functions

    client = SealedClient(make(house.vault()), TEXTS)

    assert embedding_functions.known_embedding_functions == {}
    assert embedding_functions.sparse_known_embedding_functions == {}
    client.close()


def test_close_ends_the_threads_of_chroma_and_warming_stops_when_asked(house: House) -> None:
    index, stop = filled(house.vault()), threading.Event()
    stop.set()

    assert not index.warm(stop)
    assert index.warm(threading.Event())
    client = chroma(index).client
    index.close()

    with pytest.raises(AttributeError):
        client.server.heartbeat()
    assert index.search(EMBEDDER.question("mot1"), 3) == []
