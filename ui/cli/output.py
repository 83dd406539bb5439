"""What the command line prints: JSON lines for programs, plain lines for people, errors as sentences."""

from decimal import Decimal
from typing import Any

import click
import orjson

from core.errors import AppError
from core.language import Language
from records.model import Fact
from records.quantity import Quantity
from records.source import Source, locator_text
from ui.told import told

Plain = dict[str, Any]


def emit(value: Plain) -> None:
    """One JSON object on one line of standard output."""
    click.echo(orjson.dumps(value, default=_plain).decode())


def note(text: str) -> None:
    """A line for the person, on standard error."""
    click.echo(text, err=True)


def say_error(error: AppError, language: Language = "en") -> None:
    """The error's sentence and its code, on standard error."""
    sentence = told(error, language)
    note(f"{sentence.text} [{error.code}]")


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError


def of_source(source: Source) -> Plain:
    """A source as the command line prints it."""
    return {
        "file": source.file_name,
        "page": source.page,
        "locator": locator_text(source.locator),
        "laboratory": source.laboratory,
        "method": source.method,
        "device": source.device,
    }


def of_fact(fact: Fact) -> Plain:
    """A fact as ``carnet records`` prints it."""
    reference = fact.reference
    return {
        "id": fact.id,
        "kind": fact.kind.value,
        "label": fact.label,
        "analyte": fact.analyte,
        "codings": [
            {"system": coding.system, "code": coding.code, "display": coding.display}
            for coding in fact.codings
        ],
        "value": _value(fact.quantity),
        "value_text": fact.value_text,
        "comparator": fact.quantity.comparator if fact.quantity else None,
        "unit": fact.unit_text,
        "ucum": fact.quantity.unit if fact.quantity else None,
        "canonical_value": _value(fact.canonical),
        "canonical_unit": fact.canonical.unit if fact.canonical else None,
        "ref_low": _value(reference.low) if reference else None,
        "ref_high": _value(reference.high) if reference else None,
        "ref_text": reference.text if reference else None,
        "interpretation": fact.interpretation,
        "detail": fact.detail,
        "date": fact.start.local if fact.start else None,
        "precision": fact.start.precision.value if fact.start else None,
        "status": fact.status,
        "negated": fact.negated,
        "extraction": fact.extraction.value,
        "confirmed": fact.confirmed,
        "same_as": fact.same_as,
        "conflict_with": list(fact.conflict_with),
        "corrects": fact.corrects,
        "source": of_source(fact.source),
    }


def _value(quantity: Quantity | None) -> Decimal | None:
    return quantity.value if quantity is not None else None
