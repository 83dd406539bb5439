"""The words of one person's record: SQLite FTS5 in memory, gone when the vault locks.

Accents and case do not count. An elided article is a word of its own (``l'albumine`` is found as
``albumine``), a plural finds its singular, and the beginning of a longer word finds the word. Whatever a
person types is a search: nothing in it is read as query syntax.
"""

import math
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from records.words import fold, words

PREFIX_FROM = 4
"""Letters a word must have to match the beginning of longer ones; ``fer`` does not find ``fermeture``."""
MOST_WORDS = 24
"""Words of a question that are looked up; the rarest say most, but a pasted page must not cost seconds."""

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
class Hit:
    """Something the words found.

    Attributes:
        id: As it was added.
        score: Of the best match 1, of the others their share of it (BM25).
        coverage: Share of the question's words, rare ones counting more, that stand in it; a word that
            stands nowhere in the record counts as the rarest. Below 1 something asked for is not there.
    """

    id: str
    score: float
    coverage: float


def content_words(text: str) -> tuple[str, ...]:
    """The words of a question that can find something, folded, each once, in order.

    >>> content_words("Quelle était l’albumine de mes analyses ?")
    ('albumine', 'analyses')
    """
    return tuple(word for word in dict.fromkeys(words(text)) if word not in _SILENT)[:MOST_WORDS]


def _stem(word: str) -> str:
    """Without its plural: ``plaquettes`` to ``plaquette``, ``taux`` stays, ``allergies`` to ``allergie``."""
    if len(word) > PREFIX_FROM and word[-1] in "sx" and word[-2] not in "suix":
        return word[:-1]
    return word


def _match(word: str) -> str:
    """FTS5 syntax for one folded word. Only letters and digits get here, and they are quoted."""
    stem = _stem(word)
    return f'"{stem}"*' if len(stem) >= PREFIX_FROM else f'"{stem}"'


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
        self._base.executemany("DELETE FROM words WHERE rowid = ?", [(row,) for row in rows])
        # A deletion leaves its words in the index until segments are merged; forgetting means now.
        self._base.execute("INSERT INTO words(words) VALUES ('optimize')")

    def search(self, text: str | Sequence[str], k: int) -> tuple[Hit, ...]:
        """What the words of a question find, best first; at most `k`, none when no word stands anywhere."""
        asked = content_words(text if isinstance(text, str) else " ".join(text))
        if not asked:
            return ()
        with self._lock:
            rows = {word: self._rows_with(word) for word in asked}
            total = len(self._rows) + 1
            weight = {word: math.log(1 + total / (1 + len(found))) for word, found in rows.items()}
            known = [word for word in asked if rows[word]]
            if not known:
                return ()
            found = self._base.execute(
                "SELECT rowid, bm25(words) AS b FROM words WHERE words MATCH ? ORDER BY b, rowid LIMIT ?",
                (" OR ".join(_match(word) for word in known), 4 * k),
            ).fetchall()
            whole = sum(weight.values())
            best = max((-rank for _, rank in found), default=0.0) or 1.0
            hits = [
                Hit(
                    self._ids[row],
                    max(-rank / best, 0.0),
                    sum(weight[word] for word in known if row in rows[word]) / whole,
                )
                for row, rank in found
            ]
        return tuple(sorted(hits, key=lambda hit: (-hit.coverage, -hit.score))[:k])

    def _rows_with(self, word: str) -> set[int]:
        found = self._base.execute("SELECT rowid FROM words WHERE words MATCH ?", (_match(word),))
        return {row for (row,) in found}

    def close(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._base.close()
            self._ids.clear()
            self._rows.clear()
            self._seen.clear()
