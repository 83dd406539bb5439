"""Reads what Nightscout exports: entries, treatments and profile as JSON, entries and treatments as CSV."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, BinaryIO

import orjson

from connectors import delimited, sniff
from connectors.daytimes import Order, at, order_of_log, parse, parse_time
from connectors.delimited import Row, column
from connectors.glucose import BOLUS, CARBS, MG, Log, unit_in
from connectors.limits import of
from core.errors import UnreadableFileError
from records.model import Fact, Kind, Problem, Record
from records.quantity import Quantity
from records.samples import Samples
from records.source import JsonPointer, Lines, Locator, Source
from records.when import When

_ENTRY = re.compile(r'"(?:sgv|mbg)"\s*:')
_TREATMENT = re.compile(r'"eventType"\s*:')
_CREATED = re.compile(r'"created_at"\s*:')
_PROFILE = re.compile(r'"store"\s*:\s*\{')
_SCHEDULE = re.compile(r'"(?:basal|carbratio|sens)"\s*:')
_LINE = re.compile(r'"?\d{4}-\d\d-\d\dT[\d:.]+Z"?[,\t]\d{13}[,\t]\d{1,3}[,\t]')
_SECTION = re.compile(r"#\s*(?:CGM|TREATMENTS)", re.IGNORECASE)
_ERROR_CODES, _BELOW, _ABOVE = 13, 39, 401
_MOST_ITEMS = 2_000_000
_SCHEDULES = ("basal", "carbratio", "sens", "target_low", "target_high")
_MINUTES_A_DAY = 1440


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the first bytes hold entries, treatments or a profile."""
    text = sniff.decode(head)
    if text is None:
        return False
    if text.lstrip()[:1] in ("[", "{"):
        treatments = bool(_TREATMENT.search(text) and _CREATED.search(text))
        profile = bool(_PROFILE.search(text) and _SCHEDULE.search(text))
        return '"resourceType"' not in text and (bool(_ENTRY.search(text)) or treatments or profile)
    return bool(_LINE.match(text.lstrip("\ufeff")) or _SECTION.match(text.lstrip("\ufeff")))


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """Meter values, notes and words of the sensor, then samples.

    Raises:
        UnreadableFileError: ``file_damaged``: not the JSON it began as; ``file_too_complex``.
    """
    data = stream.read()
    text = delimited.text_of(data)
    if text.lstrip()[:1] not in ("[", "{"):
        yield from _csv(text).records()
        return
    log, facts = Log(), list[Fact]()
    for pointer, item in _items(data, text, of(stream).depth):
        place = JsonPointer(pointer)
        if isinstance(item.get("store"), dict):
            facts += _profile(item, pointer)
        elif "eventType" in item:
            _treatment(log, item, place)
        elif "sgv" in item or "mbg" in item:
            _entry(log, item, place)
    yield from facts
    yield from log.records()


