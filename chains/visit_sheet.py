"""One page for the clinician, made from the record: what changed first, then what is, each line sourced.

Every line is a signed sentence filled with words and numbers that documents print; nothing is graded, nothing
is concluded. What a person may leave out, move or bring back is decided in `arranged`; here is all there is.
Lines are plain text: whoever shows them escapes them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chains.values import place
from chains.visit_courses import Course, Mention, courses, differ, disagreeing
from chains.visit_kept import NEVER, Preparation
from chains.visit_last import NOT_HELD, Seen, last_seen
from chains.wording import Wording, number, plain
from records import analytes
from records.model import Extraction, Fact, Kind
from records.specialties import specialties
from records.timeline import series
from records.when import When
from records.words import words
from retrieval.room import Room

_LOOKED_BACK = timedelta(days=365)
"""Where no visit before is known."""
_OLD = timedelta(days=3 * 365)
"""A result that much older than the newest one is shown only when asked for."""
_SHOWN = {"problems": 12, "medicines": 18, "results": 10, "changed": 16}
_VALUES = 3
_PLANNED_MAX, _RANGES_MAX = 3, 4
_NORMAL_FLAGS = frozenset({"", "N", "NORMAL"})
_EVENTS = (Kind.ENCOUNTER, Kind.PROCEDURE, Kind.IMMUNIZATION)
_STEM = 6


class Part(StrEnum):
    """The sections of the page, in its order."""

    CHANGED = "changed"
    PROBLEMS = "problems"
    MEDICINES = "medicines"
    ALLERGIES = "allergies"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page.

    Attributes:
        id: The same as long as the record says the same: section and fact.
        part: Where it stands.
        label: What it is about.
        text: What the record says of it.
        evidence: Ids of the facts it rests on, in the order they are told.
        spare: Shown only when asked for.
    """

    id: str
    part: Part
    label: str
    text: str
    evidence: tuple[str, ...]
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that the record makes one think of, in signed words."""

    id: str
    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the page could say.

    Attributes:
        wording: Its language.
        title: Which visit.
        since: What "changed" counts from, said.
        since_evidence: Id of the visit before, or of its letter; empty without one.
        lines: All lines, in order.
        suggestions: All suggestions, in order.
    """

    wording: Wording
    title: str
    since: str
    since_evidence: str
    lines: tuple[Line, ...]
    suggestions: tuple[Suggestion, ...]

    def part(self, part: Part) -> tuple[Line, ...]:
        """The lines of one section."""
        return tuple(line for line in self.lines if line.part is part)


