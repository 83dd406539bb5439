"""What a person asks Carnet to keep in mind: "retiens que je préfère les rendez-vous le matin".

Kept only after a yes, in their own words, as an entry of theirs: a note that is found, cited, listed, changed
and forgotten like everything else. Nothing is remembered that was not asked for.
"""

import re
from collections.abc import Iterator

from chains.drafts import BULLET, SPACE, Asked, Draft, counted
from chains.events import Basis
from chains.wording import shown
from core.language import Language
from records.model import Extraction, Fact, Kind
from records.source import Entry, Source
from records.when import When
from records.words import fold
from retrieval.query import Query
from retrieval.remembered import REMEMBERED, is_remembered

NOTE_MAX = 300
"""Characters of one note."""
_LISTED_MAX = 20

_ASKS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\s*(?P<please>(?:peux-tu|tu peux|pouvez-vous|merci de|s'il te plait|stp)[\s,]+)?"
        r"(?:retiens|retenez|retenir|souviens-toi|souvenez-vous|rappelle-toi|rappelez-vous|memorise[rz]?"
        r"|garde[rz]? (?:en tete|en memoire|a l'esprit)|note[rz]?(?: bien)?|n'oublie[z]? pas|sache[z]?)"
        r"\s*(?::|qu(?:e\s|'))\s*(?P<what>.+)",
        re.DOTALL,
    ),
    "en": re.compile(
        r"\s*(?P<please>(?:(?:please|can you|could you)[\s,]+)*)"
        r"(?:remember|keep in mind|bear in mind|make a note|take note|note|don't forget|do not forget)"
        r"\s*(?::|that\s|this:)\s*(?P<what>.+)",
        re.DOTALL,
    ),
}
_RECALLS = re.compile(
    r"(?:qu(?:'est-ce )?que? (?:as-tu|tu as|avez-vous|vous avez|retiens-tu|tu retiens|sais-tu|vous retenez"
    r"|t'ai-je|je t'ai)|ce que tu (?:as|retiens)).{0,20}?"
    r"(?:retenu|retiens|memorise|demande de retenir|note sur moi)"
    r"|que retiens-tu|qu'est-ce que tu retiens"
    r"|what (?:do|did|have) (?:you|i) .{0,16}?(?:remember(?:ed)?|memori[sz]ed|asked? you to remember)"
)


def to_remember(text: str, language: Language) -> str | None:
    """What a message asks to keep in mind, in its own words; None when it asks for no such thing.

    >>> to_remember("Retiens que je préfère le matin.", "fr")
    'Je préfère le matin.'
    """
    folded = fold(text)
    match = _ASKS[language].match(folded)
    politely = match is not None and match["please"]
    if match is None or (text.rstrip().endswith("?") and not politely) or len(folded) != len(text):
        return None
    what = " ".join(text[match.start("what") :].split()).removesuffix("?").rstrip()
    return what[:1].upper() + what[1:] if 0 < len(what) <= NOTE_MAX else None


def note(what: str, day: str) -> Fact:
    """The entry of a note, said on a day (ISO)."""
    return Fact(
        Kind.NOTE,
        what,
        Source(Entry()),
        start=When.parse(day),
        status=REMEMBERED,
        extraction=Extraction.TYPED,
        confirmed=True,
    )


def is_recall(query: Query) -> bool:
    """Whether the question is what Carnet was asked to remember."""
    return _RECALLS.search(fold(query.text)) is not None


def recalled(asked: Asked) -> Iterator[Draft]:
    """The notes, newest first, each in its own words."""
    notes = [fact for fact in asked.room.facts.select(kinds=(Kind.NOTE,)) if is_remembered(fact)]
    if not notes:
        yield asked.stated("memory.none")
        return
    say = asked.wording
    text = say.say("memory.lead", count=str(len(notes))) if len(notes) > 1 else say.say("memory.lead_one")
    yield Draft(text, asked.cite(notes[:1]), (counted(len(notes)),), Basis.WORKED_OUT)
    for fact in notes[:_LISTED_MAX]:
        text = say.say("memory.item", quote=shown(fact.label), date=say.on(fact.start))
        yield Draft(text, asked.cite([fact]), lead=BULLET, quote=fact.label, fixed=True)
    yield asked.stated("memory.change", SPACE)
