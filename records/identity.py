"""What a statement is about, told so that a coded file, a letter and a person's own words come out the same.

A `Name` holds the keys by which two statements can be known as one: codes, and names without accents,
plurals, words of form and route. `Dose` is what a medicine's label and dosage line say in numbers. What is
not understood is left out, and two things that share no key stay two.

The words and the table ``records/data/same_names.toml`` are the project's own, French and English.
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

from records.codes import SNOMED, Coding
from records.model import Fact, Kind
from records.words import fold, words

NAMED = frozenset(
    {Kind.MEDICATION, Kind.CONDITION, Kind.ALLERGY, Kind.IMMUNIZATION, Kind.PROCEDURE, Kind.ENCOUNTER}
)
"""Kinds that are known by name, not by value."""
EVENTS = frozenset({Kind.IMMUNIZATION, Kind.PROCEDURE, Kind.ENCOUNTER})
"""Of these, what happens on a day; the others last."""

_FAMILIES = {
    SNOMED: "sct",
    "http://hl7.org/fhir/sid/icd-10": "icd10",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10",
    "http://hl7.org/fhir/sid/icd-10-fr": "icd10",
    "urn:oid:2.16.840.1.113883.6.3": "icd10",
    "urn:oid:2.16.840.1.113883.6.90": "icd10",
    "http://www.whocc.no/atc": "atc",
    "urn:oid:2.16.840.1.113883.6.73": "atc",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "http://hl7.org/fhir/sid/cvx": "cvx",
}
_NOT_NAMING = ("v3-ActCode", "2.16.840.1.113883.5.", "v3-NullFlavor", "data-absent-reason")
"""Vocabularies that say of what sort a thing is (ambulatory, drug allergy), not which."""
_SUBSTANCE = 7
"""Letters of an ATC code that names a substance; a shorter one names a class."""

_STRENGTH = re.compile(
    r"(?<![\w.,])((?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?(?:\s*/\s*\d+(?:[.,]\d+)?)*)\s*"
    r"(mg|g|[\u00b5\u03bc]g|ug|mcg|ui|iu|u|unites?|units?|meq|mmol|%)(?![a-z])(?:\s*/\s*(\d*(?:[.,]\d+)?)\s*(ml|l|h|dose))?"
)
_MILLI = {"g": Decimal(1000), "mg": Decimal(1), "ug": Decimal("0.001"), "mcg": Decimal("0.001")}
_UNITS = frozenset({"ui", "iu", "u", "unite", "unites", "unit", "units"})
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BRACKETS_ARE_REMARKS = frozenset({Kind.MEDICATION, Kind.ALLERGY})
"""Here a bracket holds a brand, a reaction; elsewhere it may make the thing another thing ("secondaire")."""

ANY_ALLERGY = "allergy.any"
"""Key of an allergy to nothing in particular: denied, it denies them all."""
_NONE_KNOWN = frozenset("no not known connu connue connues aucun aucune pas nka none any".split())

_SMALL = frozenset(
    "de du des d le la les l un une a au aux en et pour par the of an and to for with in".split()
)
_FORMS = _SMALL | frozenset(
    "comprime comprimes cp cpr cps tablet tablets tab tabs gelule gelules capsule capsules cap caps "
    "pellicule pellicules pelliculee pelliculees film coated enrobe enrobes secable secables quadrisecable "
    "orodispersible dispersible effervescent effervescents effervescente boite box oral orale voie route "
    "per os po product "
    "chlorhydrate hydrochloride hcl besilate besylate".split()
)
_LEFT_OUT: Mapping[Kind, frozenset[str]] = {
    Kind.MEDICATION: _FORMS,
    Kind.ALLERGY: _SMALL
    | frozenset("allergie allergies allergique allergy allergic hypersensibilite hypersensitivity".split()),
    Kind.CONDITION: _SMALL | frozenset({"disorder", "finding"}),
    Kind.IMMUNIZATION: _SMALL
    | frozenset(
        "vaccin vaccins vaccine vaccination vaccinations immunization contre against anti virus".split()
    ),
    Kind.PROCEDURE: _SMALL | frozenset({"procedure"}),
    Kind.ENCOUNTER: _SMALL,
}
_SLOW = re.compile(r"\b(?:lp|xr|er|sr|xl|extended[ -]release|liberation prolongee|prolonged[ -]release)\b")


@dataclass(frozen=True, slots=True)
class Name:
    """What a statement is about.

    Attributes:
        own: Keys of what it calls itself: its codes and its whole name.
        also: Other names it gives (a brand in brackets, what a code's display says). They are compared with
            another's own keys only: two things with the same remark in brackets are not the same.
        chronic: A state that does not end by being left unsaid.
        once: An event of which a life holds one.
    """

    own: frozenset[str]
    also: frozenset[str] = frozenset()
    chronic: bool = False
    once: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """All of them."""
        return self.own | self.also

    @property
    def codes(self) -> frozenset[str]:
        """The codes among its own keys."""
        return frozenset(key for key in self.own if ":" in key)

    def meets(self, other: "Name") -> bool:
        """Whether the two name one thing."""
        return bool(self.own & other.keys or other.own & self.keys)


@dataclass(frozen=True, slots=True)
class Dose:
    """The numbers of a medicine; what is empty or None was not said, or not understood.

    Attributes:
        strengths: Of the product, from its label: ``5 mg`` (mass in milligrams).
        amounts: Mass or units at each intake, from the dosage line.
        pieces: Tablets, drops, puffs at each intake.
        per_day: Intakes a day.
    """

    strengths: frozenset[str] = frozenset()
    amounts: frozenset[str] = frozenset()
    pieces: frozenset[str] = frozenset()
    per_day: Decimal | None = None

    def agrees(self, other: "Dose") -> bool:
        """Whether no number of one contradicts the other."""
        for mine, theirs in (
            (self.strengths, other.strengths),
            (self.amounts, other.amounts),
            (self.pieces, other.pieces),
        ):
            if mine and theirs and mine != theirs:
                return False
        for one, two in ((self, other), (other, self)):
            bare = one.amounts and not one.strengths and not two.amounts
            if bare and two.strengths and one.amounts != two.strengths:
                return False  # ten milligrams of five-milligram tablets: it may be, and it is not said
        return self.per_day is None or other.per_day is None or self.per_day == other.per_day


def name(fact: Fact) -> Name:
    """What a named fact is about."""
    return _name(fact.kind, fact.label, fact.codings)


@lru_cache(maxsize=8192)
def _name(kind: Kind, label: str, codings: tuple[Coding, ...]) -> Name:
    table = _table(kind)
    codes = {code for coding in codings if (code := _code(kind, coding))}
    whole, inside = _said(kind, label), [_said(kind, match[1]) for match in _BRACKETS.finditer(label)]
    bare = _said(kind, _BRACKETS.sub(" ", label))
    own = {whole, bare} if kind in _BRACKETS_ARE_REMARKS or _repeats(table, bare, inside) else {whole}
    also = set(inside) if kind in (Kind.MEDICATION, Kind.IMMUNIZATION) else set()
    if kind is Kind.MEDICATION:
        also |= {_said(kind, coding.display) for coding in codings}
    concepts = {table[key] for key in (*own, *codes) if key in table}
    if kind is Kind.ALLERGY and not set(bare.split()) - _NONE_KNOWN and (bare or not codes):
        concepts = {ANY_ALLERGY}
    rows = [_rows().get(concept, {}) for concept in concepts]
    return Name(
        own=frozenset(codes | own | (concepts if len(concepts) == 1 else set())) - {""},
        also=frozenset(also | {table[key] for key in also if key in table}) - own - {""},
        chronic=bool(rows) and all(row.get("chronic", False) for row in rows),
        once=bool(rows) and all(row.get("once", False) for row in rows),
    )


def _repeats(table: Mapping[str, str], bare: str, inside: list[str]) -> bool:
    """Whether what stands in brackets says the name once more ("infarctus du myocarde (IDM)")."""
    return all(not said or (said in table and table[said] == table.get(bare)) for said in inside)


def _code(kind: Kind, coding: Coding) -> str:
    if not coding.code or any(part in coding.system for part in _NOT_NAMING):
        return ""
    family = _FAMILIES.get(coding.system, coding.system)
    if not family or (family == "atc" and kind is Kind.MEDICATION and len(coding.code) < _SUBSTANCE):
        return ""
    code = coding.code.replace(".", "").upper() if family == "icd10" else coding.code
    return f"{family}:{code}"


@lru_cache(maxsize=8192)
def _said(kind: Kind, text: str) -> str:
    """A name as it is compared; empty when nothing is left of it."""
    text = fold(text)
    if kind is Kind.MEDICATION:
        text = _SLOW.sub(" lp ", _STRENGTH.sub(" ", text))
    left = _LEFT_OUT.get(kind, _SMALL)
    kept = [word for word in words(text) if word not in left]
    if kind is Kind.IMMUNIZATION:
        kept = [word for word in kept if not re.fullmatch(r"(?:19|20)\d\d", word)]
    if kind in (Kind.MEDICATION, Kind.ALLERGY):
        kept = [_stem(word) for word in kept]
    if kind is Kind.MEDICATION:
        return " ".join(sorted(set(kept)))
    return " ".join(kept)


def _stem(word: str) -> str:
    """A substance's name without the endings that part French from English, singular from plural."""
    if len(word) > 4:  # noqa: PLR2004  shorter words have no ending to lose
        word = re.sub(r"ique$", "ic", word.removesuffix("s"))
        return word.removesuffix("e")
    return word


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, dict[str, Any]]:
    tables = tomllib.loads(files("records.data").joinpath("same_names.toml").read_text("utf-8"))
    return MappingProxyType(
        {f"{kind}.{concept}": row for kind, rows in tables.items() for concept, row in rows.items()}
    )


