"""What can be said of one fact: value and date, its own report's range and flag, how sure it is, how old."""

from collections.abc import Iterator
from decimal import Decimal

from chains.drafts import PARAGRAPH, SPACE, Asked, Draft
from chains.events import Basis
from chains.wording import number, shown
from records import analytes
from records.evidence import Evidence
from records.model import Extraction, Fact, Kind
from safety.answer_check import Statistic

_CURRENT_DAYS = 365
"""For a value whose analyte the table does not know."""
_NORMAL_FLAGS = frozenset({"", "N", "NORMAL"})
_MONTH, _YEAR = 30.44, 365.25


def told(asked: Asked, fact: Fact, *, latest: bool = False, lead: str = PARAGRAPH) -> Iterator[Draft]:
    """Everything the record says of one value, each sentence citing its line.

    Args:
        asked: The question.
        fact: One that counts.
        latest: It is told as the newest value, so its age is said when it is too old to call current.
        lead: Of the first sentence.
    """
    yield statement(asked, fact, latest=latest).after(lead)
    if fact.kind is Kind.OBSERVATION and not asked.room.facts.conflicts(fact):
        yield from ranged(asked, fact)
    if latest:
        yield from aged(asked, fact)
    yield from certainty(asked, fact)


def statement(asked: Asked, fact: Fact, *, latest: bool = False) -> Draft:
    """The value with its date; all values when documents disagree."""
    say = asked.wording
    rivals = asked.room.facts.conflicts(fact)
    if rivals:
        both = (fact, *rivals)
        values = say.joined(f"**{say.value(one)}**" for one in both)
        text = say.say("fact.conflict", label=say.label(fact), date=say.on(fact.start), items=values)
        return Draft(text, asked.cite(both))
    measured = "fact.latest" if latest else "fact.found"
    key = measured if fact.quantity is not None else "fact.text"
    date, bearer = dated(asked, fact)
    text = say.say(key, label=say.label(fact), value=say.value(fact), date=date)
    return Draft(text, (*asked.sources(fact), *bearer))


def dated(asked: Asked, fact: Fact) -> tuple[str, tuple[Evidence, ...]]:
    """Its date in words; of a value without one that of its document, with the passage that has it."""
    say = asked.wording
    if fact.start is None and fact.value_text is not None:
        for passage in asked.room.passages_of(fact.source.file_id):
            if passage.when is not None and fact.value_text in passage.text:
                text = say.say("date.document", date=say.day(passage.when))
                return text, (asked.room.evidence(passage.id),)
    return say.on(fact.start), ()


def ranged(asked: Asked, fact: Fact) -> Iterator[Draft]:
    """Where the value lies in the range that its own report prints, and the report's flag."""
    say, cited = asked.wording, asked.cite([fact])
    if fact.reference is not None:
        printed = shown(_range(fact.reference.text, asked))
        yield Draft(say.say(f"range.{place(fact)}", range=printed), cited, lead=SPACE)
    elif fact.quantity is not None:
        yield Draft(say.say("range.none"), cited, lead=SPACE)
    flag = (fact.interpretation or "").strip()
    if flag.upper() not in _NORMAL_FLAGS:
        yield Draft(say.say("flag.printed", flag=shown(flag)), cited, lead=SPACE)


def _range(text: str, asked: Asked) -> str:
    return " ".join(number(part, asked.wording.language) for part in text.split())


def place(fact: Fact) -> str:
    """``within``, ``above`` or ``below`` the report's own range; ``printed`` when that cannot be said.

    A value that is itself a limit (``< 5``) is placed only when all it may stand for lies on one side.
    """
    quantity, reference = fact.quantity, fact.reference
    if quantity is None or reference is None or (reference.low is None and reference.high is None):
        return "printed"
    low = reference.low.value if reference.low is not None else None
    high = reference.high.value if reference.high is not None else None
    value, comparator = quantity.value, quantity.comparator
    if comparator in ("<", "<="):
        return _place_of_limit(value, low, high)
    if comparator in (">", ">="):
        mirrored = _place_of_limit(-value, _minus(high), _minus(low))
        return {"below": "above", "above": "below"}.get(mirrored, mirrored)
    if low is not None and value < low:
        return "below"
    if high is not None and value > high:
        return "above"
    on_the_edge = value in (low, high) and any(sign in reference.text for sign in "<>")
    return "printed" if on_the_edge else "within"


def _place_of_limit(value: Decimal, low: Decimal | None, high: Decimal | None) -> str:
    """Where everything below `value` lies."""
    if low is not None:
        return "below" if value <= low else "printed"
    return "within" if high is not None and value <= high else "printed"


def _minus(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def is_old(asked: Asked, fact: Fact) -> bool:
    """Whether the value is past the age at which its analyte is still called current."""
    row = analytes.get(fact.analyte) if fact.analyte else None
    limit = row.current_days if row is not None else _CURRENT_DAYS
    return fact.start is not None and (asked.today - fact.start.last_day).days > limit


def aged(asked: Asked, fact: Fact) -> Iterator[Draft]:
    """How old the value is, when it is too old to be called current."""
    if fact.start is None or not is_old(asked, fact):
        return
    words, statistics = age(asked, (asked.today - fact.start.last_day).days)
    text = asked.wording.say("fact.old", age=words)
    yield Draft(text, asked.cite([fact]), statistics, Basis.WORKED_OUT, SPACE)


def age(asked: Asked, days: int) -> tuple[str, tuple[Statistic, ...]]:
    """So many days in words, rounded down to months or years, with the number said."""
    say = asked.wording
    years = int(days / _YEAR)
    if years == 1:
        return say.say("age.year"), ()
    key, number = ("years", years) if years else ("months", int(days / _MONTH))
    if number < 2:  # noqa: PLR2004  one month is said in days
        key, number = "days", days
    text = say.say(f"age.{key}", count=str(number))
    return text, (Statistic(Decimal(number), text.split()[-1]),)


def certainty(asked: Asked, fact: Fact) -> Iterator[Draft]:
    """That a value was read from a picture and not confirmed, or typed by the person over the document's."""
    say, cited = asked.wording, asked.cite([fact])
    if fact.extraction is Extraction.OCR and not fact.confirmed:
        yield Draft(say.say("fact.unconfirmed"), cited, lead=SPACE)
    original = asked.room.facts.get(fact.corrects) if fact.corrects is not None else None
    if original is not None:
        yield Draft(say.say("fact.corrected"), cited, lead=SPACE)
        text = say.say("fact.original", original=say.value(original), date=say.on(original.start))
        yield Draft(text, asked.cite([original]), lead=SPACE)
