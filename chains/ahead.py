"""What documents say is to come: their sentences with a day from today on, read as facts or not."""

import re
from collections.abc import Collection, Iterator
from datetime import date

from chains.drafts import PARAGRAPH, Asked, Draft
from chains.mentions import Mention, line, sentences
from records.evidence import Evidence
from records.words import fold
from safety.figures import dates

_MOST = 3
_POOL = 40
_CUES = (
    "rendez-vous", "rdv", "consultation", "revoir", "revois", "prochain", "prochaine", "prévue", "prévu",
    "contrôle", "terme", "appointment", "review", "follow", "next", "due", "delivery", "visit",
)  # fmt: skip
_CUE = re.compile(
    r"\b(?:rendez-vous|rdv|consult\w*|revoi\w*|reverr\w*|prochain\w*|prevue?s?|control\w*|terme|rappel|appointments?"
    r"|reviews?|follow\w*|next|due|delivery|visits?)\b"
)
_WHEN = re.compile(
    r"\b(?:quand|quelle date|quel jour|date d[eu]|when|what (?:day|date|time)|which day|prochaine?s?|next)\b"
)


def asked_for(text: str) -> bool:
    """Whether a question asks for the day of something that is to come.

    >>> asked_for("Quand est ma prochaine consultation ?"), asked_for("Quand ai-je eu la grippe ?")
    (True, False)
    """
    said = fold(text)
    return bool(_WHEN.search(said) and _CUE.search(said))


def told(asked: Asked, besides: Collection[Evidence] = ()) -> Iterator[Draft]:
    """Those sentences under a first line, soonest first; nothing without any."""
    found = _found(asked, besides)
    if found:
        yield asked.stated("said.ahead", PARAGRAPH)
    for mention in found:
        yield line(asked, mention)


def _found(asked: Asked, besides: Collection[Evidence]) -> list[Mention]:
    ahead: dict[str, tuple[date, Mention]] = {}
    for id in dict.fromkeys(hit.id for cue in _CUES for hit in asked.room.keywords().search(cue, _POOL)):
        evidence = asked.room.evidence(id)
        passage = evidence.passage
        if passage is None or passage.quoted_orders or any(one.id == id for one in besides):
            continue
        for text in sentences(passage.text):
            if _CUE.search(fold(text)) and (day := _day(text, asked)) is not None:
                ahead.setdefault(text, (day, Mention(evidence, text)))
    return [mention for _, mention in sorted(ahead.values(), key=lambda one: one[0])[:_MOST]]


def _day(text: str, asked: Asked) -> date | None:
    """The soonest day from today on that a sentence names without a doubt."""
    days = []
    for named in dates(text, asked.wording.language):
        if (
            named.year is not None
            and named.month is not None
            and named.day is not None
            and named.other is None
        ):
            try:
                days.append(date(named.year, named.month, named.day))
            except ValueError:
                continue
    return min((day for day in days if day >= asked.today), default=None)
