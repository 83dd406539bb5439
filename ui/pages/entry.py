"""Typing something in by hand: a form, what was understood, and only then a fact."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from chains.noting import measured, pressure
from core.clock import today
from core.errors import InputError
from core.language import Language
from records import analytes, units
from records.model import Extraction, Fact, Kind
from records.quantity import Quantity, parse_number
from records.source import Entry, Source
from records.when import When
from retrieval.ingest import entries
from retrieval.ingest.pipeline import ingest_file
from retrieval.room import Room
from ui.pages.desk import Desk, see
from ui.pages.render import page
from ui.told import Told, language, strings, told
from ui.words import day as day_words

PRESSURE, OTHER = "pressure", "other"
_USUAL = {
    "weight": "kg", "height": "cm", "temperature": "°C", "heart_rate": "/min", "oxygen_saturation": "%",
    "glucose": "",
}  # fmt: skip
"""Measurements people take at home, and the unit meant when none is typed; empty: it must be typed."""
_WORDS = ("medication", "allergy", "condition", "immunization", "procedure", "note")
CHOICES = (PRESSURE, *_USUAL, OTHER, *_WORDS)
_FIELDS = ("what", "name", "value", "unit", "date", "time", "detail")
_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the form, cut to a sensible length.

    Attributes:
        what: One of `CHOICES`.
        name: Of another measurement, or of what is no measurement.
        value: As typed.
        unit: As typed.
        date: ISO day; empty for today.
        time: ``08:15``; empty for the day as such.
        detail: Anything more.
    """

    what: str = PRESSURE
    name: str = ""
    value: str = ""
    unit: str = ""
    date: str = ""
    time: str = ""
    detail: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> "Typed":
        """From a form that was sent."""
        fields = {name: form.get(name, "").strip()[:_LENGTH] for name in _FIELDS}
        return cls(**fields) if fields["what"] in CHOICES else cls(**{**fields, "what": OTHER})


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/records/add")
    async def form() -> Response:
        return _form(Typed(date=today(desk.home.clock).isoformat()))

    @routes.post("/records/add")
    async def check(request: Request) -> Response:
        typed = Typed.of(await desk.form(request))
        try:
            facts = understood(typed, language.get(), today(desk.home.clock).isoformat())
        except InputError as error:
            return _form(typed, told(error, language.get()))
        return page("entry_check", here="records", typed=typed, facts=facts)

    @routes.post("/records/add/keep")
    async def keep(request: Request) -> Response:
        typed = Typed.of(await desk.form(request))
        facts = understood(typed, language.get(), today(desk.home.clock).isoformat())
        await asyncio.to_thread(enter, desk.room, facts)
        return see("/records?done=entered")

    return routes


def _form(typed: Typed, error: Told | None = None) -> Response:
    status = 422 if error is not None else 200
    return page("entry", status=status, here="records", typed=typed, choices=CHOICES, error=error)


def enter(room: Room, facts: tuple[Fact, ...]) -> str:
    """Keep what the person agreed to; the id of its document, which undoes it when forgotten."""
    words = strings(room.profile.language)
    now = room.clock.now()
    name = words.text(
        "entry.name", label=facts[0].label, date=day_words(When.of_day(now.date()), words.language)
    )
    return ingest_file(room, name, entries.write(room.vault, facts, now.isoformat())).file_id


def understood(typed: Typed, spoken: Language, today_iso: str) -> tuple[Fact, ...]:
    """The facts a form states.

    Raises:
        InputError: ``entry_date_wrong``: no date, or one to come; ``entry_name_missing``;
            ``entry_value_wrong``: no number, no unit of that measurement, or not possible.
    """
    when = When.parse(f"{typed.date}T{typed.time}" if typed.date and typed.time else typed.date or today_iso)
    if when is None or when.day > today_iso:
        raise InputError("entry_date_wrong")
    detail = typed.detail or None
    if typed.what == PRESSURE:
        high, _, low = typed.value.replace(" ", "").partition("/")
        facts = pressure(high, low, typed.unit, spoken, when, detail)
    elif typed.what in _USUAL:
        unit = typed.unit or _USUAL[typed.what]
        fact = measured(typed.what, typed.value, unit, spoken, when, detail)
        facts = None if fact is None else (fact,)
    else:
        facts = (_named(typed, spoken, when, detail),)
    if facts is None:
        raise InputError("entry_value_wrong")
    return facts


def _named(typed: Typed, spoken: Language, when: When, detail: str | None) -> Fact:
    if not typed.name:
        raise InputError("entry_name_missing")
    kind = Kind(typed.what) if typed.what in _WORDS else Kind.OBSERVATION
    if kind is Kind.OBSERVATION and not typed.value:
        raise InputError("entry_value_wrong")
    code = units.ucum(typed.unit) or typed.unit if typed.unit else "1"
    key = analytes.by_label(typed.name, code) if kind is Kind.OBSERVATION else None
    if key is not None and (fact := measured(key, typed.value, typed.unit, spoken, when, detail)) is not None:
        return fact
    number = parse_number(typed.value) if kind is Kind.OBSERVATION else None
    return Fact(
        kind=kind,
        label=typed.name,
        source=Source(Entry()),
        quantity=None if number is None else Quantity(number.value, code, number.comparator),
        value_text=typed.value if kind is Kind.OBSERVATION else None,
        unit_text=typed.unit or None if kind is Kind.OBSERVATION else None,
        start=when,
        detail=detail if kind is Kind.OBSERVATION else _together(typed.value, typed.unit, detail),
        extraction=Extraction.TYPED,
        confirmed=True,
    )


def _together(*parts: str | None) -> str | None:
    """Of a medicine, its dose and how it is taken, as one line."""
    return " ".join(part for part in parts if part) or None