def _items(data: bytes, text: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if text.count("[") + text.count("{") > _MOST_ITEMS or depth < 1:
        raise UnreadableFileError("file_too_complex")
    try:
        if sniff.media_type(data[: sniff.HEAD_BYTES]) == "application/x-ndjson":
            found = [orjson.loads(line) for line in text.splitlines() if line.strip()]
        else:
            loaded = orjson.loads(text)
            found = loaded if isinstance(loaded, list) else [loaded]
    except ValueError:
        raise UnreadableFileError("file_damaged") from None
    for index, item in enumerate(found):
        if isinstance(item, dict):
            yield (f"/{index}" if len(found) > 1 or text.lstrip().startswith("[") else ""), item


# --- entries ------------------------------------------------------------------------------------------------


def _entry(log: Log, item: Mapping[str, Any], place: Locator) -> None:
    """Nightscout keeps glucose in mg/dL, whatever it shows."""
    when, device = _when(item), _text(item, "device") or None
    if "mbg" in item and item.get("type") != "cal":
        log.drop(when, _text(item, "mbg"), MG, device, place, "mbg")
    if "sgv" in item and item.get("type", "sgv") == "sgv":
        _sensor(log, when, _text(item, "sgv"), device, place)


def _sensor(log: Log, when: When | None, text: str, device: str | None, place: Locator) -> None:
    number = Decimal(text) if re.fullmatch(r"\d{1,4}(?:\.\d+)?", text) else None
    if number is not None and number < _ERROR_CODES:
        log.problems["sensor_error_code"] += 1
    elif when is not None and number == _BELOW:
        log.limit(when, text, Quantity(number, MG, "<="), device, place, "sgv")
    elif when is not None and number == _ABOVE:
        log.limit(when, text, Quantity(number, MG, ">="), device, place, "sgv")
    else:
        log.sensor(when, text, MG, device, place, "sgv")


def _when(item: Mapping[str, Any]) -> When | None:
    """The instant, at the person's own clock where the entry says how far that is from UTC."""
    offset = item.get("utcOffset")
    minutes = offset if isinstance(offset, int) and abs(offset) < _MINUTES_A_DAY else None
    moment = item.get("date")
    if isinstance(moment, int | float) and not isinstance(moment, bool) and 0 < moment < 4e12:  # noqa: PLR2004  milliseconds until 2096
        instant = datetime.fromtimestamp(int(moment) // 1000, UTC)
    else:
        stated = When.parse(
            _text(item, "dateString") or _text(item, "created_at") or _text(item, "timestamp")
        )
        if stated is None or stated.utc is None:
            return stated
        minutes = stated.offset_min or minutes
        instant = stated.utc
    local = instant + timedelta(minutes=minutes or 0)
    return When.parse(local.strftime("%Y-%m-%dT%H:%M:%S") + _zone(minutes or 0))


def _zone(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


# --- treatments ---------------------------------------------------------------------------------------------


def _treatment(log: Log, item: Mapping[str, Any], place: Locator) -> None:
    when, device = _when({**item, "date": None}), _text(item, "enteredBy") or None
    if _text(item, "insulin"):
        log.dose(BOLUS, when, _text(item, "insulin"), device, place)
    if _text(item, "carbs"):
        log.dose(CARBS, when, _text(item, "carbs"), device, place)
    if "basal" in _text(item, "eventType").lower() and (_text(item, "rate") or _text(item, "absolute")):
        log.problems["basal_rates_not_read"] += 1
    if _text(item, "glucose") and _text(item, "glucoseType").lower() in ("finger", "manual"):
        log.drop(when, _text(item, "glucose"), unit_in(_text(item, "units")), device, place, "glucose")
    notes = _text(item, "notes")
    if notes:
        log.note(when, notes, device, place)


def _profile(item: Mapping[str, Any], pointer: str) -> list[Fact]:
    """The schedules of the profile in use: each of their hours as one statement."""
    name = _text(item, "defaultProfile") or _text(item, "profile")
    store = item["store"].get(name)
    start = When.parse(_text(item, "startDate") or _text(item, "created_at"))
    if not isinstance(store, dict):
        return []
    found = []
    glucose = unit_in(_text(store, "units") or _text(item, "units")) or ""
    units = {"basal": "U/h", "carbratio": "g/U", "sens": f"{glucose}/U" if glucose else ""}
    for schedule in _SCHEDULES:
        steps = store.get(schedule)
        for index, step in enumerate(steps if isinstance(steps, list) else ()):
            value = _text(step, "value") if isinstance(step, dict) else ""
            if not re.fullmatch(r"\d{1,4}(?:\.\d+)?", value):
                continue
            unit = units.get(schedule, glucose)
            place = f"{pointer}/store/{name.replace('~', '~0').replace('/', '~1')}/{schedule}/{index}"
            found.append(
                Fact(
                    Kind.OBSERVATION, f"{schedule} {_text(step, 'time')}", Source(JsonPointer(place)),
                    quantity=Quantity(Decimal(value), unit or "1"), value_text=value,
                    unit_text=unit or None, start=start, detail=name,
                )
            )  # fmt: skip
    return found


def _text(item: Mapping[str, Any], key: str) -> str:
    """A field as it would be printed; empty for none and for anything that is no word or number."""
    value = item.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return format(value, ".15g") if isinstance(value, float) else str(value)


# --- CSV ----------------------------------------------------------------------------------------------------


def _csv(text: str) -> Log:
    log = Log()
    rows = delimited.rows(text)
    order = order_of_log([row.cell(0) for row in rows])
    header: tuple[str, ...] = ()
    for row in rows:
        place = Lines(row.first, row.last)
        if row.cell(0).startswith("#"):
            header = ()
        elif not header and column(row.cells, "date") is not None:
            header = row.cells
        elif header:
            _named(log, header, row, place, order)
        else:
            _sensor(log, When.parse(row.cell(0)), row.cell(2), row.cell(4) or None, place)
    return log


def _named(log: Log, header: tuple[str, ...], row: Row, place: Lines, order: Order | None) -> None:
    day, clock = parse(row.cell(column(header, "date")), order), parse_time(row.cell(column(header, "time")))
    when = at(day, clock) if day is not None and clock is not None else day
    device = row.cell(column(header, "device")) or None
    glucose, kind = column(header, "glucose"), row.cell(column(header, "type"))
    if glucose is not None and row.cell(glucose):
        take = log.drop if kind == "mbg" else log.sensor
        take(when, row.cell(glucose), unit_in(header[glucose]), device, place, header[glucose].split(" (")[0])
    for name, metric in (("insulin", BOLUS), ("carbs", CARBS)):
        if row.cell(column(header, name)):
            log.dose(metric, when, row.cell(column(header, name)), device, place)
    notes = row.cell(column(header, "notes"))
    if notes:
        log.note(when, notes, device, place)
