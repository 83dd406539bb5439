"""Measures reading facts out of letters: right, wrong, missed and invented, by kind, from PDF and from text.

Run: ``python -m tests.evals.prose [--set develop] [--set held_out] [--show]``.

A fact is *right* when kind, label, denial, dates, status, value and unit are those of one statement and its
detail holds the words asked for; *wrong* when only the label (and kind) agree; *invented* when nothing like
it is stated. A statement without any fact is *missed*. Optional ones count when read, not when missed.
Negative documents (invoices, leaflets, recipes) state nothing about a person: every fact there is invented.
"""

import argparse
import io
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from connectors.pdf_report.connector import extract as read_pdf
from connectors.plain_text.connector import extract as read_text
from records.model import Fact, Kind
from records.words import words
from tests.letters import SETS, Letter, Truth, letters
from tests.letters.draw import as_pdf, as_text

Score = Counter[str]


def facts(letter: Letter, form: str) -> list[Fact]:
    """What is read of a letter in one form (``pdf`` or ``text``)."""
    if form == "pdf":
        read = read_pdf(io.BytesIO(as_pdf(letter)))
    else:
        read = read_text(io.BytesIO(as_text(letter).encode()))
    return [record for record in read if isinstance(record, Fact)]


def _named(truth: Truth, fact: Fact) -> bool:
    if truth.kind != fact.kind.value:
        return False
    asked, read = words(truth.label), words(fact.label)
    if fact.kind in (Kind.NOTE, Kind.ENCOUNTER):
        return " ".join(asked) in " ".join(read)
    return asked == read


def _wrongs(truth: Truth, fact: Fact) -> Iterator[str]:
    """What a fact says otherwise than the statement."""
    if truth.negated != fact.negated:
        yield "denial"
    if truth.start != (fact.start.local if fact.start else None):
        yield f"start {fact.start.local if fact.start else None}"
    if truth.end != (fact.end.local if fact.end else None):
        yield f"end {fact.end.local if fact.end else None}"
    expected = truth.status or {"medication": "active"}.get(truth.kind)
    if expected is not None and expected != fact.status:
        yield f"status {fact.status}"
    if truth.kind == "observation":
        if truth.value != fact.value_text:
            yield f"value {fact.value_text}"
        if (
            truth.unit is not None
            and truth.unit != fact.unit_text
            and (fact.unit_text or truth.unit != "/min")
        ):
            yield f"unit {fact.unit_text}"
    for part in truth.details:
        if " ".join(words(part)) not in " ".join(words(fact.detail or "")):
            yield f"detail {fact.detail!r}"


def _says(truth: Truth, fact: Fact) -> bool:
    return _named(truth, fact) and not list(_wrongs(truth, fact))


def compare(letter: Letter, read: Sequence[Fact]) -> tuple[Mapping[str, Score], list[str]]:
    """Counts by kind, and what went wrong in words."""
    scores: dict[str, Score] = defaultdict(Counter)
    notes: list[str] = []
    left = letter.statements()
    over: list[Fact] = []
    for fact in read:
        exact = next((one for one in left if any(_says(form, fact) for form in one)), None)
        if exact is None:
            over.append(fact)
            continue
        left.remove(exact)
        scores[exact[0].kind]["right"] += 1
    for fact in over:
        near = next((one for one in left if any(_named(form, fact) for form in one)), None)
        outcome = "invented" if near is None else "wrong"
        scores[fact.kind.value][outcome] += 1
        why = "" if near is None else "; ".join(_wrongs(near[0], fact))
        if near is not None:
            left.remove(near)
        notes.append(
            f"{outcome.upper()} {fact.kind.value} {fact.label!r} {fact.value_text or ''}"
            f" [{fact.detail}] {why}"
        )
    for truth, *_ in left:
        if not truth.optional:
            scores[truth.kind]["missed"] += 1
            notes.append(f"MISSED {truth.kind} {truth.label!r}")
    return scores, notes


def measure(name: str) -> tuple[dict[str, Score], list[str]]:
    """The score of one set by kind, over both forms."""
    total: dict[str, Score] = defaultdict(Counter)
    notes: list[str] = []
    for letter in letters(name):
        for form in ("pdf", "text"):
            scores, said = compare(letter, facts(letter, form))
            for kind, score in scores.items():
                total[kind].update(score)
            notes += [f"{letter.name}.{form}: {line}" for line in said]
    return total, notes


def precision(score: Score) -> float:
    """Of what was read, how much is right."""
    read = score["right"] + score["wrong"] + score["invented"]
    return score["right"] / read if read else 1.0


def recall(score: Score) -> float:
    """Of what is stated, how much was read rightly."""
    stated = score["right"] + score["wrong"] + score["missed"]
    return score["right"] / stated if stated else 1.0


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 0 when precision is at least 0.98 in every set, and negative ones give nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", choices=SETS, dest="sets")
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    chosen = parser.parse_args(arguments)
    holds = True
    for name in chosen.sets or SETS:
        scores, notes = measure(name)
        print(f"{name:14}{'right':>7}{'wrong':>7}{'missed':>8}{'invented':>10}{'precision':>11}{'recall':>8}")
        total = sum(scores.values(), Counter())
        for kind, score in [*sorted(scores.items()), ("all", total)]:
            counts = f"{score['right']:7}{score['wrong']:7}{score['missed']:8}{score['invented']:10}"
            print(f"  {kind:12}{counts}{precision(score):11.3f}{recall(score):8.3f}")
        if chosen.show:
            print("\n".join(notes))
        holds = holds and precision(total) >= 0.98
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
