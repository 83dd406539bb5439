"""Names that are surely medicines: endings and beginnings of international names, and listed names.

Source of the endings and beginnings: WHO, "The use of stems in the selection of International Nonproprietary
Names (INN)", 2018, in their French and English forms. The names: `medicine_names`.
"""

import re

from connectors.prose.medicine_names import BRANDS, COMPOUND, INTERNATIONAL

_ENDINGS = (
    r"prils?|sartane?s?|[aeiou]lol|dipines?|vastatine?s?|prazoles?|gliptine?s?|gliflozine?s?|"
    r"glutides?|tides?|xabans?|gatrans?|cilline?s?|"
    r"[tdrl](?:h?ro)?my?cine?s?|m[yi]cine?s?|cyclines?|floxacine?s?|conazoles?|nidazoles?|"
    r"bendazoles?|[cv]i?c?lovir|[a-z]vir|[a-z]mab|[a-z]tinib|[a-z]nibs?|setrons?|"
    r"triptans?|zepams?|zolams?|zolpidem|oxetines?|traline?s?|talopram|faxines?|zapines?|peridones?|"
    r"piprazoles?|azosine?s?|semides?|thiazides?|parine?s?|coxibs?|profenes?|profens?|"
    r"fenac|dronates?|dronique|dronic acid|tidines?|terols?|tropium|solones?|nisones?|asones?|"
    r"onides?|cainee?s?|barbitals?|formine?s?|glitazones?|fibrates?|lukasts?|tadines?|rizines?|"
    r"bactams?|grels?|grelor|trexate|platine?s?|taxels?|rubicine?s?|[a-z]{3}tecan|setine|fungine?s?|"
    r"caftor|stigmines?|mantine|afil|steride|triptyline?s?|pramines?|azepines?|giline|curium|oxacin|"
    r"penems?|"
    r"cromone?|kacine?|toine?|amivir|denosone|relix|reline?|mustines?|nazene|zumab|ximab|ciclib|parib|limus"
)
_BEGINNINGS = (
    r"cef[a-z]{4}|ceph[a-z]{4}|sulfa[a-z]{3}|gli[bcmqp][a-z]{3}|levothyr|predniso|bud[e]son|insulin|"
    r"mesalaz|estradi|oestradi|"
)
_STEM = re.compile(rf"(?<![a-z-])(?:[a-z-]{{3,30}}(?:{_ENDINGS})|(?:{_BEGINNINGS.rstrip('|')})[a-z]*)\b")
_VITAMIN = re.compile(r"\b(?:vitamine?s? [abcdek]\d{0,2}|vit\.? ?d3?|fer|iron|acide \w+ique|sels? de \w+)\b")
_NO_DRUG = frozenset(
    "terminal hospital hopital capital digital vital total lateral medicaments pressions positive "
    "native sodium ratio tablespoon april "
    "vaccine routine machine medicine urine origine origines cuisine poitrine voisine semaine "
    "semaines semide fine piscine vermine farine "
    "praxine doctrine ravine cortisone saline caffeine nicotine cocaine creatinine ferritine "
    "proteine proteines troponine albumine bilirubine "
    "hemoglobine carotide peptide peptides parotide parotid carotides control alcool alcohol "
    "cholesterol april avril semelle tide attides cousine "
    "infirmiere racine lapin marine heroine parines margarine clementine dopamine histamine "
    "insulinemie sclerotides".split()
)


_WORD = re.compile(r"[a-z0-9][a-z0-9-]{2,}")
_COMPOUND = re.compile(rf"(?<![\w-])(?:{COMPOUND})(?![\w-])")


def surely(plain: str) -> bool:
    """Whether the words hold the name of a medicine.

    >>> surely("amoxicilline (clamoxyl) 1 g"), surely("creatinine 88")
    (True, False)
    """
    if _COMPOUND.search(plain) or _VITAMIN.search(plain):
        return True
    if any(_listed(part) for word in _WORD.findall(plain) for part in _readings(word)):
        return True
    return any(match[0] not in _NO_DRUG for match in _STEM.finditer(plain))


def _readings(word: str) -> tuple[str, ...]:
    """A word, and its parts where a hyphen joins two medicines."""
    return (word, *word.split("-")) if "-" in word else (word,)


def _listed(word: str) -> bool:
    """Whether a word is a listed name, in its French or its English form, one or several of them."""
    one = word.removesuffix("s")
    return any(
        form in BRANDS
        or form in INTERNATIONAL
        or f"{form}e" in INTERNATIONAL
        or form.removesuffix("e") in INTERNATIONAL
        for form in (word, one)
    )
