"""The way to care: whom to see, how to book, what to bring, what it may cost, how to contest, what is urgent.

From signed, sourced, dated files (`safety.care.ways`), and from the record what helps on the way. No model
takes part: a way is either written and signed or said to be missing. The country is the person's setting; one
named in the question wins.
"""

from collections.abc import Iterable, Iterator

from babel import Locale

from chains import letters
from chains.drafts import BULLET, Asked, Draft
from chains.events import Basis
from chains.wording import shown, spoken
from core.language import Language
from records.model import Kind
from safety.care import Care, Line, care
from safety.care.needs import Meaning, Need
from safety.care.ways import COUNTRIES, PARTS, Way
from safety.verdict import Verdict

_NEED = "need:"
_ALSO_MAX = 2
_NUMBERS_MAX = 2
_ITEMS_MAX = 6
_LOCALES: dict[Language, str] = {"fr": "fr", "en": "en_GB"}


def is_way(verdict: Verdict) -> bool:
    """Whether the message asks for the way to care, also beside a soft banner about something else."""
    return any(reason.startswith(_NEED) for reason in verdict.reasons)


def unknown(asked: Asked) -> Iterator[Draft]:
    """That it is not clear which way is meant, and where all are."""
    yield asked.stated("care.unknown")
    yield _page(asked)


def told(asked: Asked) -> Iterator[Draft]:
    """The way that the question asks for; that none is known when so."""
    meaning = asked.care.atlas.needs.meant(asked.query.text)
    if not meaning.needs:
        yield from unknown(asked)
        return
    need, country = meaning.needs[0], meaning.country or asked.care.country
    there = _care_of(country, asked.care)
    if meaning.writes and need.letter is not None:
        yield from letters.drafted(asked, need.letter, there, own=not meaning.other)
        return
    if meaning.country is not None and meaning.country != asked.care.country:
        yield _about(asked, "care.named", place=place(country, asked))
    yield from _way(asked, need, country, there)
    yield from _from_record(asked, need, meaning)
    yield from _urgent(asked, need, there)
    yield from _further(asked, meaning, country)


def place(country: str, asked: Asked) -> str:
    """The name of a country, or of the part of it whose ways are written."""
    language = asked.wording.language
    if country in COUNTRIES:
        return asked.care.atlas.ways(country).name[language]
    known = Locale.parse(_LOCALES[language]).territories.get(country.upper())
    return str(known) if known else asked.care.name[language]


def _care_of(country: str, own: Care) -> Care:
    """Numbers of the country that is meant, which the person's own setting may not be."""
    return own if country == own.country else care(country, read=own.atlas.read)


def _way(asked: Asked, need: Need, country: str, there: Care) -> Iterator[Draft]:
    atlas, language = there.atlas, asked.wording.language
    way = atlas.way(country, need.key)
    if way is None:
        yield _about(asked, "care.nothing", label=need.title[language], place=place(country, asked))
        return
    if country not in COUNTRIES:
        yield _about(asked, "care.no_country", place=place(country, asked))
    elif way.country != country:
        yield _about(asked, "care.lacks", place=place(country, asked))
    yield Draft(_in_full(asked, way, country), basis=Basis.GENERAL, fixed=True)


def _in_full(asked: Asked, way: Way, country: str) -> str:
    """Everything signed of a way with its source: one statement of general knowledge, marked once."""
    say, here = asked.wording, asked.care.atlas.ways(way.country)
    spoken = say.language
    where = place(country, asked) if way.country == country else here.name[spoken]
    lead = say.say("care.lead", label=way.need.title[spoken], place=where, text=way.parts["who"][spoken])
    parts = [(part, way.parts[part][spoken]) for part in PARTS[1:] if part in way.parts]
    if here.note is not None and way.country == country:
        parts.append(("note", here.note[spoken]))
    said = "\n".join("- " + say.say(f"care_part.{part}", text=text) for part, text in parts)
    key = "care.source" if way.verified else "care.source_unverified"
    source = say.joined(way.source[spoken].split("; "))
    return "\n\n".join([lead, said, say.say(key, label=source, date=say.today(way.checked))])


