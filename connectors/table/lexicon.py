"""What a column may hold, by the words that head it: our own table first, then laboratories' analytes."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.language import Language
from records import analytes
from records.conversion import reaches
from records.metrics import metrics
from records.units import ucum
from records.words import fold, words

_TABLE = Path(__file__).parent / "lexicon.toml"
_WORDS = Path(__file__).parent / "words.toml"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that a column can hold.

    Attributes:
        key: Of the lexicon, or of ``analytes.toml``.
        analyte: Key of ``analytes.toml``; None for what is not in it.
        metric: Key of ``metrics.toml`` when rows are samples.
        units: UCUM unit to the lowest and highest value a person can have.
        sure: A column without a unit takes the only unit that makes all its values possible.
        whole: Counted in whole numbers, so that ``8,412`` is thousands.
        words: Its values are words.
        steady: It does not change much within a day.
        names: What a person reads, by language, where no other table has it.
    """

    key: str
    analyte: str | None = None
    metric: str | None = None
    units: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    sure: bool = False
    whole: bool = False
    words: bool = False
    steady: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: Language) -> str:
        """What a person reads."""
        if self.metric is not None:
            row = metrics()[self.metric]
            return (row.fr if language == "fr" else row.en).capitalize()
        return analytes.name(self.analyte, language) if self.analyte else self.names[language]

    def takes(self, unit: str) -> bool:
        """Whether a UCUM unit can belong to it."""
        if unit in self.units:
            return True
        row = analytes.get(self.analyte) if self.analyte else None
        return row is not None and reaches(unit, row.unit, row.chemistry)

    def possible(self, value: Decimal, unit: str) -> bool:
        """Whether a person can have this value, as far as is known."""
        bounds = self.units.get(unit)
        return bounds is None or bounds[0] <= value <= bounds[1]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[Mapping[str, Measure], Mapping[tuple[str, ...], tuple[str, ...]]]:
    rows = tomllib.loads(_TABLE.read_text("utf-8"))
    named: dict[tuple[str, ...], tuple[str, ...]] = {}
    found: dict[str, Measure] = {}
    for key, row in rows.items():
        found[key] = Measure(
            key=key,
            analyte=row.get("analyte"),
            metric=row.get("metric"),
            units=MappingProxyType(
                {unit: (Decimal(str(low)), Decimal(str(high))) for unit, (low, high) in row["units"].items()}
            ),
            sure=row.get("sure", False),
            whole=row.get("whole", False),
            words=row.get("words", False),
            steady=row.get("steady", False),
            names=MappingProxyType({"fr": row.get("fr", key), "en": row.get("en", key)}),
        )
        for name in row["names"]:
            said = _bare(words(name))
            named[said] = tuple(dict.fromkeys((*named.get(said, ()), key)))
    return MappingProxyType(found), MappingProxyType(named)


def own() -> tuple[str, ...]:
    """The keys of our own table, in its order."""
    return tuple(_lexicon()[0])


def measure(key: str) -> Measure | None:
    """The measure of a key of our own table or of the analytes; None for any other."""
    found = _lexicon()[0].get(key)
    if found is not None:
        return found
    row = analytes.get(key)
    return None if row is None else Measure(key, analyte=key)


# --- headers ------------------------------------------------------------------------------------------------

