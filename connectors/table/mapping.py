"""What the columns of a table are: guessed by us, or said by the person. Travels as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.daytimes import Order
from connectors.table import lexicon
from connectors.table.numerals import Decimals

SKIP, DATE, TIME, NOTE, NAME, RESULT, UNIT, RANGE, PRESSURE, OTHER = (
    "skip", "date", "time", "note", "name", "result", "unit", "range", "pressure", "other",
)  # fmt: skip
ROLES = (SKIP, DATE, TIME, NOTE, NAME, RESULT, UNIT, RANGE, PRESSURE, OTHER)
OPTION, REMEMBERED = "mapping", "remembered"
"""Names of reading options: the confirmed mappings of a file; that they were confirmed for an earlier one."""
_MOST = 400
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Role:
    """What one column is.

    Attributes:
        holds: One of `ROLES`, or the key of a measure (`connectors.table.lexicon`).
        unit: UCUM; empty for none, and where rows or cells say it.
    """

    holds: str = SKIP
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What one table is, once the person said so.

    Attributes:
        columns: In the table's order.
        order: Of day and month in its dates; None where no date needs one.
        decimal: The decimal mark of its numbers; None where none needs one.
    """

    columns: tuple[Role, ...] = field(default=())
    order: Order | None = None
    decimal: Decimals | None = None

    def to_plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "v": 1,
            "columns": [{"as": role.holds, "unit": role.unit} for role in self.columns],
            "order": self.order.value if self.order else "",
            "decimal": self.decimal or "",
        }

    @classmethod
    def from_plain(cls, plain: Any) -> "Confirmed | None":
        """Read back; None when it is no mapping."""
        try:
            columns = tuple(
                Role(_known(column["as"]), str(column["unit"])[:40]) for column in plain["columns"][:_MOST]
            )
            order = Order(plain["order"]) if plain["order"] else None
            decimal = plain["decimal"] if plain["decimal"] in (",", ".") else None
        except (KeyError, TypeError, ValueError, AttributeError):
            return None
        return cls(columns, order, decimal)


def _known(text: object) -> str:
    word = str(text)
    if word not in ROLES and lexicon.measure(word) is None:
        raise ValueError("role")
    return word


def of_options(options: Mapping[str, str]) -> dict[str, Confirmed]:
    """The confirmed mappings of a reading, by the signature of their table; what is none is passed over."""
    text = options.get(OPTION, "")
    if not text or len(text) > _LONGEST:
        return {}
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(plain, dict):
        return {}
    found = {str(key): Confirmed.from_plain(value) for key, value in plain.items()}
    return {key: mapping for key, mapping in found.items() if mapping is not None}


def to_options(mappings: Mapping[str, Confirmed]) -> dict[str, str]:
    """The reading option that holds these mappings."""
    return {OPTION: json.dumps({key: mapping.to_plain() for key, mapping in mappings.items()})}
