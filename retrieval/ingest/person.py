"""Whether a file is about somebody else than the record so far. Only a clear difference is told."""

from collections.abc import Iterable, Sequence

from records.model import Person
from records.when import When
from records.words import words

_TITLES = frozenset("m mr mme mlle mrs ms miss monsieur madame mademoiselle dr ne nee".split())
_FULL_NAME = 2


def differs(person: Person, known: Sequence[Person], account_name: str) -> bool:
    """Whether `person` is clearly none of `known`: another birth date, or no word of the name in common.

    A record may hold several spellings of one person, so fitting one of them is enough. The account's name
    is compared only when nothing else is known and it looks like a full name: people also sign up as "zoé".
    """
    if known:
        return all(_other(person, earlier) for earlier in known)
    account = _words((account_name,))
    return len(account) >= _FULL_NAME and _other(person, Person(names=(account_name,)))


def _other(one: Person, two: Person) -> bool:
    births = _comparable(one.birth, two.birth)
    if births is not None and births[0] != births[1]:
        return True
    names = _words(one.names), _words(two.names)
    return births is None and all(names) and names[0].isdisjoint(names[1])


def _comparable(one: When | None, two: When | None) -> tuple[str, str] | None:
    """Both births to the precision they share; None when one is not known."""
    if one is None or two is None:
        return None
    length = min(len(one.day), len(two.day))
    return one.day[:length], two.day[:length]


def _words(names: Iterable[str]) -> frozenset[str]:
    found = (word for name in names for word in words(name))
    return frozenset(word for word in found if len(word) > 1 and word not in _TITLES)
