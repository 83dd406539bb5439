"""Stays in hospital and visits, from the sentences and lines that give their dates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.prose import context
from connectors.prose.lines import Span, Stretch, sentences, tidy
from connectors.prose.moments import Moments
from records.when import When

_STAY = re.compile(
    r"\b(?P<name>hospitalisee?s?|hospitalisation|sejour(?:ne)?|admise?|inpatient(?: stay)?|"
    r"hospitali[sz]ed|admitted|stay(?:ed)?|admission|"
    r"(?:dates?|periode)(?: (?:de|du) (?:sejour|l'hospitalisation))?(?=\s?:?\s?(?:du|from)\b))\b"
)
_ENTRY = re.compile(
    r"\b(?P<name>date (?:d'entree|d'admission|of admission)|entree?(?: le)?|admission date|admit date|"
    r"adm\.? date|"
    r"d\.?o\.?a\b\.?|arrivee?(?: le)?|arrived(?: on)?|"
    r"admitted(?: on)?|admission|date admitted|entre le|admise? le)\s*:?\s*(?:le |on )?(?=\d|[a-z]+ "
    r"\d)"
)
_EXIT = re.compile(
    r"\b(?:date (?:de sortie|of discharge)|sortie?(?: le)?|conge(?: le)?|d\.?o\.?d\b\.?|left|"
    r"discharge\b(?: date)?|discharged(?: on)?|date "
    r"discharged|sorti le)\s*:?\s*(?:le |on )?(?=\d|[a-z]+ \d)"
)
_VISIT = re.compile(
    r"\b(?P<name>(?:en )?consultation(?: de \w+| externe)?|passage(?: aux urgences)?|visit(?: "
    r"date)?|(?:reviewed|seen)(?: him| her| this \S+ \S+)?(?: (?:in|at) (?:the |my |our )?(?:clinic|"
    r"outpatients?|consultation)| today)?|"
    r"seen|vue?|examinee?|clinic(?: visit| date)?|attended(?: on)?|date of (?:visit|consultation|"
    r"service)|date de "
    r"(?:consultation|visite)|arrival|examen du|date d'examen)"
    r"(?: (?:ce jour|today))?\s*:?\s*(?:,?\s?(?:le|du|on|of|dated))?\s*(?=\d|[a-z]+ \d)"
)
_OF_A_STAY = re.compile(
    r"\b(?:discharge (?:summary|letter|medications?|diagnos\w+)|date of discharge|hospital course|"
    r"compte[- ]rendu d'hospitalisation|lettre de (?:sortie|liaison)|date de sortie|traitement de "
    r"sortie|"
    r"ordonnance de sortie|inpatient)\b"
)
_OPERATED = re.compile(
    r"\b(?:date (?:of (?:the )?(?:operation|procedure|surgery|service|exam\w*)|de l'(?:intervention|"
    r"acte|examen)|d'intervention|operatoire)|(?:operation|procedure|surgery|intervention) (?:date|"
    r"du|on|of|le)|"
    r"operee? le|operated on)\s*:?\s*(?:le |on )?(?=\d|[a-z]+ \d)"
)
_SEEN = re.compile(
    r"\b(?:j'ai|nous avons|on a) (?P<vu>(?:(?:re)?vue?s?|recue?s?|examinee?s?)(?: (?:en|"
    r"a ma) consultation)?)\b|"
    r"\b(?:vue?s?|revue?s?|recue?|examinee?) (?:ce jour )?(?:a ma |en |a la )(?P<name>consultation)|"
    r"\b(?:seen|reviewed|saw|attended)\b.{0,60}?\b(?P<en>clinic|outpatients?)\b"
)
_WITHOUT = re.compile(r"\b(?:sans|dans|without)\s*\Z")
_NEXT = re.compile(
    r"\b(?:prochain\w*|next|rendez|rdv|appointment|revoir|reverrai|prevue?|will be|sera|follow[- "
    r"]?up|control\w*|suivi\w*|precedente?|derniere?|last|previous)\b"
)


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay or visit as printed.

    Attributes:
        label: The word for it: ``hospitalisé``, ``consultation``.
        start: First day.
        end: Last day of a stay.
        visit: Whether it is a visit of one day.
        place: Its words.
    """

    label: str
    start: When
    end: When | None
    visit: bool
    place: Stretch


def find(paragraphs: Sequence[Stretch], rows: Sequence[Stretch], moments: Moments) -> Iterator[Stay]:
    """The document's stay and visit, each at most once."""
    stay = _ranged(paragraphs, moments) or _headed(rows, moments)
    if stay is not None:
        yield stay
    visit = _visit(paragraphs, moments)
    if visit is not None and stay is None:
        yield visit


