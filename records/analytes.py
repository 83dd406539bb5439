"""The analytes Carnet knows, found by code or by printed label; never by a wrong guess.

The table is ``records/data/analytes.toml``; ``groups.toml`` beside it holds the panels. A label that fits two
analytes is decided by the unit, and by nothing when the unit fits both.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from core.language import Language
from records.codes import LOINC, Coding
from records.conversion import Chemistry, reaches
from records.words import words

URINE = "urine"


@dataclass(frozen=True, slots=True)
class Analyte:
    """One thing that is measured in one specimen.

    Attributes:
        key: Stable key, lower-case words joined by ``_``.
        names: What a person reads, by language.
        group: Key of its panel.
        specimen: ``blood``, ``urine``, ``stool`` or ``body``. Urine and blood creatinine are two analytes.
        unit: Canonical unit, UCUM.
        loinc: Its codes, mass and molar alike.
        labels: As laboratories print it.
        lay: As people say it.
        current_days: Age after which a value is never called current.
        chemistry: What conversions may use.
        plausible: Lowest and highest canonical value that a label without a code may stand for.
        methods: Ways to measure or reckon it that labels name and that must not be compared with each other:
            the way, and the folded words that say it.
        source: Where the row comes from.
    """

    key: str
    names: Mapping[Language, str]
    group: str
    specimen: str
    unit: str
    loinc: tuple[str, ...]
    labels: tuple[str, ...]
    lay: tuple[str, ...]
    current_days: int
    chemistry: Chemistry
    plausible: tuple[Decimal, Decimal] | None
    methods: Mapping[str, frozenset[str]]
    source: str

    def method(self, label: str) -> str | None:
        """The way that a printed label names; None when it names none."""
        said = frozenset(words(label)) if self.methods else frozenset()
        return next((way for way, named in self.methods.items() if said & named), None)


@dataclass(frozen=True, slots=True)
class Group:
    """A panel.

    Attributes:
        key: ``lipids``.
        names: What a person reads, by language.
        lay: As people ask for it ("bilan hépatique", "kidneys").
        current_days: For its analytes that say nothing else.
        analytes: Keys, in reading order.
    """

    key: str
    names: Mapping[Language, str]
    lay: tuple[str, ...]
    current_days: int
    analytes: tuple[str, ...]


def get(key: str) -> Analyte | None:
    """The analyte of that key; None when there is none."""
    return _table().get(key)


def analytes() -> tuple[Analyte, ...]:
    """All of them, panel by panel."""
    return tuple(_table().values())


def groups() -> tuple[Group, ...]:
    """All panels, in the order of ``groups.toml``."""
    return tuple(_groups().values())


def name(key: str, language: Language) -> str:
    """What a person reads for an analyte key; the key itself when it is not in the table."""
    row = get(key)
    return row.names[language] if row else key


def by_code(codings: Iterable[Coding]) -> str | None:
    """The analyte of the first LOINC code that is in the table; None without one."""
    codes = _codes()
    return next(
        (codes[coding.code] for coding in codings if coding.system == LOINC and coding.code in codes), None
    )


def by_label(label: str, unit: str | None = None, *, section: str = "") -> str | None:
    """The analyte that a printed label means; None when that is not certain.

    >>> by_label("Créatinine (sérum)", "umol/L"), by_label("Créatinine urinaire", "mmol/L")
    ('creatinine', 'urine_creatinine')
    >>> by_label("ACE", "ug/L"), by_label("ACE") is None
    ('cea', True)

    Args:
        label: As printed: accents, case, punctuation, specimen and method words do not matter.
        unit: UCUM; parts labels that two analytes share. A unit the analyte cannot have rules it out.
        section: Words printed above it ("Chimie urinaire"), which may name the specimen.
    """
    urine = _is_urine(words(label)) or _is_urine(words(section)) or _per_day(unit)
    for candidate in _spellings(label):
        keys = [key for key in _labels().get(candidate, ()) if _specimen_fits(key, candidate, urine)]
        if unit is not None:
            keys = [key for key in keys if reaches(unit, _table()[key].unit, _table()[key].chemistry)]
        if len(keys) == 1:
            return keys[0]
        if keys:
            return None
    return None


# --- labels -------------------------------------------------------------------------------------------------

_PARENTHESES = re.compile(r"[(\[][^()\[\]]*[)\]]")
_METHOD = re.compile(
    r"\s+[-–—:]\s+|[:;,*]| par | by | selon |\b(?:methode|method|technique)\b", re.IGNORECASE
)
_URINE = frozenset("urine urines urinaire urinaires urinary u diurese miction".split())
_SPECIMEN = frozenset(
    "serum serique seriques plasma plasmatique plasmatiques sang sanguin sanguine sanguins sanguines blood "
    "veineux veineuse venous whole capillaire fasting jeun a au du de des le la les l d dosage taux mesure "
    "niveau level test s p b mesuree valeur concentration in or".split()
)


def _is_urine(folded: tuple[str, ...]) -> bool:
    return any(word in _URINE for word in folded)


def _per_day(unit: str | None) -> bool:
    return unit is not None and unit.endswith("/d")


def _spellings(label: str) -> list[tuple[str, ...]]:
    """The label in folded words, from all of it to its bare core; the first that is known decides."""
    bare = _PARENTHESES.sub(" ", label)
    head = _METHOD.split(bare, maxsplit=1)[0]
    found: list[tuple[str, ...]] = []
    for text in (label, bare, head):
        whole = words(text)
        dry = tuple(word for word in whole if word not in _URINE)
        core = tuple(word for word in dry if word not in _SPECIMEN)
        found += [whole, dry, core]
    inside = [words(match[0]) for match in _PARENTHESES.finditer(label)]
    return [spelling for spelling in dict.fromkeys((*found, *inside)) if spelling]


def _specimen_fits(key: str, spelling: tuple[str, ...], urine: bool) -> bool:
    """Urine is said, by the label or around it; otherwise a urine row answers only to its own full name."""
    row = _table()[key]
    if urine:
        return row.specimen == URINE
    return row.specimen != URINE or spelling in _own_names().get(key, frozenset())


@lru_cache(maxsize=1)
def _own_names() -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Labels of urine rows that no row of another specimen shares ("créatininurie")."""
    elsewhere = {words(label) for row in analytes() if row.specimen != URINE for label in row.labels}
    return MappingProxyType(
        {
            row.key: frozenset({words(label) for label in row.labels} - elsewhere)
            for row in analytes()
            if row.specimen == URINE
        }
    )


