"""Chroma for one unlocked vault: in memory, in a system of its own, behind a client that seals first.

`SealedClient` is what langchain-chroma is given. Every change through it goes to the `VectorIndex`, which
checks and seals it before any search can see it. Chroma itself holds vectors, opaque ids and filter fields;
words are put back into its answers from the `Shelf`.

Chroma's own clients share one system between everybody who asks for a memory client, and a collection id
crosses its tenants. So none of its client classes is used: each vault builds a `System`, unregistered, and
talks to the server object inside it. Importing this file costs two seconds: only `VectorIndex.warm` does.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from chromadb.api import ServerAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from chromadb.utils import embedding_functions
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from core.errors import AppError
from retrieval.embedding import Embedder, Vectors

if TYPE_CHECKING:
    from retrieval.index import Shelf, VectorIndex

NAME = "records"
HNSW = {"hnsw": {"space": "cosine", "ef_construction": 40}}
"""Recall@10 is 1.0 at 10,000 rows with a third of the building time of the default (100)."""

_WHOLE: Sequence[str] = ("metadatas", "documents")
Results = dict[str, Any]


class LangChainEmbeddings(Embeddings):
    """An `Embedder` as langchain-chroma wants it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One list of numbers a text."""
        return cast("list[list[float]]", self._embedder.passages(texts).tolist())

    def embed_query(self, text: str) -> list[float]:
        """The numbers of a question."""
        return cast("list[float]", self._embedder.question(text).tolist())


def _private_system() -> System:
    # Chroma builds whatever embedding function a collection names; with empty registries it builds none.
    embedding_functions.known_embedding_functions.clear()
    embedding_functions.sparse_known_embedding_functions.clear()
    # Every value that the environment or a .env file could turn into a network or a disk is given here.
    settings = Settings(
        _env_file=None,
        chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
        is_persistent=False,
        anonymized_telemetry=False,
        chroma_otel_collection_endpoint="",
        chroma_otel_granularity=None,
        allow_reset=False,
    )
    system = System(settings)
    _server(system)
    system.start()
    return system


def _server(system: System) -> ServerAPI:
    return system.instance(ServerAPI)  # type: ignore[type-abstract]  # Chroma looks its implementation up


class SealedCollection:
    """A Chroma collection whose changes are sealed first. Knows the methods langchain-chroma calls.

    Only ids that are live on the shelf are taken, with the words and fields the shelf gives them:
    other words or fields are refused (``vectors_refused``), since what is shown must be what is sealed.
    """

    def __init__(self, raw: Collection, index: "VectorIndex", shelf: "Shelf") -> None:
        self._raw, self._index, self._shelf = raw, index, shelf

    @property
    def name(self) -> str:
        """Of the collection; the same for everybody, as it says nothing."""
        return self._raw.name

    @property
    def configuration(self) -> Any:
        """Chroma's own, for langchain's choice of a relevance function."""
        return self._raw.configuration

    def count(self) -> int:
        """How many vectors there are."""
        return self._raw.count()

    # -- changes ----------------------------------------------------------------------------------------

    def upsert(
        self,
        ids: Sequence[str],
        embeddings: Any = None,
        metadatas: Sequence[Mapping[str, Any] | None] | None = None,
        documents: Sequence[str] | None = None,
    ) -> None:
        """Seal, then show."""
        self._agrees(ids, metadatas, documents)
        if embeddings is None:
            raise AppError("vectors_refused", count=len(ids))
        self._index.add(ids, embeddings)

    def add(self, ids: Sequence[str], embeddings: Any = None, **words: Any) -> None:
        """As `upsert`, for ids that are new; those already there are left as they are, as Chroma does."""
        new = [row for row, id in enumerate(ids) if id not in self._index]
        self._agrees(ids, words.get("metadatas"), words.get("documents"))
        if embeddings is None or len(set(ids)) != len(ids):
            raise AppError("vectors_refused", count=len(ids))
        self._index.add([ids[row] for row in new], [embeddings[row] for row in new])

    def update(self, ids: Sequence[str], embeddings: Any = None, **words: Any) -> None:
        """Other vectors for ids that are there; the others are passed over, as Chroma does."""
        old = [row for row, id in enumerate(ids) if id in self._index]
        self._agrees([ids[row] for row in old], words.get("metadatas"), words.get("documents"))
        if embeddings is not None:
            self._index.add([ids[row] for row in old], [embeddings[row] for row in old])

    def delete(self, ids: Sequence[str] | None = None, where: Any = None, where_document: Any = None) -> None:
        """Seal the removal, then take them out."""
        found = self.get(ids=ids, where=where, where_document=where_document, include=())
        self._index.remove(found["ids"])

    def _agrees(
        self,
        ids: Sequence[str],
        metadatas: Sequence[Mapping[str, Any] | None] | None,
        documents: Sequence[str] | None,
    ) -> None:
        for row, id in enumerate(ids):
            if documents is not None and documents[row] != self._shelf.text(id):
                raise AppError("vectors_refused", count=1)
            fields = metadatas[row] if metadatas is not None else None
            if fields and dict(fields) != dict(self._shelf.fields(id)):
                raise AppError("vectors_refused", count=1)

    # -- reading ----------------------------------------------------------------------------------------

    def get(
        self,
        ids: str | Sequence[str] | None = None,
        where: Any = None,
        limit: int | None = None,
        offset: int | None = None,
        where_document: Any = None,
        include: Sequence[str] = _WHOLE,
    ) -> Results:
        """As Chroma's `get`, with words and fields put back."""
        chosen = self._narrowed([ids] if isinstance(ids, str) else ids, where_document)
        if chosen is not None and not chosen:
            return {"ids": [], "metadatas": [], "documents": [], "embeddings": None}
        inside = [part for part in include if part not in _WHOLE]
        found = cast(
            Results,
            self._raw.get(ids=chosen, where=where, limit=limit, offset=offset, include=cast(Any, inside)),
        )
        for part, of in self._put_back(include):
            found[part] = [of(id) for id in found["ids"]]
        return found

    def query(
        self,
        query_embeddings: Any = None,
        query_texts: Any = None,
        n_results: int = 10,
        where: Any = None,
        where_document: Any = None,
        include: Sequence[str] = (*_WHOLE, "distances"),
        ids: Sequence[str] | None = None,
    ) -> Results:
        """As Chroma's `query` by vector, with words and fields put back."""
        if query_texts is not None or query_embeddings is None:
            raise AppError("vectors_refused", count=0)
        chosen = self._narrowed(ids, where_document)
        if chosen is not None and not chosen:
            empty: list[list[Any]] = [[] for _ in query_embeddings]
            return {"ids": empty, **dict.fromkeys(include, empty)}
        inside = [part for part in include if part not in _WHOLE]
        found = cast(
            Results,
            self._raw.query(
                query_embeddings=query_embeddings, n_results=n_results, where=where, ids=chosen,
                include=cast(Any, inside),
            ),
        )  # fmt: skip
        for part, of in self._put_back(include):
            found[part] = [[of(id) for id in row] for row in found["ids"]]
        return found

    def _put_back(self, include: Sequence[str]) -> list[tuple[str, Callable[[str], Any]]]:
        """What answers get from the shelf: words are nowhere else, fields cost Chroma 0.7 ms a query."""
        sources: dict[str, Callable[[str], Any]] = {
            "documents": self._shelf.text,
            "metadatas": lambda id: dict(self._shelf.fields(id)),
        }
        return [(part, of) for part, of in sources.items() if part in include]

    def _narrowed(self, ids: Sequence[str] | None, where_document: Any) -> list[str] | None:
        if not where_document:
            return None if ids is None else list(ids)
        says = _document_filter(where_document)
        texts = ((id, self._shelf.text(id)) for id in (self._index.ids() if ids is None else ids))
        return [id for id, text in texts if text is not None and says(text)]


