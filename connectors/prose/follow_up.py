"""What is to be done next: checks, visits, appointments. A relative time stays as printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.prose import context, pharmacopoeia
from connectors.prose.lines import Stretch, pieces, plain, tidy
from connectors.prose.moments import Moments, future
from records.when import When

_SURE = (
    r"controles?|rendez-?vous|rdv|revoir|reverrai|reverrons|prochaine?s? [a-z]{4,}|rtc|"
    r"next (?:inr|blood test|check|consultation|colonoscopy|visite?|"
    r"seance|injection|dose|clinic|appointment|review|scan)|consultations? (?:de|avec|d'|post|prevue)|"
    r"follow[- ]?up|f/u|review|re-?check|repeat|appointments?|appt|see (?:him|her|you|them) (?:again|back)|"
    r"clinic(?= (?:on |in )?\d)|revue? en consultation|(?:sera|serez) (?:revue?s?|convoque\w*)|"
    r"gp to (?:check|repeat|recheck|review|monitor)|"
    r"booked|rev\b|suivi (?:en|a la|par|avec)|(?:sera|serez) vue?|point (?:avec|telephonique|d'etape)|"
    r"(?:telephone|phone|tel) (?:call|review|appointment)|"
    r"see (?:him|her|you|them) in|to see (?:him|her|you|them)|(?:we|i) (?:will|shall) (?:see|review|"
    r"contact|arrange)|"
    r"(?:will|to) be (?:seen|reviewed|repeated|rechecked|followed up)|"
    r"(?:est|sont|sera|seront)? ?(?:prevue?s?|programmee?s?|planifiee?s?|agendee?s?|fixee?s?) (?:le|pour|"
    r"en|dans|au|a|chez|"
    r"avec)|(?:planned|scheduled|booked|listed|arranged)(?: (?:for|on|in|to))?|due(?: (?:on|in|for|"
    r"at))?(?! to)|recontrol\w+|reeval\w+|reassess\w*|"
    r"(?:a|to be) (?:faire|prevoir|programmer|realiser|done|refaire|renouveler|repeated|rechecked)|"
    r"re-?scan|starting|commencing|appt|opd|return in|"
    r"(?:consult\w*|visite|seance|echographie|echo|irm|scanner|coloscopie|intervention) (?:de suivi "
    r")?(?:le|prevue|du) \d|"
    r"(?:gp|pcp|nurse|midwife|clinic|opd|surgeon|oncolog\w+|cardiolog\w+|rheumatolog\w+|neurolog\w+|"
    r"orthop\w+) "
    r"(?:visit|appointment|review|appt|opd|clinic|follow[- ]?up|in|on|within)"
)
_HEADED = (
    r"revue?|consultations?|rappel|surveillance|suivi|reevaluation\w*|prise de sang|ordonnance|see (?:him|"
    r"her|you|them)|clinic|primary care|check|"
    r"echographi\w+|irm|scanner|cxr|ecg|echo|bloods?|labs?|lfts?|u&es?|fbc|cbc|bmp|cmp|inr|tsh|nfs|iono\w*|"
    r"holter|x-?ray|ct|mri|ultrasound|bilan|(?:ablation|retrait) des (?:fils|agrafes)|(?:suture|staple|"
    r"stitch) "
    r"removal|return"
)
_PLANS = {
    False: re.compile(rf"\b(?:{_SURE})(?!\w)"),
    True: re.compile(rf"\b(?:{_SURE}|{_HEADED})(?!\w)"),
}
"""What a sentence plans; under a heading of plans a name of an examination is enough."""
_NUMBER = (
    r"(?:\d{1,2}(?:\s?(?:a|-|to)\s?\d{1,2})?|une?|deux|trois|quatre|six|huit|dix|douze|quinze|one|two|"
    r"three|four|six|eight|ten|twelve|a|an)"
)
_TIME = re.compile(
    rf"\b(?:dans|d'ici|in|within|apres|after|a)\s(?:un delai de )?{_NUMBER}\s?(?:jours?|j|semaines?|"
    rf"sem|mois|ans?|h|heures?|hours?|days?|weeks?|wks?|months?|years?)\b|\ba j\d+\b|\b(?:in|within) "
    rf"\d+\s?-\s?\d+ (?:days|weeks|months)\b|"
    rf"(?:\A\W*|\b(?:rdv|rendez-?vous|controle|rtc|f/u|review|appointment|follow[- ]?up)\W+){_NUMBER}\s?"
    rf"(?:jours?|semaines?|sem|mois|days?|weeks?|wks?|months?|mo)\b|"
    rf"(?<![\d/])\d{{1,2}}/\d{{1,2}}(?![\d/])|"
    rf"\b\d{{1,2}} (?:weeks?|months?|"
    rf"days?) time\b"
)
_NOT_IT = re.compile(
    r"\b(?:return (?:if|to)|normal\w*|montrait|"
    r"showed|a montre|was|were|etait|a ete|ont|depuis|since|hospitalisee?|(?<!sera )(?<!serez )vu en|"
    r"reviewed|seen)\b"
)
_SOON = re.compile(
    r"\A\W*\d{1,2}(?:-\d{1,2})?\s(?:days|weeks|months|jours|semaines|mois)\b|\b(?:dans|in|within|apres|"
    r"after)\s(?:\w+\s)?\w+\W*\Z"
)
_LONGEST, _FEW = 160, 8


@dataclass(frozen=True, slots=True)
class Next:
    """Something planned, in its own words."""

    label: str
    start: When | None
    place: Stretch


def says_what(label: str) -> bool:
    """Whether the words name what is planned, not only when."""
    return _PLANS[True].search(plain(label)) is not None


def listed(sentence: Stretch, moments: Moments, today: When | None, *, headed: bool) -> Iterator[Next]:
    """What a sentence plans.

    Args:
        sentence: Of a plan, or of running prose.
        moments: How the document writes dates.
        today: The document's date: only a later day is planned.
        headed: Under a heading of plans: a time is enough.
    """
    text = sentence.plain
    if len(sentence.text) > _LONGEST or context.of_another(text) or _NOT_IT.search(text):
        return
    parts = pieces(sentence, _COMMA) if headed else []
    if sum(_TIME.search(part.plain) is not None or bool(moments.days(part.plain)) for part in parts) > 1:
        for part in parts:
            yield from _one(part, moments, today, headed=headed)
        return
    yield from _one(sentence, moments, today, headed=headed)


_TELLS = re.compile(
    r"\b(?:will|shall|\w{3,}(?:erons|irons|rons|rai|rez|ront)|sera|listed (?:him|her|you|them)?|date is|"
    r"consultations?|visites?|rendez-?vous|rdv|rv|bilan|controle|echographie|echo|irm|scanner|seances?|"
    r"perfusions?|"
    r"injections?|intervention|chirurgie|operation|surgery|procedure|bloods|scan|appointment|clinic|review|"
    r"infusion|session|course|visit|opd)\b"
)
"""Together with the only day of a sentence, which is to come."""
_DOSED = re.compile(r"\b(?:comprimes?|cp|mg|gelules?|tablets?|capsules?|prenez|take)\b")
_COMMA = re.compile(r",\s+(?!\d)")
_SOONER = re.compile(r",?\s(?:ou |or )?(?:plus tot|avant|sooner|earlier|before)\b.*\Z")
_ON_CONDITION = re.compile(r"\b(?:si|if|unless|sauf si|in case|en cas)\b")


def _one(sentence: Stretch, moments: Moments, today: When | None, *, headed: bool) -> Iterator[Next]:
    text = sentence.plain
    planned = _PLANS[headed].search(text)
    if _ON_CONDITION.search(_SOONER.sub(" ", text)):
        return  # it depends on something
    days = [moments.clocked(text, day) for day in moments.days(text)]
    coming = future(days, today)
    if coming is None and _DOSED.search(text):
        return
    short = headed and len(text.split()) <= _FEW and _SOON.search(text) and not pharmacopoeia.surely(text)
    told = coming is not None and len(days) == 1 and _TELLS.search(text) is not None
    if not (planned or told or (headed and coming is not None) or short):
        return
    if coming is None and (days or not _TIME.search(text)):
        return
    yield Next(tidy(sentence.text), coming.when if coming and len(days) == 1 else None, sentence)
