"""What a model may ask Carnet to work out: one tool with typed arguments. Code computes, the model words.

A model may ask only about what it was already shown. Each sentence that code works out, once it is checked,
becomes one more line with a mark, which the model cites like any other. Whatever cannot be answered (an
unknown tool, arguments that are none, something kept from leaving) is answered with a line that says so.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from chains import statistics, wearables
from chains.absence import absent, name
from chains.checking import Checks
from chains.drafts import Asked, Draft
from chains.events import Chart
from chains.lines import Call, data
from chains.llm import Message, Tool, ToolCall
from chains.trends import trend
from chains.values import statement, told
from chains.wording import plain
from records.evidence import Evidence
from records.model import Kind
from retrieval.asking import Event, Side
from retrieval.facts import Statistic
from retrieval.period import Period
from retrieval.query import Aim
from retrieval.spans import Step
from safety.verdict import Verdict

NAME = "work_out"
ROUNDS = 3
"""How often a model may ask before it has to answer."""

_LINES_MAX = 12
"""Lines that one call gives."""
_NEWEST = 3
_NAMED = ("properties", "$defs")
_NAME_MAX = 80
_OTHERS = {
    Statistic.MEAN: re.compile(r"\bm[ée]dian", re.IGNORECASE),
    Statistic.MEDIAN: re.compile(r"\b(?:moyen|average|mean\b)", re.IGNORECASE),
    Statistic.MIN: re.compile(r"\b(?:maxim|highest|plus (?:haut|[ée]lev))", re.IGNORECASE),
    Statistic.MAX: re.compile(r"\b(?:minim|lowest|plus (?:bas|faible))", re.IGNORECASE),
}
"""What a sentence must not call a figure of each kind."""

_Asks = Literal["latest", "count", "min", "max", "range", "mean", "median", "change", "slope", "in_range"]


class Span(BaseModel):
    """A stretch of time, both ends included; an end may be left out."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    first: Annotated[date | None, Field(alias="from")] = None
    last: Annotated[date | None, Field(alias="to")] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError
        return self

    @property
    def period(self) -> Period | None:
        """As the fact table takes it."""
        return Period(self.first, self.last) if self.first or self.last else None


