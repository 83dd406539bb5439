"""The words of one person's record: SQLite FTS5 in memory, gone when the vault locks.

Accents and case do not count. An elided article is a word of its own (``l'albumine`` is found as
``albumine``), a plural finds its singular, and the beginning of a longer word finds the word. Whatever a
person types is a search: nothing in it is read as query syntax.
"""

import math
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from records.model import Kind
from records.words import fold, words

PREFIX_FROM = 4
"""Letters a word must have to match the beginning of longer ones; ``fer`` does not find ``fermeture``."""
MOST_WORDS = 24
"""Words of a question that are looked up; the rarest say most, but a pasted page must not cost seconds."""
_ROWS_MAX = 1000
"""Rows of one thing that are looked at: what stands everywhere tells little and must not cost the most."""
_MET_MAX = 5
"""Things of a question whose meeting places are looked for."""
_MERE_KNOWN, _MERE_UNKNOWN = 0.5, 0.25
"""What a mere word weighs beside things that are named: where it stands in the record, and where not."""

_SILENT = frozenset(
    "a ai as au aux avec ce ces cet cette combien comment d dans de depuis dernier derniere dernieres "
    "derniers des du elle elles en es est et etaient etait ete etes eu il ils j je jusqu l la le les leur "
    "leurs lui m ma mes moi mon montre n ne nos notre nous on ont ou par pas pour pourquoi puis qu quand "
    "que quel quelle quelles quels qui s sa se ses si son sont suis sur t ta te tes ton tu un une vos "
    "votre vous y "
    "about am an and any are at be been can could did do does for from had has have how i if in is it its "
    "last latest many me mine much my of or our please show since that the their them there they this to "
    "was we were what when where which who why will with would you your".split()
)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that a question is about, and every way to write it.

    Attributes:
        phrases: Folded words; any phrase, all of its words, stands for the thing.
        named: Whether it is named (by the lexicon, or by a label of the record) rather than a mere word.
        kind: The kind of record that lists it; None for what only stands in the words of a document.
        share: What it says beside other things: a part of the body less than an examination of it.
    """

    phrases: tuple[tuple[str, ...], ...]
    named: bool = False
    kind: Kind | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """Something the words found.

    Attributes:
        id: As it was added.
        score: Of the best match 1, of the others their share of it (BM25).
        coverage: Share of what is asked about, rare things counting more, that stands in it; what stands
            nowhere in the record counts as the rarest. Below 1 something asked for is not there.
        named: Which of the named things stand in it, by their place among the things.
    """

    id: str
    score: float
    coverage: float
    named: frozenset[int] = frozenset()


def content_words(text: str) -> tuple[str, ...]:
    """The words of a question that can find something, folded, each once, in order.

    >>> content_words("Quelle était l’albumine de mes analyses ?")
    ('albumine', 'analyses')
    """
    return tuple(word for word in dict.fromkeys(words(text)) if word not in _SILENT)[:MOST_WORDS]


def singular(word: str) -> str:
    """Without its plural: ``plaquettes`` to ``plaquette``, ``taux`` stays, ``allergies`` to ``allergie``."""
    if len(word) > PREFIX_FROM and word[-1] in "sx" and word[-2] not in "suix":
        return word[:-1]
    return word


def _match(word: str) -> str:
    """FTS5 syntax for one folded word. Only letters and digits get here, and they are quoted."""
    stem = singular(word)
    return f'"{stem}"*' if len(stem) >= PREFIX_FROM else f'"{stem}"'


def _any_of(thing: Thing) -> str:
    """FTS5 syntax for a thing: any of its phrases, every word of it that says something.

    A mere word also finds longer ones that begin with it; a named thing, whose forms are all listed, only
    its plurals, as "gout" is not "goutte".
    """
    found: dict[str, None] = {}
    for phrase in thing.phrases:
        telling = [word for word in phrase if word not in _SILENT] or phrase
        parts = [_forms(word) if thing.named else _match(word) for word in telling]
        if parts:
            found[" AND ".join(parts)] = None
    return " OR ".join(f"({one})" if " AND " in one else one for one in found)


def _forms(word: str) -> str:
    stem = singular(word)
    forms = dict.fromkeys((word, stem, f"{stem}s") if len(stem) >= PREFIX_FROM else (word,))
    return f"({' OR '.join(_quoted(form) for form in forms)})" if len(forms) > 1 else _quoted(word)


def _quoted(word: str) -> str:
    return f'"{word}"'


def _longer(share: float) -> float:
    """What a text so many times as long as usual is worth less: BM25 with k1 = 1.2, b = 0.75."""
    return 1.0 + 1.2 * (0.25 + 0.75 * share)


@dataclass(slots=True)
class _Rows:
    """Rows that hold a thing, how many there are in all, and whether these are all of them."""

    rows: set[int]
    count: float
    whole: bool


class KeywordIndex:
    """Words to ids. Safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA temp_store = MEMORY")
        self._base.execute(
            "CREATE VIRTUAL TABLE words USING fts5("
            "text, tokenize = \"unicode61 remove_diacritics 2\", prefix = '4 6', detail = none)"
        )
        self._ids: dict[int, str] = {}
        self._rows: dict[str, int] = {}
        self._length: dict[int, int] = {}
        self._words = 0
        self._seen: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, entries: Iterable[tuple[str, str]]) -> None:
        """Take ``(id, text)`` pairs; an id that was there gets the new text."""
        with self._lock:
            fresh = dict(entries)
            self._remove(fresh)
            first = max(self._ids, default=0) + 1
            rows = [(row, text) for row, text in enumerate(map(self._folded, fresh.values()), first)]
            self._base.execute("BEGIN")
            self._base.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", rows)
            self._base.execute("COMMIT")
            for row, id in enumerate(fresh, first):
                self._ids[row], self._rows[id] = id, row
                self._length[row] = 1 + fresh[id].count(" ")
                self._words += self._length[row]

    def _folded(self, text: str) -> str:
        """The text as compared. A record repeats its words, and folding one costs more than finding it."""
        seen = self._seen
        for word in text.split():
            if word not in seen:
                seen[word] = fold(word)
        return " ".join([seen[word] for word in text.split()])

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these; unknown ones are passed over."""
        with self._lock:
            self._remove(ids)

    def _remove(self, ids: Iterable[str]) -> None:
        rows = [self._rows.pop(id) for id in ids if id in self._rows]
        if not rows:
            return
        self._seen.clear()
        for row in rows:
            del self._ids[row]
            self._words -= self._length.pop(row)
        self._base.executemany("DELETE FROM words WHERE rowid = ?", [(row,) for row in rows])
        # A deletion leaves its words in the index until segments are merged; forgetting means now.
        self._base.execute("INSERT INTO words(words) VALUES ('optimize')")

    def search(self, text: str | Sequence[str], k: int) -> tuple[Hit, ...]:
        """What the words of a question find, best first; at most `k`, none when no word stands anywhere."""
        asked = content_words(text if isinstance(text, str) else " ".join(text))
        return self.find([Thing(((word,),)) for word in asked], k)

    def find(self, things: Sequence[Thing], k: int) -> tuple[Hit, ...]:
        """What holds these things, best first; at most `k`, none when none of them stands anywhere.

        Beside things that are named, mere words count little: "parle" in "parle-t-on d'asthme".
        """
        sought = {place: _any_of(thing) for place, thing in enumerate(things[:MOST_WORDS])}
        with self._lock:
            rows = {place: self._rows_with(asked) for place, asked in sought.items() if asked}
            self._complete(rows, sought)
            weight = self._weights(things, rows)
            whole = sum(weight.values())
            found = {row for place, some in rows.items() if weight[place] for row in some.rows}
            if not found:
                return ()
            held = {row: [place for place, some in rows.items() if row in some.rows] for row in found}
            covered = {row: sum(weight[place] for place in places) for row, places in held.items()}
            usual = self._words / len(self._length)
            score = {row: share / _longer(self._length[row] / usual) for row, share in covered.items()}
            best = max(score.values())
            # Of two as good, the one that came last: a record grows at its newer end.
            first = sorted(found, key=lambda row: (-covered[row], -score[row], -row))[:k]
            return tuple(
                Hit(
                    self._ids[row],
                    score[row] / best,
                    covered[row] / whole,
                    frozenset(place for place in held[row] if things[place].named),
                )
                for row in first
            )

    def _weights(self, things: Sequence[Thing], rows: Mapping[int, "_Rows"]) -> dict[int, float]:
        total = len(self._rows) + 1
        named = any(things[place].named for place in rows)
        weight: dict[int, float] = {}
        for place, some in rows.items():
            rare = math.log(1 + total / (1 + some.count))
            beside = named and not things[place].named
            mere = (_MERE_KNOWN if some.rows else _MERE_UNKNOWN) if beside else 1.0
            weight[place] = rare * things[place].share * mere
        return weight

    def _rows_with(self, asked: str) -> "_Rows":
        """The newest rows that match; of a thing that stands everywhere only so many, and a guess of all."""
        found = self._base.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?", (asked, _ROWS_MAX)
        ).fetchall()
        rows = {row for (row,) in found}
        if len(rows) < _ROWS_MAX:
            return _Rows(rows, float(len(rows)), whole=True)
        newest, oldest = found[0][0], found[-1][0]
        return _Rows(rows, len(rows) * len(self._rows) / max(1, newest - oldest + 1), whole=False)

    def _complete(self, rows: Mapping[int, "_Rows"], sought: Mapping[int, str]) -> None:
        """Where a thing that stands everywhere meets another one, both know it."""
        few = sorted((place for place in rows if rows[place].rows), key=lambda place: rows[place].count)
        for one, other in combinations(few[:_MET_MAX], 2):
            if rows[one].whole and rows[other].whole:
                continue
            both = f"({sought[one]}) AND ({sought[other]})"
            met = self._rows_with(both).rows
            rows[one].rows |= met
            rows[other].rows |= met

    def close(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._base.close()
            self._ids.clear()
            self._rows.clear()
            self._length.clear()
            self._words = 0
            self._seen.clear()
