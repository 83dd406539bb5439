"""How many everyday questions for a number are understood: what, which number, when, compared with what.

python -m tests.evals.statistics            both sets, misses named
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.language import Language
from records.words import fold
from retrieval.facts import Statistic
from retrieval.period import Period
from retrieval.query import Aim, Query, plan

TODAY = date(2026, 11, 24)
HELD = ("steps", "resting_heart_rate", "sleep_asleep", "glucose_sensor")
_FOLDER = Path(__file__).parent
_ANY, _NONE = "*", "-"


@dataclass(frozen=True, slots=True)
class Case:
    """One question and how it is to be understood; the columns of the files."""

    language: Language
    question: str
    subject: str
    statistic: str
    period: str
    versus: str
    step: str
    event: str
    side: str


def cases(name: str) -> tuple[Case, ...]:
    """The set of that name: ``seen`` or ``held_out``."""
    lines = (_FOLDER / f"statistics_{name}.txt").read_text("utf-8").splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]
    return tuple(Case(*row) for row in rows)  # type: ignore[arg-type]  # the first column is a language


def misses(case: Case) -> tuple[str, ...]:
    """Names of what was not understood of a question; empty when all was."""
    query = plan(case.question, case.language, today=TODAY, held=HELD)
    told = {
        "subject": case.subject == _ANY or case.subject in (*query.analytes, *query.metrics),
        "statistic": case.statistic == _ANY or case.statistic == _asked_for(query),
        "period": case.period in (_ANY, _written(query.period)),
        "versus": case.versus in (_ANY, _written(query.versus)),
        "step": query.statistic is Statistic.SLOPE
        or case.step in (_ANY, query.step.value if query.step else _NONE),
        "event": case.event == _ANY or _same_event(case.event, query),
        "side": case.side in (_ANY, query.event.side.value if query.event else _NONE),
        "aim": query.aim in (Aim.TREND, Aim.STATISTIC) or query.in_target,
    }
    return tuple(name for name, right in told.items() if not right)


def _asked_for(query: Query) -> str:
    return "trend" if query.aim is Aim.TREND else query.statistic.value if query.statistic else "mean"


def _written(period: Period | None) -> str:
    if period is None:
        return _NONE
    return f"{period.first or ''}..{period.last or ''}"


def _same_event(wanted: str, query: Query) -> bool:
    event = query.event
    if wanted == _NONE or event is None:
        return wanted == _NONE and event is None
    if event.period is not None and event.period.first is not None:
        return event.period.first.isoformat().startswith(wanted)
    return fold(wanted)[:6] in event.name


def main() -> None:
    """Print the figures and what was missed."""
    for name in ("seen", "held_out"):
        found = [(case, misses(case)) for case in cases(name)]
        right = sum(not missed for _, missed in found)
        for case, missed in found:
            if missed:
                print(f"  {case.question}\n      missed: {', '.join(missed)}")
        print(f"{name}: {right} of {len(found)} understood whole")


if __name__ == "__main__":
    main()