@lru_cache(maxsize=8)
def _table(kind: Kind) -> Mapping[str, str]:
    """Concept by name or code."""
    found: dict[str, str] = {}
    for concept, row in _rows().items():
        if concept.partition(".")[0] == kind.value:
            for key in row["names"]:
                found[_said(kind, key)] = concept
            for code in row.get("codes", ()):
                found[code] = concept
    return MappingProxyType(found)


# --- doses --------------------------------------------------------------------------------------------------

_NUMBERS = {"un": "1", "une": "1", "one": "1", "deux": "2", "two": "2", "trois": "3", "three": "3",
            "quatre": "4", "four": "4", "demi": "0.5", "half": "0.5", "1/2": "0.5"}  # fmt: skip
_PIECE = re.compile(
    r"(?<![\w.,/])(\d+(?:[.,]\d+)?(?:\s*(?:-|a|to)\s*\d+)?|1/2|un|une|one|deux|two|trois|three|quatre|four|"
    r"(?:un )?demi|half)\s+\{?(?:(?:a|de)\s+)?"
    r"(?:comprime|cp|cpr|tablet|tab|gelule|capsule|cap|goutte|drop|bouffee|puff|sachet|ampoule|dose|inhalation|"
    r"pulverisation|spray|suppositoire|patch)s?\b"
)
_MOMENT = re.compile(r"\b(?:matin|midi|soir|coucher|morning|noon|evening|night|bedtime)\b")
_TIMES = re.compile(r"(\d+|une?|deux|trois|quatre)\s*(?:x|fois)?\s*(?:/|par)\s*(?:1\s*)?j(?:our)?\b")
_TIMES_EN = re.compile(r"(\d+|two|three|four)\s*(?:x|times?)\s*(?:/|a|per)\s*(?:1\s*)?day\b")
_EVERY = re.compile(r"(?:toutes? les|every|q)\s*(\d+)\s*h(?:eures?|ours?|rs?)?\b")
_SCHEME = re.compile(r"(?<![\d-])(\d)\s*-\s*(\d)\s*-\s*(\d)(?:\s*-\s*(\d))?(?![\d-])")
_WORDED = (
    (re.compile(r"\b(?:twice (?:a day|daily)|bid|b\.i\.d)\b"), Decimal(2)),
    (re.compile(r"\b(?:three times (?:a day|daily)|tid|t\.i\.d)\b"), Decimal(3)),
    (re.compile(r"\b(?:four times (?:a day|daily)|qid)\b"), Decimal(4)),
    (re.compile(r"\b(?:par semaine|weekly|a week|per week|/ ?sem)\b"), Decimal(-1)),
    (re.compile(r"\b(?:once (?:a day|daily)|daily|every day|tous les jours|quotidien\w*|qd)\b"), Decimal(1)),
)
_LIMIT = re.compile(r"\b(?:au plus|maximum|max|at most|up to|sans depasser|pendant|during)\b")


