"""A letter and its truth, read from ``sets/<set>.txt``.

A set holds letters one after the other: ``=== name | language``, the letter, ``---``, then one line for each
statement that a careful reader would file: ``KIND label ; key=value``. Keys: ``value``, ``unit``, ``start``,
``end``, ``status``, ``detail`` (words that must be in the detail; may repeat), ``neg`` (denied) and
``optional`` (true, but not asked for: neither missed nor invented) and ``or`` (the statement of the line
before in another form that is as right).
"""

from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "sets"
SETS = (
    "develop", "held_out", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "negative",
)  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """One statement of a letter."""

    kind: str
    label: str
    value: str | None = None
    unit: str | None = None
    start: str | None = None
    end: str | None = None
    status: str | None = None
    details: tuple[str, ...] = ()
    negated: bool = False
    optional: bool = False
    again: bool = False
    """Another form of the statement before it."""


@dataclass(frozen=True)
class Letter:
    """A document.

    Lines of `body`: ``# title``, ``## heading``, ``> right``, ``- item``, ``| a | b |``, ``^ foot of pages``.
    """

    name: str
    language: str
    body: str
    truth: tuple[Truth, ...] = field(default=())
    number: int = 0
    """Its place in its set: decides how it is drawn."""

    def statements(self) -> list[tuple[Truth, ...]]:
        """What it states: the forms of each statement, the first one being what is asked for."""
        found: list[tuple[Truth, ...]] = []
        for truth in self.truth:
            if truth.again:
                found[-1] = (*found[-1], truth)
            else:
                found.append((truth,))
        return found


def letters(name: str) -> tuple[Letter, ...]:
    """The letters of one set."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    return tuple(_letter(part, number) for number, part in enumerate(text.split("=== ")[1:]))


def _letter(part: str, number: int) -> Letter:
    head, _, rest = part.partition("\n")
    name, language = (word.strip() for word in head.split("|"))
    body, _, truth = rest.partition("\n---\n")
    if rest.endswith("\n---\n") and not truth:
        body = rest.removesuffix("\n---\n")
    return Letter(name, language, body, tuple(_truth(line) for line in truth.splitlines() if line), number)


def _truth(line: str) -> Truth:
    first, *more = (word.strip() for word in line.split(" ; "))
    kind, _, label = first.partition(" ")
    pairs = [(key, value) for key, _, value in (word.partition("=") for word in more)]
    said = {key: value for key, value in pairs if key != "detail"}
    return Truth(
        kind=kind.lower(),
        label=label,
        value=said.get("value"),
        unit=said.get("unit"),
        start=said.get("start"),
        end=said.get("end"),
        status=said.get("status"),
        details=tuple(value for key, value in pairs if key == "detail"),
        negated="neg" in said,
        optional="optional" in said,
        again="or" in said,
    )
