# ruff: noqa: E501  tables of figures read better whole
"""Measures finding: is what answers the question among the first, and is "not in your records" right?

Run: ``python -m tests.evals.retrieval [--split seen|held] [--way carnet|bm25|chroma] [--show]``. ``--show`` prints what went wrong, of seen
questions only: nobody looks at the others.

The questions (``retrieval_cases.toml``) were written apart from the lexicon, over whole synthetic persons
(`tests/evals/persons`), whose files go through the real import. Three ways of finding, over the same lines and
passages:

* *carnet*: `retrieval.query.plan` and `retrieval.hybrid.search`; it says "not in your records" when nothing
  that it found is supported.
* *bm25*: SQLite FTS5 with its own ranking, any word of the question, no lexicon.
* *chroma*: a plain collection with the same embedding model, every line and passage embedded.

The baselines say "not in your records" below a score. That score is the one that serves them best on the seen
questions, so they are shown at their best. Intervals are Wilson's, 95 %.
"""

import argparse
import sqlite3
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

import chromadb
from chromadb.config import Settings

from core.clock import today
from core.language import LANGUAGES, Language
from records.evidence import Evidence
from records.words import fold, words
from retrieval.embedding import Embedder
from retrieval.hybrid import search, supported
from retrieval.query import plan
from retrieval.room import Room
from tests.evals.answers import house, person

CASES = Path(__file__).with_name("retrieval_cases.toml")
SPLITS = ("seen", "held")
WAYS = ("carnet", "bm25", "chroma")
_FIRST, _FEW = 1, 5


@dataclass(frozen=True, slots=True)
class Case:
    """A question of one person.

    Attributes:
        expect: Any one of these finds it: a file, or ``file#words`` that stand in a line or passage of it.
        absent: It is not in this person's records.
    """

    person: str
    language: Language
    slice: str
    split: str
    question: str
    expect: tuple[str, ...]
    absent: bool

    def met(self, evidence: Evidence) -> bool:
        """Whether this is what the question is after."""
        label = evidence.fact.label if evidence.fact is not None else ""
        held = fold(f"{label} {evidence.text}")
        for one in self.expect:
            file, _, said = one.partition("#")
            if evidence.source.file_name == file and fold(said) in held:
                return True
        return False


class Found(NamedTuple):
    """What one way of finding gives for one question: the first few, and how sure it is of having anything."""

    evidence: tuple[Evidence, ...]
    sure: float


Finder = Callable[[Case], Found]


def cases() -> list[Case]:
    """All of them, in order."""
    rows = tomllib.loads(CASES.read_text("utf-8"))["case"]
    return [Case(**{**row, "expect": tuple(row["expect"])}) for row in rows]


# --- three ways of finding ----------------------------------------------------------------------------------


def carnet(room: Room) -> Finder:
    """The way an answer finds."""

    def find(case: Case) -> Found:
        labels, held = room.facts.labels(), room.samples.held()
        query = plan(case.question, case.language, today=today(room.clock), labels=labels, held=held)
        found = search(room, query, _FEW)
        return Found(found, max((float(supported(one)) for one in found), default=0.0))

    return find


def _lines(room: Room) -> list[Evidence]:
    """Every line and passage once, as the baselines get them."""
    ids = [fact.id for fact in room.facts.counting()] + list(room.shelf.passages)
    kept: dict[str, Evidence] = {}
    for id in ids:
        evidence = room.evidence(id)
        kept.setdefault(" ".join(evidence.text.split()), evidence)
    return [one for one in kept.values() if one.text.strip()]


def bm25(room: Room) -> Finder:
    """FTS5's BM25 over the words as they stand."""
    lines = _lines(room)
    base = sqlite3.connect(":memory:")
    base.execute('CREATE VIRTUAL TABLE lines USING fts5(text, tokenize = "unicode61 remove_diacritics 2")')
    base.executemany(
        "INSERT INTO lines(rowid, text) VALUES (?, ?)", [(n, one.text) for n, one in enumerate(lines)]
    )

    def find(case: Case) -> Found:
        asked = " OR ".join(f'"{word}"' for word in words(case.question)) or '""'
        rows = base.execute(
            "SELECT rowid, -bm25(lines) FROM lines WHERE lines MATCH ? ORDER BY 2 DESC LIMIT ?", (asked, _FEW)
        ).fetchall()
        return Found(tuple(lines[row] for row, _ in rows), rows[0][1] if rows else 0.0)

    return find


def chroma(room: Room, embedder: Embedder) -> Finder:
    """A plain collection, everything in it embedded."""
    lines = _lines(room)
    client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
    name = f"lines-{room.profile.name}"
    made: Any = client.create_collection(
        name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )
    if lines:
        rows = embedder.passages([one.text for one in lines])
        made.add(ids=[str(n) for n in range(len(lines))], embeddings=rows)

    def find(case: Case) -> Found:
        if not lines:
            return Found((), 0.0)
        answer = made.query(query_embeddings=[embedder.question(case.question)], n_results=_FEW)
        near, far = answer["ids"][0], answer["distances"][0]
        return Found(tuple(lines[int(row)] for row in near), 1.0 - far[0] if far else 0.0)

    return find


# --- figures ------------------------------------------------------------------------------------------------