@lru_cache(maxsize=8192)
def dose(label: str, detail: str) -> Dose:
    """The numbers in a medicine's label and in the first part of its dosage line."""
    line = fold(detail.split(";")[0])
    line = _LIMIT.split(line, maxsplit=1)[0]
    pieces = frozenset(_plain(match[1]) for match in _PIECE.finditer(line))
    return Dose(frozenset(_strengths(fold(label))), frozenset(_strengths(line)), pieces, _per_day(line))


def _strengths(text: str) -> Iterable[str]:
    for match in _STRENGTH.finditer(text):
        unit = re.sub("[\u00b5\u03bc]", "u", match[2])
        for printed in match[1].split("/"):
            value = Decimal(re.sub(r"\s", "", printed).replace(",", "."))
            if unit in _MILLI:
                said = f"{(value * _MILLI[unit]).normalize():f} mg"
            else:
                said = f"{value.normalize():f} {'ui' if unit in _UNITS else unit}"
            yield said + (f"/{match[3] or '1'} {match[4]}" if match[4] else "")


def _plain(number: str) -> str:
    number = number.strip().removeprefix("un ") if "demi" in number else number.strip()
    number = _NUMBERS.get(number, number).replace(",", ".")
    return re.sub(r"\s*(?:-|a|to)\s*", "-", number)


