# ruff: noqa: E501  tables of figures read better whole
"""Measures reading laboratory PDFs: values right, wrong, missed and invented, per layout.

Run: ``python -m tests.evals.extraction [--seeds 20] [--first 0] [--held-out] [--nothing] [--show]``, or
``--fuzz 300 --seed 1000``: reports composed of structural choices (`tests.reports.fuzz`), counted by choice.

A fact is *right* when label, printed value, unit and date are those of one printed result; *wrong* when its
label and date match a result but value or unit differs; *invented* when nothing of that label and date is
printed. A printed result without any fact is *missed*. Ranges and flags are counted apart.
*told* counts lines the connector reports as unread. ``--nothing`` reads documents that hold nobody's results
(invoices, leaflets, control sheets, analyses of water): every observation of theirs is invented.
"""

import argparse
import io
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from connectors.pdf_report.connector import extract
from records.model import Fact, Kind, Problem
from tests.reports import HELD_OUT, LAYOUTS, Report, Truth, make, nothing
from tests.reports.fuzz import compose


@dataclass
class Score:
    """Counts of one layout."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    invented: int = 0
    ranges: int = 0
    flags: int = 0
    told: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def printed(self) -> int:
        return self.right + self.wrong + self.missed

    def add(self, other: "Score") -> None:
        for name in ("right", "wrong", "missed", "invented", "ranges", "flags", "told"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += other.notes


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace("\u00a0", " ").split()).lower()


def _key(label: str, day: str | None) -> tuple[str, str]:
    return _plain(label), day or ""


def _number(text: str | None) -> Decimal | None:
    """The number as printed; a sign before groups of three figures parts them when a decimal sign follows."""
    if not text:
        return None
    digits = re.sub(r"[ '\u00a0]", "", text)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+[.,]\d{1,2}|\d{1,3}(?:[.,]\d{3}){2,}", digits):
        digits = re.sub(r"[.,](?=\d{3})", "", digits)
    return Decimal(digits.replace(",", "."))


def score(report: Report) -> Score:
    """Read the report and compare."""
    records = list(extract(io.BytesIO(report.data)))
    facts = [record for record in records if isinstance(record, Fact)]
    result = Score(
        told=sum(
            record.count
            for record in records
            if isinstance(record, Problem) and record.code == "line_unreadable"
        )
    )
    left: list[Truth] = [*report.truth, *report.optional]
    optional = {id(truth) for truth in report.optional}
    over: list[Fact] = []
    for fact in facts:
        day = fact.start.day if fact.start else None
        same = [
            truth
            for truth in left
            if _key(truth.label, truth.date) == _key(fact.label, day)
            and _plain(truth.value) == _plain(fact.value_text)
            and _plain(truth.unit) == _plain(fact.unit_text)
        ]
        if not same:
            over.append(fact)
            continue
        truth = same[0]
        left.remove(truth)
        if id(truth) in optional:
            continue
        result.right += 1
        low = fact.reference.low.value if fact.reference and fact.reference.low else None
        high = fact.reference.high.value if fact.reference and fact.reference.high else None
        right_range = (low, high) == (_number(truth.low), _number(truth.high))
        result.ranges += right_range
        right_flag = (fact.interpretation or None) == truth.flag
        result.flags += right_flag
        if not right_range or not right_flag:
            result.notes.append(
                f"{report.layout}: {fact.label}: range {low}..{high} for {truth.low}..{truth.high}, "
                f"flag {fact.interpretation} for {truth.flag}"
            )
    for fact in over:
        day = fact.start.day if fact.start else None
        near = next(
            (
                truth
                for truth in left
                if id(truth) not in optional and _key(truth.label, truth.date) == _key(fact.label, day)
            ),
            None,
        )
        said = f"{fact.label!r} {fact.value_text!r} {fact.unit_text!r} {day}"
        if near is not None:
            left.remove(near)
            result.wrong += 1
            result.notes.append(f"{report.layout}: WRONG {said} for {near.value!r} {near.unit!r}")
        else:
            result.invented += 1
            result.notes.append(f"{report.layout}: INVENTED {said}")
    left = [truth for truth in left if id(truth) not in optional]
    result.missed = len(left)
    result.notes += [
        f"{report.layout}: MISSED {truth.label!r} {truth.value!r} {truth.unit!r} {truth.date}"
        for truth in left
    ]
    return result


def measure(layouts: tuple[str, ...], seeds: int, first: int = 0) -> dict[str, Score]:
    """The score of each layout over `seeds` reports, from seed `first` on."""
    scores = {}
    for layout in layouts:
        total = Score()
        for seed in range(first, first + seeds):
            total.add(score(make(layout, seed)))
        scores[layout] = total
    return scores


def invented(document: str, seeds: int) -> list[str]:
    """What was read from `seeds` drawings of a document that holds nothing to read."""
    return [
        f"{document}: {record.label!r} {record.value_text!r}"
        for seed in range(seeds)
        for record in extract(io.BytesIO(nothing.draw(document, seed)))
        if isinstance(record, Fact) and record.kind is Kind.OBSERVATION
    ]


def _nothing(seeds: int) -> int:
    """Print what was read where nothing is; 0 when that is nothing."""
    found = {name: invented(name, seeds) for name in nothing.nothing()}
    lines = [f"{name:22}{len(notes):>6}" for name, notes in found.items()]
    lines += [note for notes in found.values() for note in notes[:10]]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if any(found.values()) else 0


def fuzz(count: int, first: int) -> tuple[Score, dict[tuple[str, str], Score]]:
    """The score over `count` composed reports from seed `first` on, whole and by each choice."""
    total, by_choice = Score(), defaultdict[tuple[str, str], Score](Score)
    for seed in range(first, first + count):
        report, chosen = compose(seed)
        each = score(report)
        total.add(each)
        for choice in chosen.items():
            by_choice[choice].add(each)
    return total, by_choice


def _good(total: Score) -> bool:
    """Whether the aims hold."""
    return total.right >= 0.99 * total.printed and total.invented <= 0.001 * total.printed


def _fuzz(count: int, first: int, *, show: bool) -> int:
    """Print the score by choice, the weakest of each kind first."""
    total, by_choice = fuzz(count, first)
    by_choice[("all", "")] = total
    out = [
        f"{'choice':34}{'printed':>8}{'right':>8}{'wrong':>7}{'missed':>8}{'invented':>9}{'range':>8}{'flag':>8}"
    ]
    for (name, option), each in sorted(
        by_choice.items(), key=lambda entry: (entry[0][0], entry[1].right / max(entry[1].printed, 1))
    ):
        out.append(
            f"{f'{name}: {option}':34}{each.printed:>8}{each.right / max(each.printed, 1):>8.4f}{each.wrong:>7}"
            f"{each.missed:>8}{each.invented:>9}{each.ranges / max(each.right, 1):>8.3f}"
            f"{each.flags / max(each.right, 1):>8.3f}"
        )
    if show:
        out += total.notes
    sys.stdout.write("\n".join(out) + "\n")
    return 0 if _good(total) else 1


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 0 when the aims hold (0.99 right, at most 0.001 invented)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--held-out", action="store_true", help="only the layouts written after the rules")
    parser.add_argument("--layout", action="append")
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    parser.add_argument("--nothing", action="store_true", help="documents that hold nobody's results")
    parser.add_argument("--fuzz", type=int, metavar="N", help="N composed reports, by choice")
    parser.add_argument("--seed", type=int, default=0, help="the first seed of --fuzz")
    chosen = parser.parse_args(arguments)
    if chosen.fuzz:
        return _fuzz(chosen.fuzz, chosen.seed, show=chosen.show)
    if chosen.nothing:
        return _nothing(chosen.seeds)
    layouts = tuple(chosen.layout or (HELD_OUT if chosen.held_out else (*LAYOUTS, *HELD_OUT)))
    scores = measure(layouts, chosen.seeds, chosen.first)
    total = Score()
    out = [
        f"{'layout':22}{'printed':>8}{'right':>8}{'wrong':>7}{'missed':>8}{'invented':>9}{'range':>8}{'flag':>8}{'told':>6}"
    ]
    for name, each in [*scores.items(), ("all", total)]:
        if name != "all":
            total.add(each)
        share = 1 / max(each.printed, 1)
        held = " (held out)" if name in HELD_OUT else ""
        out.append(
            f"{name:22}{each.printed:>8}{each.right * share:>8.4f}{each.wrong:>7}{each.missed:>8}"
            f"{each.invented:>9}{each.ranges / max(each.right, 1):>8.3f}"
            f"{each.flags / max(each.right, 1):>8.3f}{each.told:>6}{held}"
        )
    if chosen.show:
        out += [f"{count:>4} x {note}" for note, count in Counter(total.notes).most_common(80)]
    sys.stdout.write("\n".join(out) + "\n")
    return 0 if _good(total) else 1


if __name__ == "__main__":
    sys.exit(main())
