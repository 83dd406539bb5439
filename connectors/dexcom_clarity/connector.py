"""Reads the CSV export of Dexcom Clarity: sensor glucose, insulin, carbohydrates, exercise and notes."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from connectors import delimited, sniff
from connectors.daytimes import order_of_log, parse
from connectors.delimited import Row, column
from connectors.glucose import BASAL, BOLUS, CARBS, Log, unit_in
from core.errors import UnreadableFileError
from records.model import Person, Problem, Record
from records.samples import Samples
from records.source import Lines
from records.when import When
from records.words import fold, words

_HEADER_WITHIN = 12
_TIME = ("timestamp", "horodatage", "zeitstempel", "marca temporal", "data e ora", "tijdstempel")
_EVENT = ("event type", "type evenement", "ereignistyp", "tipo evento", "type gebeurtenis")
_KIND = ("event subtype", "sous type evenement", "ereignissubtyp", "subtipo evento", "sottotipo evento")
_GLUCOSE = (
    "glucose value",
    "valeur glycemie",
    "valeur glucose",
    "glukosewert",
    "valor glucosa",
    "valore glucosio",
)
_SENSOR_EVENTS = frozenset({"egv", "vge", "vgs"})
_DURATION = re.compile(r"(\d{1,3}):(\d{2}):(\d{2})\Z")
_NAMES = frozenset({"firstname", "lastname", "prenom", "nom", "vorname", "nachname"})


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether one of the first lines is the header of a Clarity export."""
    text = sniff.decode(head)
    return (
        text is not None
        and _header(delimited.rows("\n".join(text.splitlines()[:_HEADER_WITHIN]))) is not None
    )


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """The person, then notes and words of the sensor, then samples.

    Raises:
        UnreadableFileError: ``file_damaged``: there is no header any more.
    """
    rows = delimited.rows(delimited.text_of(stream.read()))
    at = _header(rows)
    if at is None:
        raise UnreadableFileError("file_damaged")
    reading = _Reading(rows[at].cells, rows[at + 1 :])
    yield from reading.person()
    yield from reading.log().records()


def _header(rows: list[Row]) -> int | None:
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        if all(column(row.cells, *names) is not None for names in (_TIME, _EVENT, _GLUCOSE)):
            return index
    return None


class _Reading:
    """The rows of one export, and which column says what."""

    def __init__(self, header: tuple[str, ...], rows: list[Row]) -> None:
        self._rows = rows
        self._time, self._event, self._kind = (column(header, *names) for names in (_TIME, _EVENT, _KIND))
        self._glucose = column(header, *_GLUCOSE)
        self._patient = column(
            header, "patient info", "infos patient", "informations patient", "patienteninfo"
        )
        self._model = column(header, "device info", "infos appareil", "informations appareil", "gerateinfo")
        self._device = column(header, "source device", "appareil source", "quellgerat")
        self._insulin = column(header, "insulin value", "valeur insuline", "insulinwert", "valor insulina")
        self._carbs = column(
            header, "carb value", "valeur glucides", "kohlenhydratwert", "valor carbohidratos"
        )
        self._duration = column(header, "duration", "duree", "dauer", "duracion")
        self._transmitter = column(
            header, "transmitter id", "id transmetteur", "id emetteur", "transmitter-id"
        )
        self._unit = unit_in(header[self._glucose or 0])
        self._label = re.sub(r"\s*\([^)]*\)", "", header[self._glucose or 0])

    def person(self) -> Iterator[Person]:
        """Who the export says it is about."""
        names = [
            row.cell(self._patient)
            for row in self._rows
            if not row.cell(self._time) and "".join(words(row.cell(self._event))) in _NAMES
        ]
        names = [name for name in names if name]
        if names:
            yield Person(names=(" ".join(names),))

    def log(self) -> Log:
        """Every event."""
        log = Log()
        order = order_of_log([row.cell(self._time) for row in self._rows])
        models = {row.cell(self._model) for row in self._rows if row.cell(self._model)}
        model = models.pop() if len(models) == 1 else None
        for row in self._rows:
            if row.cell(self._time):
                self._take(
                    log, row, parse(row.cell(self._time), order), model or row.cell(self._device) or None
                )
        return log

    def _take(self, log: Log, row: Row, when: When | None, device: str | None) -> None:
        place, event = Lines(row.first, row.last), fold(row.cell(self._event))
        glucose, kind = row.cell(self._glucose), fold(row.cell(self._kind))
        if event in _SENSOR_EVENTS or (glucose and row.cell(self._transmitter) and not _aside(event)):
            log.sensor(when, glucose, self._unit, device, place, self._label)
        elif _aside(event):
            return
        elif row.cell(self._insulin):
            long = any(word in kind for word in ("long", "lente", "basal", "prolongee", "langsam", "lang"))
            log.dose(BASAL if long else BOLUS, when, row.cell(self._insulin), device, place)
        elif row.cell(self._carbs):
            log.dose(CARBS, when, row.cell(self._carbs), device, place)
        elif "exerci" in event:
            log.minutes("exercise_time", when, _seconds(row.cell(self._duration)), device, place)
        elif glucose:
            log.drop(when, glucose, self._unit, device, place, self._label)
        elif any(word in event for word in ("note", "health", "sante", "remarque")):
            log.note(when, row.cell(self._patient) or row.cell(self._kind), device, place)


def _aside(event: str) -> bool:
    """Alerts repeat what the sensor said; a calibration tells the sensor what a meter said."""
    return event.startswith(("alert", "calibra", "etalonn", "kalibri"))


def _seconds(text: str) -> int:
    match = _DURATION.match(text)
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3]) if match else 0