_OF_VISITS = re.compile(
    r"\b(?:physio\w*|therap(?:y|ist)|outpatients?|clinic|kine\w*|counsell\w+|community)\b"
)
_OF_A_WARD = re.compile(r"\b(?:admi(?:tted|ssion)|ward|hospitali[sz]\w*|inpatient|sejour)\b")


def of_visits(text: str) -> bool:
    """Whether a document that calls itself a discharge letter ends a course of visits, not a stay."""
    return _OF_VISITS.search(text) is not None and _OF_A_WARD.search(text) is None


def of_a_stay(plain: str) -> bool:
    """Whether a line says that the document is about a stay of several days."""
    return _OF_A_STAY.search(plain) is not None


def operation_day(rows: Sequence[Stretch], moments: Moments) -> When | None:
    """The day that a line gives as that of the operation or examination."""
    for row in rows:
        named = _OPERATED.search(row.plain)
        day = next((one for one in moments.days(row.plain) if named and one.start == named.end()), None)
        if day is not None:
            return day.when
    return None


def _ranged(paragraphs: Sequence[Stretch], moments: Moments) -> Stay | None:
    for paragraph in paragraphs:
        for sentence in sentences(paragraph):
            named = _STAY.search(sentence.plain)
            if named is None or _NEXT.search(sentence.plain) or context.of_another(sentence.plain):
                continue
            days = moments.range(sentence.plain[named.start() :])
            if days is not None and not _WITHOUT.search(sentence.plain[: named.start()]):
                label = tidy(sentence.text[named.start() : named.end()])
                return Stay(label, days[0], days[1], False, sentence)
    return None


def _headed(paragraphs: Sequence[Stretch], moments: Moments) -> Stay | None:
    """Date of admission and date of discharge, on one line or two that follow each other."""
    for number, paragraph in enumerate(paragraphs):
        entry = _ENTRY.search(paragraph.plain)
        if entry is None:
            continue
        first = next((day for day in moments.days(paragraph.plain) if day.start == entry.end()), None)
        if first is None:
            continue
        for other in paragraphs[number : number + 4]:
            exit_ = _EXIT.search(other.plain, entry.end() if other is paragraph else 0)
            last = next(
                (day for day in moments.days(other.plain) if exit_ and day.start == exit_.end()), None
            )
            if last is not None and first.when.day <= last.when.day:
                label = tidy(paragraph.text[entry.start("name") : entry.end("name")])
                place = (
                    paragraph
                    if other is paragraph
                    else Stretch.of(
                        [
                            *zip(paragraph.lines, paragraph.text.split("\n"), strict=False),
                            *zip(other.lines, other.text.split("\n"), strict=False),
                        ]
                    )
                )
                return Stay(label, first.when, last.when, False, place)
    return None


def _visit(paragraphs: Sequence[Stretch], moments: Moments) -> Stay | None:
    for paragraph in paragraphs:
        for sentence in sentences(paragraph):
            for match in _VISIT.finditer(sentence.plain):
                if _NEXT.search(
                    sentence.plain[max(0, match.start() - 30) : match.end()]
                ) or context.of_another(sentence.plain):
                    continue
                day = next((one for one in moments.days(sentence.plain) if one.start == match.end()), None)
                if day is not None and len(day.when.local) >= 10:  # noqa: PLR2004  a whole date
                    label = tidy(
                        re.sub(
                            r"(?i)\s(?:le|du|on|of)\s*$",
                            "",
                            sentence.text[match.start("name") : match.end("name")],
                        )
                    )
                    return Stay(label, day.when, None, True, sentence.part(Span(match.start(), day.end)))
    return _seen(paragraphs, moments)


def _seen(paragraphs: Sequence[Stretch], moments: Moments) -> Stay | None:
    """``revu en consultation Mme X, 54 ans, le 12 mars 2026``: the only date of such a sentence."""
    for paragraph in paragraphs:
        for sentence in sentences(paragraph):
            named = _SEEN.search(sentence.plain)
            days = moments.days(sentence.plain)
            if named is None or len(days) != 1 or days[0].start < named.end():
                continue
            if named["vu"] is None and _NEXT.search(sentence.plain):
                continue
            if re.search(r"\b(?:le|on|du|of)\s*\Z", sentence.plain[: days[0].start]):
                return Stay(
                    tidy(sentence.text[named.start(named.lastgroup or 0) : named.end(named.lastgroup or 0)]),
                    days[0].when,
                    None,
                    True,
                    sentence,
                )
    return None