def arranged(lines: Sequence[Line], kept: Preparation) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines of one section as the person wants them, and those left out.

    Args:
        lines: Of one section, as made.
        kept: What the person dropped, brought back and moved.
    """
    on = [
        line for line in lines if line.id not in kept.dropped and (not line.spare or line.id in kept.brought)
    ]
    order = {id: at for at, id in enumerate(kept.order.get(lines[0].part.value, ()) if lines else ())}
    on.sort(key=lambda line: order.get(line.id, len(order)))
    return tuple(on), tuple(line for line in lines if line not in on)


def sheet(room: Room, wording: Wording, kept: Preparation, today: date) -> Sheet:
    """The page of one preparation, from the record as it is now and as far as the day of the visit.

    Args:
        room: Whose record.
        wording: Sentences in the language of the page.
        kept: The preparation.
        today: The day it is made; after the visit, what came later is left out.
    """
    maker = _Maker(room, wording, kept, today)
    lines = tuple(maker.lines())
    return Sheet(
        wording=wording,
        title=maker.title(),
        since=maker.since_said(),
        since_evidence=maker.seen.evidence if maker.seen is not None else "",
        lines=lines,
        suggestions=tuple(maker.suggestions()),
    )


class _Maker:
    """Makes the lines of one page."""

    def __init__(self, room: Room, wording: Wording, kept: Preparation, today: date) -> None:
        self.room, self.say, self.kept = room, wording, kept
        moment = kept.moment
        self.until = min(today, moment.last_day) if moment is not None else today
        self.seen: Seen | None = None
        if not kept.since:
            self.seen = last_seen(room, kept.specialty, self.until)
        chosen = When.parse(kept.since) if kept.since not in ("", NEVER) else None
        self.chosen = chosen.first_day if chosen is not None else self.seen.day if self.seen else None
        self.since = self.chosen or self.until - _LOOKED_BACK
        self.medicines = courses(room, Kind.MEDICATION, self.until)
        self.conditions = courses(room, Kind.CONDITION, self.until)
        self.allergies = courses(room, Kind.ALLERGY, self.until)
        self.results = self._results()

    # -- words ------------------------------------------------------------------------------------------

    def title(self) -> str:
        say, kept = self.say, self.kept
        known = specialties().get(kept.specialty)
        what = kept.reason or (known.names[say.language] if known is not None else "")
        if not what:
            return say.say("visit.title")
        if kept.reason and known is not None:
            what = say.say("visit.what_why", label=known.names[say.language], text=_one_line(kept.reason))
        return say.say("visit.title_of", label=_one_line(what))

    def since_said(self) -> str:
        say = self.say
        if self.seen is not None:
            return say.say("visit.since_seen", label=_one_line(self.seen.label), date=say.on(self.seen.when))
        if self.chosen is not None:
            return say.say("visit.since_day", date=say.on(When.of_day(self.chosen)))
        key = "visit.since_first" if self.kept.since == NEVER else "visit.since_unknown"
        return say.say(key)

    def _label(self, fact: Fact) -> str:
        return plain(self.say.label(fact))

    def _value(self, fact: Fact) -> str:
        return plain(self.say.value(fact))

    def _on(self, when: When | None) -> str:
        return self.say.day(when) if when is not None else self.say.say("visit.undated")

    def _joined(self, *parts: str) -> str:
        return ", ".join(part for part in parts if part)

    # -- sections ---------------------------------------------------------------------------------------

    def lines(self) -> Iterator[Line]:
        yield from self._within(Part.CHANGED, list(self._changes()))
        yield from self._within(Part.PROBLEMS, [self._problem(one) for one in self._lasting(self.conditions)])
        yield from self._within(
            Part.MEDICINES, [self._medicine(one) for one in self._lasting(self.medicines)]
        )
        yield from self._allergy_lines()
        yield from self._within(Part.RESULTS, [self._result(group) for group in self._key_results()])

    def _within(self, part: Part, lines: list[Line]) -> Iterator[Line]:
        """The first of a section shown, the rest to be asked for."""
        shown = 0
        for line in lines:
            shown += not line.spare
            spare = line.spare or shown > _SHOWN[part.value]
            yield Line(line.id, line.part, line.label, line.text, line.evidence, spare)

    def _lasting(self, said: Sequence[Course]) -> list[Course]:
        return [one for one in said if not one.is_over(self.until)]

    def _problem(self, course: Course) -> Line:
        fact = course.newest.fact
        said = self._joined(_one_line(fact.detail or ""), self._begun(course), self._status(fact))
        text = said or self.say.say("visit.stated", date=self._on(course.newest.day))
        return _line(Part.PROBLEMS, self._label(fact), text, [fact])

    def _begun(self, course: Course) -> str:
        """Since when it is, or on what day a document says it."""
        if course.began is not None:
            return plain(self.say.since(course.began))
        return self.say.say("visit.stated", date=self._on(course.newest.day))

    def _status(self, fact: Fact) -> str:
        status = (fact.status or "").lower().replace("-", "_")
        key = f"status.{status}"
        return self.say.say(key) if status not in ("", "active") and self.say.has(key) else ""

    def _medicine(self, course: Course) -> Line:
        apart = disagreeing(course)
        fact = course.newest.fact
        if apart:
            items = self.say.joined(self._taken(one) for one in apart)
            text = self.say.say("visit.doses_differ", items=items)
            return _line(Part.MEDICINES, self._label(fact), text, [one.fact for one in apart])
        text = self._joined(_one_line(fact.detail or ""), self._begun(course), self._status(fact))
        return _line(
            Part.MEDICINES,
            self._label(fact),
            text,
            [fact],
            spare=_old(course.newest.day, self.medicines[0].newest.day),
        )

    def _taken(self, one: Mention) -> str:
        """One document's dose, with the day it says so."""
        said = self._joined(self._label(one.fact), _one_line(one.fact.detail or ""))
        return self.say.say("visit.dose_of", text=said, date=self._on(one.day))

    def _allergy_lines(self) -> Iterator[Line]:
        """Never shortened: what is affirmed, then what is denied, as documents state it."""
        for course in self._lasting(self.allergies):
            fact = course.newest.fact
            text = self._joined(_one_line(fact.detail or ""), self._begun(course))
            yield _line(Part.ALLERGIES, self._label(fact), text, [fact])
        for course in courses(self.room, Kind.ALLERGY, self.until, denied=True):
            fact = course.newest.fact
            text = self.say.say("visit.denied", date=self._on(course.newest.day))
            yield _line(Part.ALLERGIES, self._label(fact), text, [fact])

    # -- results ----------------------------------------------------------------------------------------

    def _results(self) -> list[list[Fact]]:
        """Dated results up to the visit by what was measured, newest first."""
        named: dict[str, list[Fact]] = {}
        for fact in self.room.facts.select(kinds=(Kind.OBSERVATION,)):
            if fact.start is not None and fact.start.first_day <= self.until and not fact.negated:
                named.setdefault(fact.analyte or " ".join(words(fact.label)), []).append(fact)
        return list(named.values())

    def _key_results(self) -> list[list[Fact]]:
        """First what lies outside its report's range, then what this specialty looks at, then the newest."""
        known = specialties().get(self.kept.specialty)
        groups = known.groups if known is not None else ()

        def rank(group: list[Fact]) -> tuple[bool, bool, int, str]:
            row = analytes.get(group[0].analyte) if group[0].analyte else None
            at = groups.index(row.group) if row is not None and row.group in groups else len(groups)
            return (not _outside(group[0]), group[0].quantity is None, at, _backwards(group[0].start))

        return sorted(self.results, key=rank)

    def _result(self, group: list[Fact]) -> Line:
        newest = group[0]
        rivals = self.room.facts.conflicts(newest)
        shown = [newest, *rivals]
        if rivals:
            values = self.say.joined(self._value(one) for one in shown)
            text = self.say.say("visit.values_differ", items=values, date=self._on(newest.start))
        else:
            text, before = self._followed(newest, group)
            shown += before
        return _line(
            Part.RESULTS, self._label(newest), text, shown, spare=_old(newest.start, self.results[0][0].start)
        )

    def _followed(self, newest: Fact, group: list[Fact]) -> tuple[str, list[Fact]]:
        """The value with its range, comparable ones before it, and which way it went from the last."""
        say = self.say
        text = self._joined(self._valued(newest), *self._placed(newest))
        parts = series(one for one in group if self.room.facts.certain(one))
        own = next((part for part in parts if newest in part.facts), None)
        before = list(reversed(own.facts))[1:_VALUES] if own is not None and own.facts[-1] is newest else []
        if own is not None and before:
            items = say.joined(self._valued(one) for one in before)
            text = say.say("visit.before", text=text, items=items)
            last, previous = own.values[-1], own.values[-2]
            if last.comparator is None and previous.comparator is None:
                way = (
                    "equal"
                    if last.value == previous.value
                    else "up"
                    if last.value > previous.value
                    else "down"
                )
                text = say.say(f"visit.{way}", text=text)
            return text, before
        others = [
            one for one in group[1:] if one.quantity is not None and (own is None or one not in own.facts)
        ]
        apart = others[0] if others else None
        if apart is not None and newest.quantity is not None:
            return say.say("visit.apart", text=text, items=self._valued(apart)), [apart]
        return text, []

    def _valued(self, fact: Fact) -> str:
        return self.say.say("visit.value", value=self._value(fact), date=self._on(fact.start))

    def _placed(self, fact: Fact) -> Iterator[str]:
        """The report's own range and flag, and that a value was read from a picture and not confirmed."""
        if fact.reference is not None:
            printed = (number(part, self.say.language) for part in fact.reference.text.split())
            text = "\u00a0".join(printed)  # not parted at the end of a line
            yield self.say.say(f"visit.range_{place(fact)}", range=text)
        flag = (fact.interpretation or "").strip()
        if flag.upper() not in _NORMAL_FLAGS and place(fact) == "printed":
            yield self.say.say("visit.flag", flag=_one_line(flag))
        if fact.extraction is Extraction.OCR and not fact.confirmed:
            yield self.say.say("visit.unconfirmed")

    # -- what changed -----------------------------------------------------------------------------------

    def _changes(self) -> Iterator[Line]:
        yield from self._new_results()
        for course in self.medicines:
            yield from self._changed_medicine(course)
        for kind, said in (("condition", self.conditions), ("allergy", self.allergies)):
            for course in said:
                yield from self._changed_state(kind, course)
        yield from self._events()

    def _new_results(self) -> Iterator[Line]:
        for group in self.results:
            newest = group[0]
            if newest.start is not None and newest.start.first_day > self.since and _outside(newest):
                text = self.say.say(
                    "visit.new_result", text=self._joined(self._valued(newest), *self._placed(newest))
                )
                yield _line(Part.CHANGED, self._label(newest), text, [newest])

    def _changed_medicine(self, course: Course) -> Iterator[Line]:
        newest, say = course.newest, self.say
        taken = self._joined(_one_line(newest.fact.detail or ""), self._begun(course))
        if course.is_over(self.until):
            end = newest.fact.end or newest.day
            if end is not None and end.last_day > self.since:
                text = say.say("visit.stopped", date=self._on(end))
                yield _line(Part.CHANGED, self._label(newest.fact), text, [newest.fact])
        elif course.is_new(self.since):
            text = say.say("visit.new_medicine", text=taken)
            yield _line(Part.CHANGED, self._label(newest.fact), text, [newest.fact])
        elif (before := course.before(self.since)) and newest not in before:
            if before[0].over:
                text = say.say("visit.again", text=taken)
                yield _line(Part.CHANGED, self._label(newest.fact), text, [newest.fact, before[0].fact])
            elif differ(newest.fact, before[0].fact):
                text = say.say("visit.dose_changed", first=self._taken(before[0]), last=self._taken(newest))
                yield _line(Part.CHANGED, self._label(newest.fact), text, [newest.fact, before[0].fact])

    def _changed_state(self, kind: str, course: Course) -> Iterator[Line]:
        fact = course.newest.fact
        if course.is_over(self.until):
            end = fact.end or course.newest.day
            if end is not None and end.last_day > self.since and course.before(self.since):
                text = self.say.say("visit.ended", date=self._on(end))
                yield _line(Part.CHANGED, self._label(fact), text, [fact])
        elif course.is_new(self.since):
            text = self.say.say(f"visit.new_{kind}", text=self._begun(course))
            yield _line(Part.CHANGED, self._label(fact), text, [fact])

    def _events(self) -> Iterator[Line]:
        """Stays, visits, examinations, operations and vaccines, newest first."""
        for fact in self.room.facts.select(kinds=_EVENTS):
            when = fact.start
            held = not fact.negated and (fact.status or "").lower() not in NOT_HELD
            if held and when is not None and self.since < when.first_day <= self.until:
                span = self._on(when)
                if fact.end is not None and fact.end.day != when.day:
                    span = self.say.say("visit.span", first=span, last=self._on(fact.end))
                text = self.say.say(f"visit.event_{fact.kind.value}", date=span)
                yield _line(Part.CHANGED, self._label(fact), text, [fact])

    # -- questions --------------------------------------------------------------------------------------

    def suggestions(self) -> Iterator[Suggestion]:
        say = self.say
        outside = [group[0] for group in self._key_results() if _outside(group[0])]
        for fact in [one for one in outside if not self._is_old(one)][:_RANGES_MAX]:
            text = say.say(
                "visit.ask_range", label=self._label(fact), value=self._value(fact), date=self._on(fact.start)
            )
            yield Suggestion(f"range:{fact.id}", text, (fact.id,))
        for course in self._lasting(self.medicines):
            fact = course.newest.fact
            if apart := disagreeing(course):
                text = say.say("visit.ask_dose", label=self._label(fact))
                yield Suggestion(f"dose:{fact.id}", text, tuple(one.fact.id for one in apart))
            elif course.is_new(self.since):
                text = say.say("visit.ask_new", label=self._label(fact))
                yield Suggestion(f"new:{fact.id}", text, (fact.id,))
        for fact, day in self._unheard()[:_PLANNED_MAX]:
            text = say.say("visit.ask_planned", text=_one_line(fact.label), date=self._on(day))
            yield Suggestion(f"planned:{fact.id}", text, (fact.id,))
        yield Suggestion("next", say.say("visit.ask_next"))
        yield Suggestion("sooner", say.say("visit.ask_sooner"))

    def _is_old(self, fact: Fact) -> bool:
        return fact.start is not None and fact.start.last_day < self.until - _OLD

    def _unheard(self) -> list[tuple[Fact, When]]:
        """What a document planned for a day that has passed, and of which nothing later speaks."""
        days = {document.id: document.when for document in self.room.documents()}
        spoken = [
            (fact.start.first_day, _stems(fact.label), fact.id)
            for fact in self.room.facts.counting()
            if fact.start is not None and fact.status != "planned"
        ]
        found = []
        for fact in self.room.facts.select(kinds=(Kind.NOTE, Kind.PROCEDURE)):
            stated = days.get(fact.source.file_id)
            day = fact.start or stated
            if fact.status != "planned" or day is None or day.last_day >= self.until or self._is_old(fact):
                continue
            after, stems = (stated or day).first_day, _stems(fact.label)
            if not any(then > after and stems & said for then, said, _ in spoken):
                found.append((fact, stated or day))
        return found


def _line(part: Part, label: str, text: str, facts: Sequence[Fact], *, spare: bool = False) -> Line:
    ids = tuple(dict.fromkeys(fact.id for fact in facts))
    return Line(f"{part.value}:{ids[0]}", part, label, text, ids, spare)


def _old(day: When | None, newest: When | None) -> bool:
    return day is not None and newest is not None and day.last_day < newest.first_day - _OLD


def _outside(fact: Fact) -> bool:
    """Whether its own report puts it outside: by its range, or by its flag where the range cannot tell."""
    where = place(fact)
    flag = (fact.interpretation or "").strip().upper()
    return where in ("above", "below") or (where == "printed" and flag not in _NORMAL_FLAGS)


def _backwards(when: When | None) -> str:
    """Sorts newest first among ascending keys."""
    return "".join(chr(0x7F - ord(sign)) for sign in when.local) if when is not None else "\x7f"


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words(text) if len(word) >= _STEM)


def _one_line(text: str) -> str:
    return " ".join(text.split())
