"""What is live in one person's record, by id: facts, passages, and topics, in memory.

A topic is everything one label says over the years ("Ferritine" in eleven reports). It is what is embedded
for facts: fewer texts, and found better than lines with a value and a date (docs/decisions/0010).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from core.language import Language
from records.model import Fact, Passage
from records.when import When
from retrieval.ingest.text import fact_line, topic_key, topic_words

Fields = dict[str, str | int]


@dataclass(slots=True)
class Topic:
    """Facts of one kind and label.

    Attributes:
        words: What is embedded.
        facts: Ids, in the order they came.
    """

    words: str
    facts: list[str] = field(default_factory=list)


class Shelf:
    """The live record. Its owner's lock guards every change; see `retrieval.room`.

    Args:
        opaque: Turns a topic's key into an id that says nothing and is the same at every unlock.
        language: Of the person, for the dates of lines.
    """

    def __init__(self, opaque: Callable[[str], str], language: Language) -> None:
        self.language = language
        self.facts: dict[str, Fact] = {}
        self.passages: dict[str, Passage] = {}
        self.topics: dict[str, Topic] = {}
        self._of_file: dict[str, dict[str, None]] = {}
        self._opaque = opaque
        self._topic_of: dict[str, str] = {}

    def __contains__(self, id: str) -> bool:
        return id in self.facts or id in self.passages

    def put(self, facts: Iterable[Fact] = (), passages: Iterable[Passage] = ()) -> None:
        """Take facts and passages, or their new form."""
        for fact in facts:
            known = fact.id in self.facts
            self.facts[fact.id] = fact
            self._of_file.setdefault(fact.source.file_id, {})[fact.id] = None
            if not known:
                self._file(fact)
        for passage in passages:
            self.passages[passage.id] = passage
            self._of_file.setdefault(passage.source.file_id, {})[passage.id] = None

    def passages_of(self, file_id: str) -> tuple[Passage, ...]:
        """A file's passages, in its order."""
        return tuple(self.passages[id] for id in self._of_file.get(file_id, ()) if id in self.passages)

    def facts_of(self, file_id: str) -> tuple[Fact, ...]:
        """A file's facts, in its order."""
        return tuple(self.facts[id] for id in self._of_file.get(file_id, ()) if id in self.facts)

    def _file(self, fact: Fact) -> None:
        key = topic_key(fact)
        id = self._topic_of.get(key)
        if id is None:
            id = self._topic_of[key] = self._opaque(key)
            self.topics[id] = Topic(topic_words(fact))
        self.topics[id].facts.append(fact.id)

    def take(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Remove facts and passages; the topics that are empty now are removed and returned."""
        for id in ids:
            fact = self.facts.pop(id, None)
            if fact is not None:
                self.topics[self._topic_of[topic_key(fact)]].facts.remove(id)
            passage = self.passages.pop(id, None)
            if (gone := fact or passage) is not None:
                self._of_file[gone.source.file_id].pop(id, None)
        empty = tuple(id for id, topic in self.topics.items() if not topic.facts)
        for id in empty:
            del self.topics[id]
        self._topic_of = {key: id for key, id in self._topic_of.items() if id in self.topics}
        return empty

    def emptied_without(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The topics that `take` of these would empty."""
        gone = set(ids)
        return tuple(id for id, topic in self.topics.items() if gone.issuperset(topic.facts))

    # -- what the vector index asks ---------------------------------------------------------------------

    def embeddable(self) -> Iterator[str]:
        """Every id that gets a vector: topics first, being short and asked for most. Nothing blank."""
        yield from (id for id, topic in self.topics.items() if topic.words.strip())
        yield from reversed(self.passages)

    def text(self, id: str) -> str | None:
        """The words embedded for `id`; None when nothing of that id is live."""
        if (passage := self.passages.get(id)) is not None:
            return passage.text
        topic = self.topics.get(id)
        return None if topic is None else topic.words

    def fields(self, id: str) -> Fields:
        """Kind, and for a passage its file and year."""
        if (passage := self.passages.get(id)) is not None:
            return {"kind": "passage", "file": passage.source.file_id, **_year(passage.when)}
        return {"kind": self.facts[self.topics[id].facts[0]].kind.value}

    def line(self, fact: Fact) -> str:
        """The fact as one line for this person."""
        return fact_line(fact, self.language)


def _year(when: When | None) -> Fields:
    return {} if when is None else {"year": int(when.local[:4])}
