"""Examinations by picture and operations that a document reports or names with their date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.prose import context, vocabulary
from connectors.prose.lines import Line, Span, Stretch, plain, tidy
from connectors.prose.moments import Moment, Moments
from records.months import MONTH
from records.when import When

_TITLE = re.compile(
    rf"\s*(?:#+\s*)?(?:(?:(?:compte[- ]rendu|protocole) (?:d'|de l'|de la |de |du )?|(?:type of "
    rf")?(?:exam(?:en|"
    rf"ination)?|study|procedure|type d'examen)\s?:\s*|radiology report\s?[:-]\s*))?"
    rf"(?P<name>(?:{vocabulary.MODALITY.pattern})(?:[^.:;\n]{{0,70}}))\Z"
)
_SECTIONS = re.compile(
    r"\s*(?:#+\s*)?(?:technique|indications?|findings?|impression|conclusions?|resultats?|"
    r"comparison|clinical (?:history|information))\b\s*(?::|\Z)"
)
_IN_PROSE = re.compile(
    rf"(?P<name>(?:{vocabulary.MODALITY.pattern})(?: (?!prevue?|programmee?|scheduled|planned|booked|"
    rf"du \d|le \d|on \d|of \d|en \d|in \d|dated|"
    rf"date|realise|effectue|performed|montre|shows?|showed|est|was|is|et|and|"
    rf"retrouv|demande|requested|ordered|arranged|prescri|annul|cancel|refus|sera|will|souhait|envisag)"
    rf"[a-z'-]+){{0,6}}?)\s*"
    r"(?:\(|(?:realise\w*|effectue\w*|performed|done|dated|date\w*|,)?\s*(?:du|le|on|of|en date du|"
    r"from|en|in)?\s*)(?=\d)"
)
_DONE = re.compile(
    r"\b(?:a beneficie|a ete opere\w*|opere\w*|underwent|had|a "
    r"eu)\b(?P<date1>[^.;]{0,30}?)(?:\s(?:d'une?|de la|de l'|d'|du|de|an?|pour une?|his|her|your|"
    r"the))\s(?P<name>[^.;,]{4,90})"
)
_HAD = re.compile(r"\b(?:had|underwent)\b(?P<date1>)\s(?P<name>[a-z][^.;,]{4,90})")
_WAS_DONE = re.compile(
    r"(?:\A\s*|,\s|:\s|\b(?:puis|then|apres|suite a|au decours d'|au decours de|following|after|since|s/p|"
    r"status post)\s?(?:(?:une?|an?|la|le|his|her|"
    r"son|sa|the)\s|l')?|[.;]\s)"
    r"(?P<name>(?:l')?[a-z][^.;,:]{3,70}?)(?:\s(?:(?:a ete|ont ete|was|were)\s)?(?:realis\w+|pratiqu\w+|"
    r"effectu\w+|faite?s?|"
    r"performed|carried out|done))?,?\s(?:le|du|on|of|en|in)\s(?=\d|[a-z]+ \d{4})"
)
_BIRTH = re.compile(r"\b(?:accouch\w+|cesarienne|delivery|c(?:ae|e)sarean|lscs)\b")
_STOP = re.compile(
    rf"\s(?:(?:in|en) (?:{MONTH})|inserted|removed|done|realisee?|pour|for|sous|under|par (?:le|la|dr|"
    rf"docteur|mr|m\.)|by|le \d|on \d|en (?:19|20)|in (?:19|"
    r"20)|du \d|devant|because|sans|without|with no|compliquee?|qui|which|avec (?:des|une?) suites|"
    r"en urgence|dans|in the|at the)\b"
)
_PLANNED = re.compile(
    r"\b(?:prevue?s?|planned|scheduled|programmee?s?|booked|awaiting|will|sera|seront|demande\w*|"
    r"request\w*|a (?:faire|prevoir|realiser)|souhait\w*|propos\w*|envisag\w*|listed for|for consideration|"
    r"refer)\b"
)


_MOST_WORDS = 11


@dataclass(frozen=True, slots=True)
class Procedure:
    """An examination or operation as printed."""

    label: str
    start: When | None
    status: str | None
    place: Stretch
    detail: str | None = None


def report_title(lines: Sequence[Line]) -> tuple[int, str] | None:
    """The line and words that say which examination the document reports; None when it reports none."""
    if not sum(_SECTIONS.match(plain(line.text)) is not None for line in lines) >= 2:  # noqa: PLR2004  technique, findings, conclusion: two of them
        return None
    for index, line in enumerate(lines[:14]):
        match = _TITLE.match(plain(line.text))
        if (
            match is not None
            and len(line.text.split()) <= _MOST_WORDS
            and not re.search(r"\b(?:cabinet|centre|service|clinique|department|tel)\b", plain(line.text))
        ):
            name = re.split(r"\s+(?:du|le|on)\s+\d", line.text[match.start("name") :])[0]
            return index, tidy(re.sub(r"(?i)\s+(?:procedure )?(?:report|note|protocol)\s*\Z", "", name))
    return None


def told(sentence: Stretch, moments: Moments, today: When | None) -> Iterator[Procedure]:
    """Examinations with their date beside them, and operations that were undergone on a date."""
    text = sentence.plain
    if (context.of_another(text) and not _BIRTH.search(text)) or re.search(
        r"n'a pas (?:pu|ete)|n'ont pas (?:pu|ete)|\b(?:could not be|(?:was|were) not (?:done|performed)|"
        r"si|if|refus\w*|declined|annule\w*|cancelled|not performed|non realise\w*)\b",
        text,
    ):
        return
    days = moments.days(text)
    for match in _IN_PROSE.finditer(text):
        day = next((one for one in days if one.start == match.end()), None)
        if day is None or _PLANNED.search(text[: match.start()]):
            continue
        label = tidy(sentence.text[match.start("name") : match.end("name")])
        yield Procedure(label, day.when, _status(day, today), sentence.part(Span(match.start(), day.end)))
    for match in _WAS_DONE.finditer(text):
        day = next((one for one in days if one.start == match.end()), None)
        name = match["name"]
        if day is None or not vocabulary.operation(name) or vocabulary.MODALITY.search(name):
            continue
        if (
            _PLANNED.search(text[max(0, match.start("name") - 40) : match.end("name")])
            or context.denied(name)
            or context.supposed(name)
            or re.search(
                r"\b(?:est|is|il|elle|he|she|i|we|je|nous|you|vous|have|has|consultations?|visites?|rendez|"
                r"rdv|rv|"
                r"appointment|clinic|review)\b",
                name,
            )
        ):
            continue
        label = tidy(re.sub(r"(?i)\A[ld]['’]", "", sentence.text[match.start("name") : match.end("name")]))
        yield Procedure(
            label, day.when, _status(day, today), sentence.part(Span(match.start("name"), day.end))
        )
    done = _DONE.search(text) or _HAD.search(text)
    if (
        done is None
        or context.supposed(text[: done.start()])
        or context.denied(text[max(0, done.start() - 25) : done.start()])
    ):
        return
    stop = _STOP.search(text, done.start("name"))
    end = min(done.end("name"), stop.start() if stop else len(text))
    name = text[done.start("name") : end]
    if context.denied(name) or context.supposed(name):
        return
    operated = "opere" in done[0] and vocabulary.disease(name)
    if not (vocabulary.operation(name) or operated) or vocabulary.MODALITY.search(name):
        return
    if _PLANNED.search(text) or re.search(
        r"\b(?:doit|devra|va|should|must|to)\s+\w*\s*\Z", text[: done.start()]
    ):
        return
    day = next((one for one in moments.all(text) if done.start() <= one.start <= done.end() + 25), None)
    name_end = min(end, day.start) if day is not None and day.start > done.start("name") else end
    label = tidy(re.sub(r"\s(?:en|in|le|on|du|of)\s*\Z", "", sentence.text[done.start("name") : name_end]))
    place = sentence.part(Span(done.start(), max(end, day.end if day else end)))
    yield Procedure(label, day.when if day else None, _status(day, today) if day else "completed", place)


def _status(day: Moment, today: When | None) -> str | None:
    return "planned" if today is not None and day.when.day > today.day else "completed"