_INSIDE = re.compile(r"[(\[]\s*([^()\[\]]{1,24}?)\s*[)\]]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TAIL = re.compile(r"[\s_,;:|-]+")
_DEGREES = {"c": "Cel", "f": "[degF]"}


@lru_cache(maxsize=1)
def _vocabulary() -> Mapping[str, Any]:
    return MappingProxyType(tomllib.loads(_WORDS.read_text("utf-8")))


@lru_cache(maxsize=32)
def vocabulary(group: str) -> frozenset[tuple[str, ...]]:
    """One list of ``words.toml``, each entry as folded words."""
    return frozenset(words(text) for text in _vocabulary()[group])


@lru_cache(maxsize=4)
def single(group: str) -> frozenset[str]:
    """One list of ``words.toml``, of single words."""
    return frozenset(_vocabulary()[group])


@dataclass(frozen=True, slots=True)
class Label:
    """The head of a column, taken apart.

    Attributes:
        printed: All of it.
        core: Without unit.
        unit_text: The unit as printed; empty without one.
        unit: Its UCUM code; empty without one.
    """

    printed: str
    core: str
    unit_text: str = ""
    unit: str = ""


def unit_of(text: str) -> str | None:
    """The UCUM code of a printed unit, the worded ones of diaries included; None when it is none.

    >>> unit_of("lbs"), unit_of("grams"), unit_of("matin")
    ('[lb_av]', 'g', None)
    """
    text = text.strip()
    if not text or len(text) > 24:  # noqa: PLR2004  no unit is longer
        return None
    return _vocabulary()["units"].get(fold(text)) or ucum(text)


def label(printed: str) -> Label:
    """Take the head of a column apart.

    >>> label("Poids (kg)").unit, label("Weight_lbs").core, label("SYS mmHg").unit
    ('kg', 'Weight', 'mm[Hg]')
    """
    printed = " ".join(printed.split())
    for inside in reversed(list(_INSIDE.finditer(printed))):
        unit = unit_of(inside[1])
        if unit is not None:
            return Label(
                printed, (printed[: inside.start()] + printed[inside.end() :]).strip(" :-_"), inside[1], unit
            )
    for text in dict.fromkeys((printed, _CAMEL.sub(" ", printed))):
        parts = [part for part in _TAIL.split(text) if part]
        found = _tail_unit(parts) if len(parts) > 1 else None
        if found is not None:
            core = text[: text.rindex(parts[-1])].rstrip(" _,;:|-").removesuffix(" en").removesuffix(" in")
            return Label(printed, core, parts[-1], found)
    return Label(printed, printed)


def _tail_unit(parts: list[str]) -> str | None:
    """The unit that the last word of a header is, when it is one beyond doubt."""
    last, before = parts[-1], fold(parts[-2])
    if last.lower() in single("bare_units") or before in ("en", "in"):
        return unit_of(last)
    if fold(parts[0]).startswith("temp") and fold(last).strip("°") in _DEGREES:
        return _DEGREES[fold(last).strip("°")]
    return ucum(last) if "/" in last else None


def _bare(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in said if word not in single("fillers"))


def moment(core: str) -> str:
    """The words of a header that say when or where it was measured: ``matin``, ``bras gauche``."""
    said = [word for word in core.replace("_", " ").split() if set(words(word)) & single("moments")]
    return " ".join(said).strip("()[]-: ")


def match(head: Label) -> Measure | None:
    """What a column holds; None when its words are not known.

    All the words count: ``Poids cible`` is not a weight.
    """
    spread = _CAMEL.sub(" ", head.core).replace("_", " ")
    return _match_words(head, words(head.core)) or _match_words(head, words(spread))


def _match_words(head: Label, said: tuple[str, ...]) -> Measure | None:
    less = tuple(word for word in _bare(said) if word not in single("moments"))
    for candidate in dict.fromkeys((said, _bare(said), less)):
        own_keys = _lexicon()[1].get(candidate, ())
        if own_keys:
            return _fitting(head, own_keys)
        key = analytes.by_label(" ".join(candidate), head.unit or None) if candidate else None
        if key is None and candidate == said:
            key = analytes.by_label(head.core, head.unit or None)
        if key is not None:
            return _fitting(head, (_own_key(key),))
    bare = tuple(word for word in less if word not in single("pressure"))
    keys = [key for key in _lexicon()[1].get(bare, ()) if key in ("systolic", "diastolic")]
    return _fitting(head, keys)


def _fitting(head: Label, keys: Iterable[str]) -> Measure | None:
    """The first measure that the unit of the head can belong to."""
    found = [one for key in keys if (one := measure(key)) is not None]
    return next((one for one in found if not head.unit or one.takes(head.unit)), None)


def _own_key(analyte: str) -> str:
    return next((row.key for row in _lexicon()[0].values() if row.analyte == analyte), analyte)