@lru_cache(maxsize=1)
def _labels() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    index: dict[tuple[str, ...], list[str]] = {}
    for row in analytes():
        for label in (*row.names.values(), *row.labels):
            keys = index.setdefault(words(label), [])
            if row.key not in keys:
                keys.append(row.key)
    return MappingProxyType({label: tuple(keys) for label, keys in index.items()})


# --- the table ----------------------------------------------------------------------------------------------


def _read(file: str) -> dict[str, Any]:
    return tomllib.loads(files("records.data").joinpath(file).read_text("utf-8"))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Analyte]:
    panels = _read("groups.toml")
    rows = {key: _row(key, row, panels) for key, row in _read("analytes.toml").items()}
    order = {panel: index for index, panel in enumerate(panels)}
    return MappingProxyType(dict(sorted(rows.items(), key=lambda item: order[item[1].group])))


def _row(key: str, row: dict[str, Any], panels: dict[str, Any]) -> Analyte:
    return Analyte(
        key=key,
        names=MappingProxyType({"fr": row["fr"], "en": row["en"]}),
        group=row["group"],
        specimen=row.get("specimen", "blood"),
        unit=row["unit"],
        loinc=tuple(row.get("loinc", ())),
        labels=tuple(row.get("labels", ())),
        lay=tuple(row.get("lay", ())),
        current_days=row.get("days", panels[row["group"]]["days"]),
        chemistry=Chemistry(
            molar_mass=Decimal(row["molar_mass"]) if "molar_mass" in row else None,
            monovalent=row.get("monovalent", False),
            linear=row.get("linear"),
        ),
        plausible=(Decimal(row["plausible"][0]), Decimal(row["plausible"][1]))
        if "plausible" in row
        else None,
        methods=MappingProxyType({way: frozenset(said) for way, said in row.get("methods", {}).items()}),
        source=row["source"],
    )


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, Group]:
    members: dict[str, list[str]] = {}
    for row in analytes():
        members.setdefault(row.group, []).append(row.key)
    return MappingProxyType(
        {
            key: Group(
                key=key,
                names=MappingProxyType({"fr": row["fr"], "en": row["en"]}),
                lay=tuple(row["lay"]),
                current_days=row["days"],
                analytes=tuple(members.get(key, ())),
            )
            for key, row in _read("groups.toml").items()
        }
    )


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    return MappingProxyType({code: row.key for row in analytes() for code in row.loinc})
