"""The decision table: from what was found to what is shown. Rows are data that clinicians read and sign."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from core.errors import ConfigError
from safety.verdict import CardKind, Intent, Urgency

Answer = Literal["yes", "rest", "no"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        id: Names it in `Verdict.reasons`.
        intents: It fits these; every intent when empty.
        urgencies: It fits these; every urgency when empty.
        sure: It fits a finding that is sure, or only possible; None fits both.
        card: Full card.
        banner: Soft line.
        crisis: Self-harm.
        redirect: Guidance instead of a plain answer.
        treatment_change: A treatment change is asked.
        answer: What of the message is still answered.
    """

    id: str
    intents: frozenset[Intent] = frozenset()
    urgencies: frozenset[Urgency] = frozenset()
    sure: bool | None = None
    card: CardKind | None = None
    banner: bool = False
    crisis: bool = False
    redirect: bool = False
    treatment_change: bool = False
    answer: Answer = "yes"

    def fits(self, intent: Intent, urgency: Urgency, *, sure: bool) -> bool:
        """True when this row decides such a finding."""
        return (
            (not self.intents or intent in self.intents)
            and (not self.urgencies or urgency in self.urgencies)
            and (self.sure is None or self.sure == sure)
        )


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """Rows, read from the top. The last row fits everything."""

    rows: Sequence[Row]

    def decide(self, intent: Intent, urgency: Urgency, *, sure: bool) -> Row:
        """The first row that fits."""
        return next(row for row in self.rows if row.fits(intent, urgency, sure=sure))


def read_table(data: bytes) -> DecisionTable:
    """The table in `data`.

    Raises:
        ConfigError: ``decision_table_unreadable``; also when the last row does not fit everything.
    """
    try:
        rows = tuple(_row(row) for row in tomllib.loads(data.decode())["row"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError, TypeError):
        raise ConfigError("decision_table_unreadable") from None
    if not rows or rows[-1].intents or rows[-1].urgencies or rows[-1].sure is not None:
        raise ConfigError("decision_table_unreadable")
    return DecisionTable(rows)


def _row(row: dict[str, Any]) -> Row:
    allowed = {
        "id",
        "intent",
        "urgency",
        "sure",
        "card",
        "banner",
        "crisis",
        "redirect",
        "treatment_change",
        "answer",
    }
    if not row.keys() <= allowed or row["answer"] not in ("yes", "rest", "no"):
        raise ValueError("row")
    sure = row.get("sure")
    return Row(
        id=str(row["id"]),
        intents=frozenset(Intent(name) for name in row.get("intent", ())),
        urgencies=frozenset(Urgency(level) for level in row.get("urgency", ())),
        sure=None if sure is None else bool(sure),
        card=CardKind(str(row["card"])) if "card" in row else None,
        banner=bool(row.get("banner", False)),
        crisis=bool(row.get("crisis", False)),
        redirect=bool(row.get("redirect", False)),
        treatment_change=bool(row.get("treatment_change", False)),
        answer=row["answer"],
    )
