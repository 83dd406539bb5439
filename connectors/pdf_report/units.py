"""Whether a word is a unit of measurement, by how units are built; no list of laboratories' spellings.

It says "this is a unit as printed", never what the unit means: that is `records.units`' work.
"""

import re
from functools import lru_cache

_MICRO = "µμ"
_SCALE = rf"(?:[kKMmnpfcdu{_MICRO}]|mc|da)?"
_TIMES = (
    r"(?:(?:[x×*]\s?)?10\s?(?:[*^eE]{1,2}\s?\d{1,2}|E\+?\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|(?<=10)[369]|(?<=10)12|"
    r"(?<=\s)(?:[369]|12)(?=/))\s?|[x×]\s?E\d{1,2})"
)
_AMOUNT = (
    rf"{_SCALE}(?:gr?|mol(?:es?)?|l|litres?|iu|i\.u\.|ui|u\.i\.|u|eq|osm(?:ol)?|kat|ua|au|cfu|ufc|ru|bau|pfu|"
    r"gpl|mpl|arb\.?u|ie)"
)
_COUNT = (
    r"(?:giga|g|t[eé]ra|t|m|k|thousands?|thous\.?|thou|millions?|mill\.?|mil|mio|mrd|cells?|cellules|"
    r"copies|cop\.?|"
    r"log(?:10)?\s?(?:copies|ui)|[eé]l[eé]ments|leuco\w*|h[eé]maties|germes|bact[eé]ries|e|log10|nb)"
)
_PER = (
    rf"(?:{_SCALE}(?:l|g|mol|u|iu|ui)|litre|[µμu]?mm3|[µμu]?mm³|mm\^3|m2|m²|cm3|cm³|min|mn|sec|s|"
    rf"24\s?h(?:eures?|rs?|ours?)?"
    r"|jour|j|day|h(?:eure|r|our)?|champ|hpf|lpf|field|1[.,]73\s?m?(?:\s?(?:2|²|\^2|\*2))?|kg|"
    r"100\s?(?:leucocytes|wbc|gb|ml|g)|cr[eé]at\w*|mmhg)"
)
_BOUND = r"(?:\s?(?:bce|feu|ddu|hb|[eé]q\.?))?"
_SUFFIX = (
    r"(?:\s?\(?(?:feu|ddu|h2o|bce|fibrinog\w*|(?:de\s|of\s)?cr[eé]at\w*\.?|ngsp|ifcc|dcct|a1c|hba1c|"
    r"calc\.?|[eé]q\.?|"
    r"cdt|hb)\)?)?"
)
_BUILT = re.compile(
    rf"(?:{_TIMES})?(?:{_AMOUNT}|{_COUNT})?{_BOUND}(?:\s?(?:/|\bper\b|\bpar\b)\s?{_PER}){{1,3}}{_SUFFIX}\Z",
    re.IGNORECASE,
)
_POWER = re.compile(rf"{_AMOUNT}(?:[.·]\s?(?:l|dl|ml|min|mol)\s?(?:-1|⁻¹|–1))+\Z", re.IGNORECASE)
_PERCENT = re.compile(
    r"[%‰](?:\s?(?:\(?(?:a1c|hba1c|ngsp|dcct)\)?|of total(?: hgb| hb| hemoglobin)?|du total|"
    r"des leucocytes|de la normale|"
    r"vn|nl|norm\w*|act(?:ivit[eé]|ivity)?))?\Z",
    re.IGNORECASE,
)
_STANDING = frozenset(
    "fl pg µm3 µm³ μm3 μm³ um3 um³ µ3 μ3 µ³ μ³ mmhg kpa °c s/co coi mom index ratio ntu "
    "bpm mm/h mm/1h mm/hr secondes seconds sec sec. secs".split()
)
_ALONE = frozenset(
    "g mg µg μg ug mcg ng kg ml l dl mm cm min mn s u ui iu meq mosm mmol µmol μmol nmol mol ub".split()
)
_HOUR = re.compile(
    r"mm\s?/?\s?(?:à la\s)?(?:1\s?[èe]?(?:re)?\s?h(?:eure)?|h(?:eure|r|our)?|1\s?h)\Z", re.IGNORECASE
)
_PH = re.compile(r"(?:unit[eé]s?|units?)(?:\s(?:de\s)?ph)?\Z", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether `text` is built like a unit.

    >>> [is_unit(word) for word in ("µg/L", "x10E3/uL", "mL/min/1,73 m²", "fL", "mg", "Ferritine", "12/03")]
    [True, True, True, True, True, False, False]
    """
    if not text or text[-1].isspace() or text[0].isspace():
        return False
    return is_strong(text) or (text.lower() in _ALONE and text != "S")  # S: sensitive, of an antibiogram


@lru_cache(maxsize=4096)
def is_strong(text: str) -> bool:
    """Whether `text` is a unit that makes a laboratory result of the number before it.

    A bare mass or volume does not: ``75 mg`` is a dose, ``37 000 L`` a tank.
    """
    lowered = text.lower()
    return (
        lowered in _STANDING
        or bool(_PERCENT.match(text))
        or bool(_BUILT.match(text))
        or bool(_POWER.match(text))
        or bool(_HOUR.match(text))
        or bool(_PH.match(text))
    )


_COUNTED = re.compile(
    r"/\s?(?:[µμum]?mm[3³]|mm\^3|[µμum][lL]|ml)\b|/\s?champ|/\s?mm[3³]|copies|ufc|cfu", re.IGNORECASE
)


def counts_things(text: str) -> bool:
    """Whether the unit counts cells or copies, whose numbers run to thousands.

    >>> counts_things("/mm3"), counts_things("g/L")
    (True, False)
    """
    return bool(_COUNTED.search(text)) and not re.match(
        r"\s?(?:[x×*]?10|g/|k/|m/|giga|tera|t/|ui|mui|u/|ng|pg|µg|mg|µui)", text, re.IGNORECASE
    )
