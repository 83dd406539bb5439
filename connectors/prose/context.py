"""Who is spoken of and how surely: denied, supposed, planned, or said of somebody else."""

import re

_FAMILY = re.compile(
    r"\b(?:peres?|meres?|freres?|(?:s(?:oe|œ)urs?)|fils|filles?|oncles?|tantes?|cousine?s?|"
    r"grands?[- ](?:pere|mere|parents?)\w*|"
    r"parents?|maris?|epou(?:x|se)|conjointe?|compagn(?:on|e)|enfants? (?:de|du)|familia\w+|famille|"
    r"heredit\w+|jumeau|jumelle|"
    r"dad|mum|mom|papa|maman|mothers?|fathers?|brothers?|sisters?|(?:his|her|their|one|two|a|the) sons?|"
    r"sons|daughters?|"
    r"aunts?|uncles?|cousins?|grand(?:mother|father|parents?)s?|"
    r"husband|wife|partner|spouse|twin|family|relatives?|siblings?|maternal|paternal|fhx?|nephews?|nieces?)\b"
)
_SUPPOSED = re.compile(
    r"\?|\b(?:suspicions?|suspect\w*|possibles?|possibly|probables?|probably|likely|unlikely|"
    r"eliminer|elimine\w*|"
    r"evoqu\w*|faire craindre|craint\w*|hypothese|versus|vs|rule[sd]? out|r/o|to exclude|excluded?|"
    r"exclure|exclue?s?|"
    r"ruling out|doubt\w*|query|queried|consider\w*|differential|differentiel\w*|depistage|screen\w*|"
    r"risques?|risks?|at risk|preventi\w+|prophyla\w+|recherche d\w*|bilan d\w* possible|worried|"
    r"concern\w*|peur|crainte|"
    r"si|if|en cas|in case|could|might|may|would|pourrait|pourraient|serait|envisag\w*|eventuel\w*|"
    r"a confirmer|wonder\w*|whether|"
    r"in keeping with|suggest\w*|compatible|to be confirmed|attend\w* confirmation|triage)\b"
)
_DENIED = re.compile(
    r"\b(?:pas|aucune?s?|sans|absences?|absent|jamais|ni|nie|no|not|nor|none|never|denies|denied|"
    r"without|negative|"
    r"negati\w+|indemne|free of|n'a pas|n'est pas|non|nil)\b"
)
_NO_DENIAL = re.compile(
    r"\b(?:oubli\w+ pas|(?:not|n't|never) forget|not only|pas seulement|non seulement|sans doute|no doubt|"
    r"without (?:difficulty|problems?|complications?)|sans (?:difficultes?|problemes?|complications?))\b"
)
"""A ``not`` that denies nothing of what is named with it."""
_ORDERS = re.compile(
    r"\b(?:ignore[zr]?|disregard|forget|oublie[zr]?|override)\b.{0,40}\b(?:instructions?|consignes?|"
    r"prompts?|rules|regles|previous|above|precedent\w*)|"
    r"\b(?:system prompt|you are (?:now )?an? (?:ai|assistant|language model)|tu es (?:maintenant "
    r")?une? (?:ia|assistant)|(?:reponds|repondez|answer|reply|tell (?:the )?(?:user|patient)) "
    r"(?:que|qu'|that)\b)"
)
_NOTHING = re.compile(
    r"\s*(?:ras|r\.a\.s\.?|neant|aucune?s?(?: connue?s?| notables?| particuliere?s?)?|none(?: known|"
    r" reported| of note)?|nil(?: of note| known)?|"
    r"n/?a|sans particularites?|sans objet|unremarkable|non(?: connue?s?| renseignee?s?| "
    r"precise\w*)?|no|not recorded|unknown|"
    r"inconnue?s?|same|idem|identique|noncontributory|non-contributory|0|-|/)(?:\b|"
    r"(?<=\W))(?: (?:par ailleurs|"
    r"otherwise|a signaler|a ce jour|to date))?\W*\Z"
)


_EXCEPT = re.compile(
    r"\W*(?:ras|rien|aucune?s?|nil|none|nothing|neant)\b[^.;]{0,30}?\b(?:hormis|en dehors (?:de |d')|sauf|"
    r"a part|apart from|"
    r"except(?: for)?|other than)\s*"
)


_OF_A_SUBJECT = 24
"""Signs at the start of a sentence in which its subject stands."""


def exception(plain: str) -> int:
    """Where the exception begins in ``RAS hormis une HTA``, ``none except peanuts``; 0 without one."""
    match = _EXCEPT.match(plain)
    return match.end() if match else 0


def gives_orders(plain: str) -> bool:
    """Whether the words give orders to a reader or a machine: they speak of no care."""
    return _ORDERS.search(plain) is not None


def of_another(plain: str) -> bool:
    """Whether somebody of the person's family or company is named."""
    return _FAMILY.search(plain) is not None


_SHE = re.compile(
    r"(?:meres?|s(?:oe|œ)urs?|filles?|tantes?|cousines?|grands?[- ]mere\w*|epouse|conjointe|compagne|"
    r"jumelle|mum|"
    r"mom|maman|mothers?|sisters?|daughters?|aunts?|grandmothers?|wife|nieces?)"
)
_HE = re.compile(
    r"(?:peres?|freres?|fils|oncles?|cousin|grands?[- ]pere\w*|maris?|epoux|compagnon|jumeau|dad|papa|"
    r"fathers?|"
    r"brothers?|(?:\w+ )?sons?|uncles?|grandfathers?|husband|nephews?)"
)


def subject_of_the_family(plain: str, before: str | None) -> str | None:
    """Whom of the family a sentence is about: its first words name them, or a pronoun goes on.

    Args:
        plain: The sentence.
        before: Whom of the family the sentence before was about, None when about nobody of it.
    """
    match = _FAMILY.search(plain[:_OF_A_SUBJECT])
    if match is not None and not match[0].startswith(("famil", "fh", "heredit")):
        return match[0]
    pronoun = re.match(r"\W*(she|he|they|il|elle|ils|elles)\b", plain)
    if before is None or pronoun is None:
        return None
    other = _HE if pronoun[1] in ("she", "elle") else _SHE if pronoun[1] in ("he", "il") else None
    return None if other is not None and other.fullmatch(before) else before


def supposed(plain: str) -> bool:
    """Whether the words suppose, fear, plan to exclude or make it depend on something."""
    return _SUPPOSED.search(plain) is not None


def denied(plain: str) -> bool:
    """Whether the words deny something."""
    return _DENIED.search(_NO_DENIAL.sub(" ", plain)) is not None


def says_nothing(plain: str) -> bool:
    """Whether the words say only that there is nothing to say (``RAS``, ``none``)."""
    return _NOTHING.match(plain) is not None
