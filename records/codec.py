"""Records to JSON-ready dictionaries and back, exactly: for sealing and for the parser process.

Built from the dataclass fields, so a field added to the model is carried without another line here.
A `Decimal` is written as its own text, so no digit is lost. Unknown keys are refused, missing ones take
the field's default, so every later version opens what an earlier one sealed.
"""

import dataclasses
import types
import typing
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, cast

from records import evidence, model, quantity, source, when
from records.codes import Coding

T = TypeVar("T")

_TAGGED = (
    model.Fact, model.Passage, model.Person, model.Problem,
    source.PageBoxes, source.JsonPointer, source.XPath, source.Lines, source.Rows, source.Entry,
)  # fmt: skip
_TAGS: dict[type, str] = {kind: kind.__name__ for kind in _TAGGED}
_KINDS: dict[str, type] = {name: kind for kind, name in _TAGS.items()}
_SCALARS: dict[type, tuple[type, ...]] = {float: (float, int)}
_SPACE = {**vars(model), **vars(quantity), **vars(source), **vars(when), **vars(evidence), "Coding": Coding}


def to_plain(value: object) -> Any:
    """The value as dictionaries, lists, strings, numbers. Fields at their default are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        plain: dict[str, Any] = {}
        tag = _TAGS.get(type(value))
        if tag is not None:
            plain["_"] = tag
        for field in dataclasses.fields(value):
            item = getattr(value, field.name)
            if field.default is not dataclasses.MISSING and item == field.default:
                continue
            plain[field.name] = to_plain(item)
        return plain
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[T], plain: Any) -> T:
    """The `kind` that `to_plain` wrote.

    Raises:
        ValueError: `plain` does not have that shape.
    """
    return cast(T, _read(kind, plain))


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind, globalns=dict(_SPACE))


def _read(kind: Any, plain: Any) -> Any:  # noqa: PLR0911  one line a shape
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(typing.get_args(kind), plain)
    if origin is tuple:
        inner = typing.get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:  # noqa: PLR2004  tuple[X, ...]
            return tuple(_read(inner[0], item) for item in plain)
        return tuple(_read(part, item) for part, item in zip(inner, plain, strict=True))
    if origin is typing.Literal:
        if plain not in typing.get_args(kind):
            raise ValueError("record field of another value")
        return plain
    if dataclasses.is_dataclass(kind):
        if not isinstance(plain, dict):
            raise ValueError("record shape")
        hints = _hints(cast(type, kind))
        if not plain.keys() <= hints.keys() | {"_"}:
            raise ValueError("record has an unknown field")
        fields = {key: _read(hints[key], item) for key, item in plain.items() if key != "_"}
        return cast("Callable[..., Any]", kind)(**fields)
    if kind is Decimal:
        return Decimal(plain)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    if isinstance(kind, type) and (
        not isinstance(plain, _SCALARS.get(kind, kind)) or _is_stray_bool(kind, plain)
    ):
        raise ValueError("record field of another type")
    return plain


def _is_stray_bool(kind: type, plain: Any) -> bool:
    return isinstance(plain, bool) and kind is not bool


def _read_union(kinds: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and type(None) in kinds:
        return None
    if isinstance(plain, dict) and "_" in plain:
        return _read(_KINDS[plain["_"]], plain)
    return _read(next(kind for kind in kinds if kind is not type(None)), plain)
