"""How well the columns of tables are guessed: invented tables, French and English, with what they say.

    .venv/bin/python -m tests.evals.tables

A table counts facts and daily samples as ``date what value unit``: right, missed, wrong (anything that is not
in the table's own list). ``asked`` says whether the person is asked where the table leaves something open.
The first set was written before the code had seen it; its first figures stand in the connector's README.
"""

import csv
import io
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from connectors import intake
from records.model import Fact, Kind
from records.normalise import normalise
from records.samples import Samples
from records.words import words


@dataclass(frozen=True, slots=True)
class Case:
    """One table.

    Attributes:
        name: Says what it is.
        text: The file.
        says: What is in it, one a line: date, analyte or metric (or the label's words), value, unit.
        asked: Whether the person must be asked about something.
    """

    name: str
    text: str
    says: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one table."""

    name: str
    right: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    asked_rightly: bool


def judge(case: Case) -> Score:
    """Read one table and compare."""
    reading = intake.read(case.text.encode(), case.name + ".csv")
    got = {
        *map(_fact, _observations(reading.records)),
        *(line for batch in reading.samples for line in _samples(batch)),
    }
    says = {" ".join(line.split()) for line in case.says.strip().splitlines() if line.strip()}
    asked = any(problem.code == "columns_to_confirm" for problem in reading.problems)
    return Score(
        case.name, len(got & says), tuple(sorted(says - got)), tuple(sorted(got - says)), asked is case.asked
    )


def _observations(records: Iterable[object]) -> list[Fact]:
    return [
        normalise(record)
        for record in records
        if isinstance(record, Fact) and record.kind is Kind.OBSERVATION
    ]


def _fact(fact: Fact) -> str:
    what = fact.analyte or "_".join(words(fact.label))
    when = fact.start.local[:16] if fact.start else "-"
    if fact.quantity is None:
        return f"{when} {what} {fact.value_text}"
    value = (fact.quantity.comparator or "") + _plain(fact.quantity.value)
    return f"{when} {what} {value} {fact.quantity.unit}"


def _samples(batch: Samples) -> Iterable[str]:
    for start, length, value in zip(batch.start_s, batch.duration_s, batch.values, strict=True):
        moment = datetime.fromtimestamp(start, UTC)
        when = moment.strftime("%Y-%m-%d") if length else moment.strftime("%Y-%m-%dT%H:%M")
        yield f"{when} {batch.metric} {_plain(Decimal(repr(round(value, 4))))} {batch.unit}"


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def table(rows: str, separator: str = ",") -> str:
    """A CSV of the same rows with another separator; cells are parted by `` | `` in `rows`."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    for row in rows.strip("\n").splitlines():
        writer.writerow([cell.strip() for cell in row.split("|")])
    return out.getvalue()


def main(argv: list[str]) -> int:
    """Print the figures of each set; 1 when anything was read that is not there."""
    from tests.evals.tables_cases import SETS

    wrong = 0
    for name, cases in SETS.items():
        scores = [judge(case) for case in cases]
        right, missed = sum(s.right for s in scores), sum(len(s.missed) for s in scores)
        false, asked = sum(len(s.wrong) for s in scores), sum(s.asked_rightly for s in scores)
        wrong += false
        print(f"{name}: {len(cases)} tables, {right} right, {missed} missed, {false} wrong, "
              f"asked rightly {asked} of {len(cases)}")  # fmt: skip
        if "-v" in argv:
            for score in scores:
                print(
                    f"  {score.name}: {score.right} right{'' if score.asked_rightly else ', ASKED WRONGLY'}"
                )
                for line in score.missed:
                    print(f"    missed {line}")
                for line in score.wrong:
                    print(f"    wrong  {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
