"""The sealed collection answers as plain Chroma does, whatever is done to it, before and after a lock."""

import itertools
import threading
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_chroma import Chroma

from retrieval.index import VectorIndex
from retrieval.sealed_client import HNSW, LangChainEmbeddings
from tests.fakes.embedder import WordEmbedder
from tests.fakes.vaults import House

WORDS = "fer sang genou foie rein coeur sucre sel".split()


class Words(dict[str, str]):
    def text(self, id: str) -> str | None:
        return self.get(id)

    def fields(self, id: str) -> dict[str, str | int]:
        return {"kind": "passage" if int(id, 16) % 3 else "observation", "year": 2020 + int(id, 16) % 4}


SHELF = Words(
    {f"{n:032x}": " ".join(WORDS[(n * step) % 8] for step in (1, 3, 5, 7)) + f" {n}" for n in range(200)}
)
EMBEDDER = WordEmbedder(dimensions=48)
IDS = list(SHELF)
_numbers = itertools.count()


def rows(ids: Sequence[str], seed: int) -> Any:
    """Vectors in every direction; plain Chroma is given them as sealed, in half precision."""
    return np.stack([np.random.default_rng(int(id, 16) * 7919 + seed).standard_normal(48) for id in ids])


@pytest.fixture
def plain() -> Any:
    client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
    name = f"plain-{uuid.uuid4()}"
    yield client.create_collection(name, configuration=cast(Any, HNSW), embedding_function=None)
    client.delete_collection(name)


def opened(house: House) -> VectorIndex:
    index = VectorIndex(house.vault(), SHELF, EMBEDDER)
    assert index.warm(threading.Event())
    return index


def facade(index: VectorIndex) -> Any:
    assert index.chroma is not None
    return index.chroma.client.get_collection("records")


some = st.lists(st.sampled_from(IDS), min_size=1, max_size=40, unique=True)
change = st.tuples(st.sampled_from(["add", "upsert", "update", "delete"]), some, st.integers(0, 99))
where = st.sampled_from(
    [None, {"kind": "observation"}, {"year": {"$gte": 2022}},
     {"$and": [{"kind": "passage"}, {"year": {"$in": [2020, 2023]}}]}]
)  # fmt: skip
where_document = st.sampled_from(
    [None, {"$contains": "fer"}, {"$not_contains": "genou"},
     {"$or": [{"$contains": "foie"}, {"$contains": "1"}]}]
)  # fmt: skip
question = st.tuples(st.integers(0, 999), where, where_document)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(change, min_size=1, max_size=8), st.lists(question, min_size=1, max_size=6))
def test_the_sealed_collection_gives_the_same_ids_as_plain_chroma(
    tmp_path: Path, plain: Any, changes: list[Any], questions: list[Any]
) -> None:
    house = House(tmp_path / str(next(_numbers)))
    index = opened(house)
    plain.delete(ids=IDS)

    for operation, chosen, seed in changes:
        if operation == "delete":
            plain.delete(ids=chosen)
            facade(index).delete(ids=chosen)
            continue
        known = set(plain.get(ids=chosen, include=[])["ids"])
        unfit = {"add": known, "update": set(chosen) - known, "upsert": set()}[operation]
        ids = [id for id in chosen if id not in unfit]
        if not ids:
            continue
        more = {"documents": [SHELF[id] for id in ids], "metadatas": [SHELF.fields(id) for id in ids]}
        getattr(facade(index), operation)(ids=ids, embeddings=rows(ids, seed), **more)
        getattr(plain, operation)(ids=ids, embeddings=index.vectors(ids), **more)

    for again in (False, True):
        if again:
            index.close()
            index = opened(house)
        assert facade(index).count() == plain.count()
        for seed, fields, words in questions:
            vector = rows(["0"], seed)
            expected = plain.query(query_embeddings=vector, n_results=8, where=fields, where_document=words)
            found = facade(index).query(
                query_embeddings=vector, n_results=8, where=fields, where_document=words
            )
            assert found["ids"] == expected["ids"]
            assert found["documents"] == expected["documents"]
            assert found["metadatas"] == expected["metadatas"]
            assert np.allclose(found["distances"], expected["distances"], atol=2e-3)
            got = facade(index).get(where=fields, where_document=words)
            assert sorted(got["ids"]) == sorted(plain.get(where=fields, where_document=words)["ids"])
    index.close()
    house.vaults.close()


def test_langchain_finds_the_same_through_both_also_with_diversity(tmp_path: Path, plain: Any) -> None:
    index = opened(House(tmp_path))
    index.add(IDS, rows(IDS, 1))
    plain.add(ids=IDS, embeddings=index.vectors(IDS), documents=list(SHELF.values()))
    assert index.chroma is not None
    ours = index.chroma.store
    theirs = Chroma(
        client=chromadb.EphemeralClient(Settings(anonymized_telemetry=False)),
        collection_name=plain.name,
        embedding_function=LangChainEmbeddings(EMBEDDER),
    )

    for seed in range(20):
        vector = rows(["0"], seed)[0].tolist()
        for ask in ("similarity_search_by_vector", "max_marginal_relevance_search_by_vector"):
            found, expected = (
                [document.page_content for document in getattr(store, ask)(vector, k=6)]
                for store in (ours, theirs)
            )
            assert found == expected
    index.close()
