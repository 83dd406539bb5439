"""What a person decided about how Carnet works for them: sealed, one row, changed as a whole.

What they told Carnet to remember is an entry like any they type in (`retrieval.ingest.entries`): a note of
theirs, found, cited, listed and forgotten like everything else. Carnet remembers nothing else of anyone.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self, get_args

import orjson

from core.errors import IntegrityError
from records.model import Fact, Kind
from records.words import fold, words

KIND = "preferences"
REMEMBERED = "remembered"
"""Status of a note that the person asked Carnet to keep in mind."""

Review = Literal["always", "first", "never"]
Reading = Literal["simple", "usual", "detailed"]
Judging = Literal["local", "on", "off"]
REVIEWS: tuple[Review, ...] = get_args(Review)
READINGS: tuple[Reading, ...] = get_args(Reading)
JUDGINGS: tuple[Judging, ...] = get_args(Judging)
_STEM = 5


@dataclass(frozen=True, slots=True)
class Preferences:
    """How Carnet works for one person.

    Attributes:
        review: Before a model is called: look at what is sent each time, only the first time, or never.
        agreed: Where they agreed to send to (``host model``); empty before they did.
        withheld_files: Documents of which nothing is ever sent.
        withheld_topics: Subjects, in their words, of which nothing is ever sent.
        masked: Names, addresses and identifiers are replaced before sending.
        reading: How general explanations are worded.
        calming: The same fear again and again gets the plan and a pause instead of new explanations.
        judging: A model reads each message too, to notice danger: always, never, or only a model that runs
            on this machine.
    """

    review: Review = "first"
    agreed: str = ""
    withheld_files: tuple[str, ...] = ()
    withheld_topics: tuple[str, ...] = ()
    masked: bool = True
    reading: Reading = "usual"
    calming: bool = True
    judging: Judging = "local"

    def to_bytes(self) -> bytes:
        """As the vault seals it."""
        return orjson.dumps({"v": 1, **asdict(self)})

    @classmethod
    def from_bytes(cls, body: bytes | None) -> Self:
        """Read back; a vault without any gets the defaults.

        Raises:
            IntegrityError: ``preferences_shape``.
        """
        if body is None:
            return cls()
        try:
            plain = orjson.loads(body)
            del plain["v"]
            for name in ("withheld_files", "withheld_topics"):
                plain[name] = tuple(plain[name])
            return cls(**plain)
        except (ValueError, TypeError, KeyError):
            raise IntegrityError("preferences_shape") from None

    def changed(self, **changes: Any) -> Self:
        """The same with some choices changed."""
        return replace(self, **changes)

    def may_send(self, file_id: str | None, text: str) -> bool:
        """Whether something of that document, saying that, may ever leave the house."""
        if file_id in self.withheld_files:
            return False
        said = {word[:_STEM] for word in words(text)}
        return not any(stems and stems <= said for stems in map(_stems, self.withheld_topics))


def _stems(topic: str) -> set[str]:
    return {word[:_STEM] for word in words(fold(topic))}


def is_remembered(fact: Fact) -> bool:
    """Whether it is a note that the person asked Carnet to keep in mind."""
    return fact.kind is Kind.NOTE and fact.status == REMEMBERED
