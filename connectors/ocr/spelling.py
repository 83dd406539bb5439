"""Units and names as a network misspells them, put right where it can be nothing else; never a number."""

import re
from collections.abc import Callable

_TALL = "Il1|ı!"


def _mole(found: re.Match[str]) -> str:
    return f"{found[1] or found[2]}l"


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # UI/L: a small l or a one for the capital I; a volume per volume is no unit of medicine
    (re.compile(rf"^((?:10\S{{0,3}}\s?)?[mkµμ]?)U[{_TALL}V](?=/)"), r"\1UI"),
    (re.compile(rf"^([mkµμ]?)[{_TALL}]U(?=/)"), r"\1IU"),
    # mmol/1, g/I, U/|: per litre
    (re.compile(rf"^((?:10\S{{0,3}})?[A-Za-zµμ%]{{1,6}}/[dcmµμn]?)[{_TALL}]$"), r"\1L"),
    # 9/L, q/dL: gram
    (re.compile(r"^([mµμn]?)[9q](?=/(?:d|m|c|24)?[LlhH]$)"), r"\1g"),
    (re.compile(r"^([mµμn]?)9(?=/(?:d|m|c)?[LlI]$)"), r"\1g"),
    # mmoI/L, mmo1/L
    (re.compile(rf"^([mµμnpf]?mo)[{_TALL}]?(?=/)|^([mµμnpf]mo)[{_TALL}]$"), _mole),
    (re.compile(r"^([fF])[I1|]$"), r"\1L"),
    # gL, mgdL, GL: the stroke lost
    (re.compile(r"^([mµμnp]?(?:g|mol)|[mkµμ]?UI|[GT])['’]?([dm]?L)$"), r"\1/\2"),
    # 10~9/L, 10"9/L: a raised figure announced by something else
    (re.compile(r"^([x×]?10)[~'\"°A*](?=(?:3|6|9|12)/)"), r"\1^"),
    (re.compile(r"^((?:10\S{0,3})?)μ(?=[A-Za-z]+/|[gl3]$)"), r"\1µ"),
    # micro with its tail lost: µ is not u before a gram or mole, but the same
    (re.compile(r"^[uü](?=(?:mol|g|kat)/)"), "µ"),
)


_NAMES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^HbA[1lIi|][cCe]$"), "HbA1c"),
    # a small l before a capital, or before what no word in l goes on with: Iron, Insuline, IgE, INR
    (re.compile(r"^l(?=[A-Z]{2}|g[AEGM]\b|r[oa]|n[a-z]{3})"), "I"),
)


def name(word: str) -> str:
    """A word, with the misspelling of a name put right; any other word as it is.

    >>> [name(word) for word in ("HbAlc", "lron", "lgE", "lNR", "lithium", "HDL")]
    ['HbA1c', 'Iron', 'IgE', 'INR', 'lithium', 'HDL']
    """
    for pattern, right in _NAMES:
        word = pattern.sub(right, word)
    return word


def unit(word: str) -> str:
    """A word, with the misspellings of a unit put right; any other word as it is.

    >>> [unit(word) for word in ("Ul/I", "mmol/1", "9/L", "umol/L", "1,90", "109", "Il", "U/L")]
    ['UI/L', 'mmol/L', 'g/L', 'µmol/L', '1,90', '109', 'Il', 'U/L']
    """
    for pattern, right in _RULES:
        word = pattern.sub(right, word)
    return word