class Turning(BaseModel):
    """What divides values into before and after: a date, or the name of a medicine, procedure or illness."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    name: Annotated[str | None, Field(max_length=_NAME_MAX)] = None
    day: Annotated[date | None, Field(alias="date")] = None
    ended: Annotated[bool, Field(description="its end is meant, such as a treatment that was stopped")] = (
        False
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.name or "").strip() and self.day is None:
            raise ValueError
        return self


class Arguments(BaseModel):
    """What is to be worked out.

    Attributes:
        subject: What was measured: one of those that the lines sent are about.
        statistic: Which number.
        period: Over which time; everything without one.
        versus: Another stretch of time that `period` is compared with.
        event: What divides the values; both sides are told.
        per: Told for each of these; of a slope what it is per.
    """

    model_config = ConfigDict(extra="forbid")

    subject: str
    statistic: _Asks
    period: Span | None = None
    versus: Span | None = None
    event: Turning | None = None
    per: Step | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """What a model was told by code.

    Attributes:
        messages: Answers to its calls, in their order.
        spoken: Each new line by the id it has for a person who looks before it goes.
    """

    messages: tuple[Message, ...]
    spoken: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Toolbox:
    """The tool of one answer, and what it has given so far.

    Attributes:
        asked: The question.
        verdict: Sentences are checked under it.
        prepared: What was sent first: the subjects, the masks, the marks in use.
        struck: Ids of evidence that the person took out.
        lines: By mark, what was worked out.
        charts: Drawn beside it.
    """

    asked: Asked
    verdict: Verdict
    prepared: Call
    struck: Collection[str] = ()
    lines: dict[str, Draft] = field(default_factory=dict)
    charts: dict[str, Chart] = field(default_factory=dict)
    _kinds: dict[str, Statistic | None] = field(default_factory=dict)
    _riders: dict[str, tuple[Draft, ...]] = field(default_factory=dict)

    def offered(self, purpose: str) -> tuple[Tool, ...]:
        """The tool with the subjects it may be asked about; none when there is nothing measured.

        Args:
            purpose: What it is for and what its arguments mean: signed words.
        """
        subjects = list(self._subjects())
        if not subjects:
            return ()
        schema = _bare(Arguments.model_json_schema(by_alias=True))
        schema["properties"]["subject"] = {"type": "string", "enum": subjects}
        return (Tool(NAME, " ".join(purpose.split()), schema),)

    def answer(self, calls: Sequence[ToolCall]) -> Worked:
        """Work out what the model asks for; every call gets an answer."""
        messages, spoken = [], []
        for call in calls:
            text, new = self._answered(call)
            messages.append(Message("tool", text, answers=call.id))
            spoken += new
        return Worked(tuple(messages), tuple(spoken))

    def without(self, worked: Worked, struck: Collection[str]) -> Worked:
        """The same with the lines that the person strikes out taken back.

        Args:
            worked: What was to be sent.
            struck: Marks of the lines.
        """
        for mark in struck:
            self.lines.pop(mark, None)
        messages = tuple(
            message._replace(text=self._kept(message.text.splitlines(), struck))
            for message in worked.messages
        )
        return Worked(messages, tuple((mark, line) for mark, line in worked.spoken if mark not in struck))

    def _kept(self, texts: Sequence[str], struck: Collection[str]) -> str:
        kept = [text for text in texts if not any(text.startswith(f"[{mark}] ") for mark in struck)]
        return "\n".join(kept) or self.asked.wording.say("tool.withheld")

    def charts_of(self, marks: Collection[str]) -> list[Chart]:
        """The charts that belong to the cited figures, each once."""
        return list(dict.fromkeys(chart for mark, chart in self.charts.items() if mark in marks))

    def misnames(self, marks: Sequence[str], text: str) -> bool:
        """Whether a sentence calls a figure what it is not: a median a mean, the lowest the highest."""
        kinds = {self._kinds[mark] for mark in marks if mark in self._kinds}
        return len(kinds) == 1 and any(
            kind in _OTHERS and _OTHERS[kind].search(text) is not None for kind in kinds if kind is not None
        )

    def riders(self, marks: Collection[str]) -> Iterator[Draft]:
        """What must be said beside the cited figures and was not: what was set aside, what it cannot say."""
        said = {draft.text for mark, draft in self.lines.items() if mark in marks}
        for draft in dict.fromkeys(
            rider for mark in self.lines if mark in marks for rider in self._riders[mark]
        ):
            if draft.text not in said:
                yield draft

    # -- one call ---------------------------------------------------------------------------------------

    def _answered(self, call: ToolCall) -> tuple[str, list[tuple[str, str]]]:
        say = self.asked.wording
        if call.name != NAME:
            return say.say("tool.unknown"), []
        try:
            arguments = Arguments.model_validate_json(call.arguments)
        except (ValidationError, ValueError):
            return say.say("tool.arguments"), []
        subject = self._subjects().get(arguments.subject)
        if subject is None:
            return say.say("tool.subject"), []
        asked = self._put(arguments, subject)
        found = list(_worked(asked, arguments))
        drafts = [draft for draft in found if isinstance(draft, Draft)]
        if any(not self._may_go(draft) for draft in drafts):
            return say.say("tool.withheld"), []
        return self._taken_in(drafts, [one for one in found if isinstance(one, Chart)], asked.query.statistic)

    def _taken_in(
        self, drafts: Sequence[Draft], charts: Sequence[Chart], statistic: Statistic | None
    ) -> tuple[str, list[tuple[str, str]]]:
        checks, say = Checks(self.verdict, self.asked.wording.language), self.asked.wording
        good = [draft for draft in drafts if checks.admit(draft) is not None]
        aside = say.say("figure.aside", items="\0").partition("\0")[0]
        riders = tuple(draft for draft in good if draft.fixed or draft.text.startswith(aside))
        texts, spoken = [], []
        for draft in good[:_LINES_MAX]:
            line = self.prepared.mask.masked(data(plain(draft.text)), of_a_fact=True)
            if not draft.evidence:
                texts.append(line)
                continue
            mark = f"F{len(self.prepared.lines) + len(self.lines) + 1}"
            self.lines[mark], self._kinds[mark], self._riders[mark] = draft, statistic, riders
            if charts:
                self.charts[mark] = charts[0]
            texts.append(f"[{mark}] {line}")
            spoken.append((mark, line))
        return "\n".join(texts) or say.say("tool.nothing"), spoken

    def _may_go(self, draft: Draft) -> bool:
        """Whether nothing it rests on was struck out or is kept from leaving."""
        preferences = self.asked.room.preferences
        return all(
            one.id not in self.struck and preferences.may_send(one.source.file_id, one.text)
            for one in draft.evidence
        )

    # -- what may be asked about ------------------------------------------------------------------------

    def _subjects(self) -> Mapping[str, "_Subject"]:
        """What the lines that were sent are about, by the name that the model uses."""
        found: dict[str, _Subject] = {}
        for evidence in self.prepared.lines.values():
            subject = self._subject(evidence)
            if subject is not None:
                found.setdefault(subject.name, subject)
        return found

    def _subject(self, evidence: Evidence) -> "_Subject | None":
        fact, passage = evidence.fact, evidence.passage
        if passage is not None and passage.source.device:  # a month of what a device measured, maybe
            page = self.asked.room.samples.page(evidence.id)
            return _Subject(page.metric, metric=page.metric) if page is not None else None
        if fact is None or fact.kind is not Kind.OBSERVATION or fact.quantity is None:
            return None
        if fact.analyte is not None:
            return _Subject(fact.analyte, analyte=fact.analyte)
        label = data(fact.label)
        return _Subject(label, label=fact.label) if self.prepared.mask.masked(label) == label else None

    def _put(self, arguments: Arguments, subject: "_Subject") -> Asked:
        """The call as a question."""
        latest = arguments.statistic == "latest"
        statistic = None if latest else Statistic(arguments.statistic)
        period = arguments.period.period if arguments.period is not None else None
        versus = arguments.versus.period if arguments.versus is not None and period is not None else None
        query = replace(
            self.asked.query,
            analytes=(subject.analyte,) if subject.analyte else (),
            labels=(subject.label,) if subject.label else (),
            metrics=(subject.metric,) if subject.metric else (),
            kinds=(), groups=(), unheld=(), in_target=False,
            aim=Aim.LATEST if latest else Aim.STATISTIC,
            statistic=statistic, period=period, versus=versus,
            event=_event(arguments.event), step=arguments.per,
        )  # fmt: skip
        return replace(self.asked, query=query)


def _bare(schema: Any) -> Any:
    """A schema without the words in it: what is said to a model is signed and stands elsewhere."""
    if isinstance(schema, dict):
        return {
            key: {name: _bare(one) for name, one in value.items()} if key in _NAMED else _bare(value)
            for key, value in schema.items()
            if key not in ("title", "description")
        }
    return [_bare(one) for one in schema] if isinstance(schema, list) else schema


@dataclass(frozen=True, slots=True)
class _Subject:
    """Something measured: an analyte, a printed label, or what a device measures."""

    name: str
    analyte: str | None = None
    label: str | None = None
    metric: str | None = None


def _event(turning: Turning | None) -> Event | None:
    if turning is None:
        return None
    if turning.day is not None:
        return Event("", Period(turning.day, turning.day), Side.BOTH, turning.ended)
    return Event((turning.name or "").strip().lower(), None, Side.BOTH, turning.ended)


def _worked(asked: Asked, arguments: Arguments) -> Iterator[Draft | Chart]:
    """What Carnet itself would answer."""
    query, table = asked.query, asked.room.facts
    if query.metrics:
        key = query.metrics[0]
        if arguments.statistic == "in_range":
            asked = replace(asked, query=replace(query, statistic=None, in_target=True))
        yield from wearables.told(asked, key)
        return
    analyte = query.analytes[0] if query.analytes else None
    label = name(asked, analyte) if analyte else query.labels[0]
    facts = table.select(query.analytes, (Kind.OBSERVATION,), query.period, query.labels)
    if statistics.is_asked(asked):
        everything = table.select(query.analytes, (Kind.OBSERVATION,), None, query.labels)
        yield from statistics.told(asked, asked.wording.label(everything[0]), analyte, query.labels)
    elif not facts:
        nearest = table.nearest(analyte, query.period) if analyte and query.period else None
        yield from absent(asked, label, nearest)
    elif query.statistic is Statistic.CHANGE:
        yield from trend(asked, analyte, query.labels)
    elif query.period is None:
        yield from told(asked, facts[0], latest=True)
    else:
        yield from (statement(asked, fact) for fact in facts[:_NEWEST])