class Share(NamedTuple):
    """So many of so many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """As a fraction; 0 of 0 is 0."""
        return self.right / self.of if self.of else 0.0

    def __str__(self) -> str:
        if not self.of:
            return "      -           "
        low, high = wilson(self.right, self.of)
        return f"{self.value:.3f} [{low:.2f}-{high:.2f}]"


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share.

    Source:
        Wilson 1927, score interval without continuity correction.
    """
    z = 1.959964
    share, spread = right / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Scored:
    """One question, answered by one way of finding."""

    case: Case
    found: Found

    def within(self, k: int) -> bool:
        """Whether what was asked for is among the first `k`."""
        return any(self.case.met(one) for one in self.found.evidence[:k])


@dataclass(frozen=True, slots=True)
class Figures:
    """What is printed of one way over some questions."""

    first: Share
    few: Share
    said: Share
    """Of the times it said "not in your records", how often that was right: precision."""
    told: Share
    """Of the things that are not there, how often it said so: recall."""


def figures(scored: Iterable[Scored], least: float) -> Figures:
    """Of some questions, with the score below which "not in your records" is said."""
    there = [one for one in scored if not one.case.absent]
    missing = [one for one in scored if one.case.absent]
    none = [one for one in (*there, *missing) if one.found.sure < least]
    right = sum(one.case.absent for one in none)
    return Figures(
        Share(sum(one.within(_FIRST) for one in there), len(there)),
        Share(sum(one.within(_FEW) for one in there), len(there)),
        Share(right, len(none)),
        Share(right, len(missing)),
    )


def best_score(scored: Sequence[Scored]) -> float:
    """The score below which saying "not in your records" is right most often (F1)."""

    def f1(least: float) -> float:
        got = figures(scored, least)
        both = got.said.value + got.told.value
        return 2 * got.said.value * got.told.value / both if both else 0.0

    return max(sorted({one.found.sure for one in scored}), key=f1, default=0.0)


def measure(splits: Sequence[str] = SPLITS, ways: Sequence[str] = WAYS) -> dict[str, list[Scored]]:
    """Every question, by every way of finding."""
    asked = [case for case in cases() if case.split in (*splits, "seen")]
    scored: dict[str, list[Scored]] = {way: [] for way in ways}
    with house() as built:
        for name in dict.fromkeys(case.person for case in asked):
            with person(built, name) as room:
                for way in ways:
                    find = _finder(way, room, built.embedder)
                    scored[way] += [Scored(case, find(case)) for case in asked if case.person == name]
    return scored


def _finder(way: str, room: Room, embedder: Embedder) -> Finder:
    match way:
        case "bm25":
            return bm25(room)
        case "chroma":
            return chroma(room, embedder)
        case _:
            return carnet(room)


def main(argv: Sequence[str] = ()) -> dict[str, float]:
    """Print the figures; return them as ``held.carnet.recall@1`` -> share."""
    parser = argparse.ArgumentParser(prog="tests.evals.retrieval")
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(argv)
    splits = (options.split,) if options.split else SPLITS
    scored = measure(splits, (options.way,) if options.way else WAYS)
    least = {
        way: best_score([one for one in found if one.case.split == "seen"]) for way, found in scored.items()
    }
    if "carnet" in least:
        least["carnet"] = 0.5  # supported or not; nothing is chosen on the questions
    shares: dict[str, float] = {}
    for split in splits:
        for way, found in scored.items():
            mine = [one for one in found if one.case.split == split]
            shares |= _printed(split, way, mine, least[way])
    if options.show and "seen" in splits:
        for one in scored.get("carnet", ()):
            _show(one)
    return shares


def _printed(split: str, way: str, scored: Sequence[Scored], least: float) -> dict[str, float]:
    rows = {"all": list(scored)}
    rows |= {language: [one for one in scored if one.case.language == language] for language in LANGUAGES}
    for name in sorted({one.case.slice for one in scored}):
        rows[name] = [one for one in scored if one.case.slice == name]
    sys.stdout.write(
        f"\n{split}, {way:8} {'recall@1':>24} {'recall@5':>19} {'absent: precision':>19} {'absent: recall':>19}\n"
    )
    shares: dict[str, float] = {}
    for name, some in rows.items():
        got = figures(some, least)
        sys.stdout.write(f"  {name:16} {len(some):4}  {got.first}  {got.few}  {got.said}  {got.told}\n")
        if name == "all":
            for key, share in (
                ("recall@1", got.first), ("recall@5", got.few), ("absent.precision", got.said), ("absent.recall", got.told),
            ):  # fmt: skip
                shares[f"{split}.{way}.{key}"] = share.value
    return shares


def _show(one: Scored) -> None:
    case, sure = one.case, one.found.sure
    fault = (
        "said to be there"
        if case.absent and sure
        else ""
        if case.absent
        else "not first" * (not one.within(_FIRST))
    )
    if not case.absent and not sure:
        fault += " said to be absent"
    if case.split != "seen" or not fault:
        return
    sys.stdout.write(
        f"\n{case.person} {case.language} {case.slice}: {case.question}\n  {fault}; expected {case.expect}\n"
    )
    for evidence in one.found.evidence:
        text = " ".join(evidence.text.split())[:110]
        sys.stdout.write(
            f"    {evidence.score:.3f} {'*' * case.met(evidence)} {evidence.source.file_name}: {text}\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