def _from_record(asked: Asked, need: Need, meaning: Meaning) -> Iterator[Draft]:
    """What the record holds that helps on this way, cited; nothing when it is about somebody else."""
    if meaning.other:
        if need.record:
            yield asked.stated("care.other")
        return
    lines = [line for part in need.record for line in _helping(asked, part)]
    if lines:
        yield asked.stated("care.record")
        yield from lines


def _helping(asked: Asked, part: str) -> Iterator[Draft]:
    say, room = asked.wording, asked.room
    if part in ("letter", "prescription"):
        for document, evidence in letters.documents(room, part, asked.query.text)[:_ALSO_MAX]:
            detail = f", {say.on(document.when)}" if document.when is not None else ""
            text = say.say("care.record_document", label=shown(document.name), detail=detail)
            yield Draft(text, (evidence,), lead=BULLET, fixed=True)
    elif part == "observation":
        if (fact := letters.newest_results(room)) is not None:
            name, day = shown(fact.source.file_name), say.on(fact.start)
            text = say.say("care.record_results", label=name, date=day)
            yield Draft(text, asked.cite([fact]), lead=BULLET, fixed=True)
    elif facts := letters.holding(room, Kind(part))[:_ITEMS_MAX]:
        items = say.joined(say.label(fact) for fact in facts)
        text = say.say("care.record_kind", label=say.say(f"kind.{part}"), items=items)
        yield Draft(text, asked.cite(facts), lead=BULLET)


def _urgent(asked: Asked, need: Need, there: Care) -> Iterator[Draft]:
    if need.urgent is None:
        return
    say, lines = asked.wording, [*there.emergency[:_NUMBERS_MAX]]
    if need.group == "mind":
        lines = [*there.crisis[:1], *there.emergency[:1]]
    text = say.say("care.urgent", text=need.urgent[say.language], items=spoken(tuple(lines), say.language))
    yield Draft(f"{text}{_unsure(asked, lines)}", basis=Basis.GUIDANCE, fixed=True)


def _unsure(asked: Asked, lines: Iterable[Line]) -> str:
    """That a number was not compared with its official source."""
    unsure = [line.shown(asked.wording.language) for line in lines if not line.verified]
    return f" {asked.wording.say('care.unverified', items=', '.join(unsure))}" if unsure else ""


def _further(asked: Asked, meaning: Meaning, country: str) -> Iterator[Draft]:
    """The letter that goes with it, other needs the question may mean, and the page of all."""
    say, need = asked.wording, meaning.needs[0]
    if need.letter is not None:
        title = say.say(f"letter_title.{need.letter}")
        page = letters.link(need.letter, country, say.language, own=not meaning.other)
        yield Draft(say.say("care.letter", label=title, link=page), basis=Basis.GUIDANCE, fixed=True)
    also = [
        f"[{other.title[say.language]}]({_link(country, other)})"
        for other in meaning.needs[1 : 1 + _ALSO_MAX]
        if asked.care.atlas.way(country, other.key) is not None
    ]
    if also:
        yield Draft(say.say("care.also", items=say.joined(also)), basis=Basis.GUIDANCE, fixed=True)
    yield _page(asked, country)


def _page(asked: Asked, country: str | None = None) -> Draft:
    link = f"/ways?country={(country or asked.care.country).upper()}"
    return Draft(asked.wording.say("care.page", link=link), basis=Basis.GUIDANCE, fixed=True)


def _link(country: str, need: Need) -> str:
    return f"/ways?country={country.upper()}#{need.key}"


def _about(asked: Asked, key: str, **inputs: str) -> Draft:
    """A signed sentence about what Carnet has written and for whom."""
    return Draft(asked.wording.say(key, **inputs), basis=Basis.GUIDANCE, fixed=True)
