"""Records to JSON-ready dictionaries and back, exactly: for sealing and for the parser process.

Built from the dataclass fields, so a field added to the model is carried without another line here.
A `Decimal` is written as its own text, so no digit is lost. Unknown keys are refused, missing ones take
the field's default, so every later version opens what an earlier one sealed.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Hashable
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
_AS_THEY_ARE = frozenset((str, int, float, bool, type(None)))
_SCALARS: dict[type, tuple[type, ...]] = {float: (float, int)}
_SPACE = {**vars(model), **vars(quantity), **vars(source), **vars(when), **vars(evidence), "Coding": Coding}


Writer = Callable[[Any], Any]


def to_plain(value: object) -> Any:
    """The value as dictionaries, lists, strings, numbers. Fields at their default are left out."""
    kind: Any = type(value)
    return value if kind in _AS_THEY_ARE else _writer(kind)(value)


@lru_cache(maxsize=256)
def _writer(kind: type) -> Writer:
    """How a type is written: looked up once a type, since a record has thousands of each."""
    if dataclasses.is_dataclass(kind):
        return _object_writer(kind)
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, Decimal):
        return str
    if issubclass(kind, list | tuple):
        return lambda value: [item if type(item) in _AS_THEY_ARE else to_plain(item) for item in value]
    return _as_it_is


def _object_writer(kind: type) -> Writer:
    tag: dict[str, Any] = {"_": _TAGS[kind]} if kind in _TAGS else {}
    fields = [(field.name, field.default) for field in dataclasses.fields(kind)]

    def write(value: Any) -> dict[str, Any]:
        plain = tag.copy()
        for name, default in fields:
            item = getattr(value, name)
            if default is not item and (default is dataclasses.MISSING or item != default):
                plain[name] = item if type(item) in _AS_THEY_ARE else to_plain(item)
        return plain

    return write


def from_plain(kind: type[T], plain: Any) -> T:
    """The `kind` that `to_plain` wrote.

    Raises:
        ValueError: `plain` does not have that shape.
    """
    return cast(T, reader(cast(Hashable, kind))(plain))


@lru_cache(maxsize=64)
def hints(kind: type) -> dict[str, Any]:
    """The types of a dataclass's fields."""
    return typing.get_type_hints(kind, globalns=dict(_SPACE))


Reader = Callable[[Any], Any]


@lru_cache(maxsize=256)
def reader(kind: Hashable) -> Reader:
    """How a type is read: looked up once a type, since a record has thousands of each."""
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union_reader(typing.get_args(kind))
    if origin is tuple:
        return _tuple_reader(typing.get_args(kind))
    if origin is typing.Literal:
        return _literal_reader(typing.get_args(kind))
    if dataclasses.is_dataclass(kind):
        return _object_reader(cast(type, kind))
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return cast(Reader, kind)
    return _scalar_reader(kind) if isinstance(kind, type) else _as_it_is


def _as_it_is(plain: Any) -> Any:
    return plain


def _tuple_reader(kinds: tuple[Any, ...]) -> Reader:
    if len(kinds) == 2 and kinds[1] is Ellipsis:  # noqa: PLR2004  tuple[X, ...]
        inner = reader(kinds[0])
        return lambda plain: tuple([inner(item) for item in plain])
    parts = [reader(kind) for kind in kinds]
    return lambda plain: tuple([read(item) for read, item in zip(parts, plain, strict=True)])


def _literal_reader(values: tuple[Any, ...]) -> Reader:
    def read(plain: Any) -> Any:
        if plain not in values:
            raise ValueError("record field of another value")
        return plain

    return read


def _object_reader(kind: type) -> Reader:
    readers = {name: reader(hint) for name, hint in hints(kind).items()}
    known = readers.keys() | {"_"}

    def read(plain: Any) -> Any:
        if not isinstance(plain, dict):
            raise ValueError("record shape")
        if not plain.keys() <= known:
            raise ValueError("record has an unknown field")
        fields = {name: readers[name](item) for name, item in plain.items() if name != "_"}
        return kind(**fields)

    return read


def _scalar_reader(kind: type) -> Reader:
    allowed = _SCALARS.get(kind, kind)

    def read(plain: Any) -> Any:
        if not isinstance(plain, allowed) or (isinstance(plain, bool) and kind is not bool):
            raise ValueError("record field of another type")
        return plain

    return read


def _union_reader(kinds: tuple[Any, ...]) -> Reader:
    has_none = type(None) in kinds
    first = reader(next(kind for kind in kinds if kind is not type(None)))
    named = {_TAGS[kind]: reader(kind) for kind in kinds if kind in _TAGS}

    def read(plain: Any) -> Any:
        if plain is None and has_none:
            return None
        if isinstance(plain, dict) and "_" in plain:
            return named[plain["_"]](plain)
        return first(plain)

    return read