def _per_day(line: str) -> Decimal | None:
    if (scheme := _SCHEME.search(line)) is not None:
        return Decimal(sum(part not in (None, "0") for part in scheme.groups()))
    for times in (_TIMES, _TIMES_EN):
        if (match := times.search(line)) is not None:
            number = _NUMBERS.get(match[1], match[1])
            return Decimal(number) if number.isdigit() else None
    if (match := _EVERY.search(line)) is not None and 0 < int(match[1]) <= 24:  # noqa: PLR2004  hours
        return Decimal(24) / int(match[1])
    for said, times_a_day in _WORDED:
        if said.search(line) is not None:
            return times_a_day if times_a_day > 0 else None
    moments = set(_MOMENT.findall(line))
    return Decimal(len(moments)) if moments else None


# --- sides, lots, specimens ---------------------------------------------------------------------------------

_SIDES = {"gauche": "left", "left": "left", "droit": "right", "droite": "right", "right": "right"}
_SPECIMENS = {
    "urine": "urine", "urines": "urine", "urinaire": "urine", "urinary": "urine",
    "sang": "blood", "blood": "blood", "serum": "blood", "plasma": "blood", "sanguin": "blood",
    "lcr": "csf", "csf": "csf", "selles": "stool", "stool": "stool", "feces": "stool",
    "salive": "saliva", "saliva": "saliva", "crachat": "sputum", "sputum": "sputum",
}  # fmt: skip
_LOT = re.compile(r"\blot\b\W*(?:no?\W*|n°\s*)?([a-z0-9][a-z0-9-]{2,})")
_DOSE_NUMBER = re.compile(r"\bdose (?:no\W*|n°\s*|number )?(\d+)\b")


@lru_cache(maxsize=8192)
def marks(text: str) -> frozenset[str]:
    """What sets a thing apart from its like: the side, the lot, the number of a dose, the specimen."""
    folded = fold(text)
    said = set(words(folded))
    found = {f"side {_SIDES[word]}" for word in said if word in _SIDES}
    found |= {f"specimen {_SPECIMENS[word]}" for word in said if word in _SPECIMENS}
    found |= {f"lot {match[1]}" for match in _LOT.finditer(folded)}
    return frozenset(found | {f"dose {match[1]}" for match in _DOSE_NUMBER.finditer(folded)})


def apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both say a mark of one sort and say it differently."""
    for sort in {mark.split()[0] for mark in one} & {mark.split()[0] for mark in other}:
        mine = {mark for mark in one if mark.startswith(sort)}
        if mine != {mark for mark in other if mark.startswith(sort)}:
            return True
    return False