def _document_filter(where: Mapping[str, Any]) -> Callable[[str], bool]:
    """Chroma's ``where_document``, over words that are not in Chroma."""
    ((operator, value),) = where.items()
    match operator:
        case "$and" | "$or":
            parts = [_document_filter(part) for part in value]
            together = all if operator == "$and" else any
            return lambda text: together(part(text) for part in parts)
        case "$contains":
            return lambda text: value in text
        case "$not_contains":
            return lambda text: value not in text
        case "$regex" | "$not_regex":
            pattern, wanted = re.compile(value), operator == "$regex"
            return lambda text: (pattern.search(text) is not None) is wanted
    raise AppError("filter_unknown")


class SealedClient:
    """The client langchain-chroma is given: one collection, one system, one person."""

    def __init__(self, index: "VectorIndex", shelf: "Shelf") -> None:
        self._system = _private_system()
        self.server = _server(self._system)
        model = self.server.create_collection(name=NAME, configuration=cast(Any, HNSW))
        self.raw = Collection(client=self.server, model=model, embedding_function=None)
        self._collection = SealedCollection(self.raw, index, shelf)

    def get_or_create_collection(self, name: str, **_: Any) -> SealedCollection:
        """The one collection.

        Raises:
            AppError: ``collection_unknown``: another name was asked for.
        """
        if name != NAME:
            raise AppError("collection_unknown")
        return self._collection

    def get_collection(self, name: str, **_: Any) -> SealedCollection:
        """The one collection; ``collection_unknown`` for another name."""
        return self.get_or_create_collection(name)

    def list_collections(self) -> list[SealedCollection]:
        """The one collection."""
        return [self._collection]

    def get_max_batch_size(self) -> int:
        """Rows a call of Chroma's."""
        return self.server.get_max_batch_size()

    def close(self) -> None:
        """Stop the system: its threads and files end, its memory is let go."""
        self._system.stop()


class ChromaTier:
    """The second tier of a `VectorIndex`: filled by it, asked through langchain-chroma."""

    def __init__(self, index: "VectorIndex", shelf: "Shelf", embedder: Embedder) -> None:
        self._shelf = shelf
        self.client = SealedClient(index, shelf)
        self._held: set[str] = set()
        self.store = Chroma(
            client=cast(Any, self.client),
            collection_name=NAME,
            embedding_function=LangChainEmbeddings(embedder),
            collection_configuration=cast(Any, HNSW),
        )

    def __contains__(self, id: str) -> bool:
        return id in self._held

    def put(self, ids: list[str], rows: Vectors) -> None:
        """Take rows that are sealed already; at most `retrieval.index.BATCH`."""
        if ids:
            fields = [dict(self._shelf.fields(id)) or None for id in ids]
            self.client.raw.upsert(ids=ids, embeddings=rows, metadatas=cast(Any, fields))
            self._held.update(ids)

    def remove(self, ids: Sequence[str]) -> None:
        """Take out what is held of `ids`."""
        held = [id for id in ids if id in self._held]
        if held:
            self.client.raw.delete(ids=held)
            self._held.difference_update(held)

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The nearest ids and their cosine, nearest first."""
        found = self.store.similarity_search_by_vector_with_relevance_scores(vector.tolist(), k=k)
        return [(document.id or "", 1.0 - distance) for document, distance in found]

    def close(self) -> None:
        """Stop Chroma."""
        self.client.close()
        self._held.clear()
