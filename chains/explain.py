"""What a word on a report means, in general: from the signed library, at the person's reading level.

Beside the record, never instead of it: a sentence from the library says that it is general knowledge and
where it comes from; what it means for one person is not in it. No number stands in the library.
"""

import re
from collections.abc import Iterator

from chains.drafts import PARAGRAPH, SPACE, Asked, Draft
from chains.events import Basis
from chains.plain_words import Entry
from chains.values import ranged, statement
from chains.wording import shown
from records.model import Fact
from records.words import fold, words
from retrieval.remembered import Reading

_ENTRIES_MAX = 3
_LEVEL: dict[Reading, re.Pattern[str]] = {
    "simple": re.compile(
        r"\b(?:plus |tres |en (?:termes |mots )?)?simple(?:s|ment)?\b|\bcomme a un enfant\b"
        r"|\ben clair\b|\bvulgaris"
        r"|\b(?:more |very )?simply\b|\bin (?:plain|simple|easy) (?:words|terms|english|language)\b"
        r"|\blike i'?m (?:five|5|ten|10)\b|\beasier\b|\bsimpler\b"
    ),
    "detailed": re.compile(
        r"\ben detail|\bplus (?:de |en )?(?:detail|precis|technique|complet)\w*|\bdetaille\w*|\ba fond\b"
        r"|\bin (?:more )?detail\b|\bmore (?:detail|technical|precise)\w*|\bin depth\b"
    ),
}


def reading(asked: Asked) -> Reading:
    """How the person wants it worded: as this question says, else as they set it."""
    said = fold(asked.query.text)
    return next(
        (level for level, sign in _LEVEL.items() if sign.search(said)), asked.room.preferences.reading
    )


def entries(asked: Asked) -> tuple[Entry, ...]:
    """What of the question the library explains, in the order of the question."""
    shelf = asked.wording.plain_words
    keys = [key for key in asked.query.analytes if key in shelf] if not asked.query.groups else []
    said = f" {' '.join(words(asked.query.text))} "
    if keys:  # a term that is only another name of an analyte would explain it twice
        return tuple(shelf[key] for key in keys[:_ENTRIES_MAX])
    terms = [(said.find(form), entry) for entry in shelf.values() for form in entry.heard if form in said]
    found = [entry for _, entry in sorted(terms, key=lambda one: one[0])]
    return tuple({entry.key: entry for entry in found}.values())[:_ENTRIES_MAX]


def general(asked: Asked, entry: Entry, lead: str = PARAGRAPH) -> Iterator[Draft]:
    """One explanation, said to be general, with its source."""
    level = reading(asked)
    text = entry.texts.get(level) or entry.texts.get("usual") or next(iter(entry.texts.values()))
    if entry.name:
        text = asked.wording.say("explain.stands_for", text=shown(entry.name), quote=text)
    yield Draft(text, basis=Basis.GENERAL, lead=lead, fixed=True)
    source = asked.wording.say("explain.source", text=entry.source)
    yield Draft(source, basis=Basis.GUIDANCE, lead=SPACE, fixed=True)


def explained(asked: Asked, fact: Fact) -> Iterator[Draft]:
    """A line of a report: what it says, where its value lies in its range, what the word means in general."""
    say, cited = asked.wording, asked.sources(fact)
    if asked.room.facts.conflicts(fact):
        yield statement(asked, fact)
    else:
        text = say.say("explain.line", label=say.label(fact), value=say.value(fact), date=say.on(fact.start))
        yield Draft(text, cited)
        yield from ranged(asked, fact)
    for key, printed in (("laboratory", fact.source.laboratory), ("method", fact.source.method)):
        if printed:
            yield Draft(say.say(f"explain.{key}", text=shown(printed)), cited, lead=SPACE)
    if fact.detail:
        text = say.say("explain.comment", quote=shown(fact.detail))
        yield Draft(text, cited, lead=SPACE, quote=fact.detail)
    entry = say.plain_words.get(fact.analyte or "")
    if entry is None:
        yield asked.stated("explain.limit", PARAGRAPH)
    else:
        yield from general(asked, entry)
        yield asked.stated("explain.ask", PARAGRAPH)


def educated(asked: Asked) -> Iterator[Draft]:
    """A general question: what the library says on it; nothing when it says nothing."""
    for entry in entries(asked):
        yield from general(asked, entry)
