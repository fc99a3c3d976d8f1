"""Records: what a file holds, read into the types that a model asks for, every mistake named."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import Struct

from macros.dates import EdtfDate, parse_date
from macros.problems import did_you_mean

Place = tuple["str | int", ...]
Mistake = tuple[Place, str]
Model = TypeVar("Model", bound="Record")

_WANTED: dict[object, str] = {int: "write a whole number", bool: "write true or false"}
# Words of YAML 1.1 (yaml.org/type), and the numbers of shells.
_TRUTH = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
_NOTHING = (None, "", "~", "null")


class Record(Struct, frozen=True):
    """The base of all models; a rule for several fields is a `__post_init__` that raises."""


def read_by(read: Callable[[str], object], pattern: str | None = None) -> msgspec.Meta:
    """Annotate a field with what makes a value of a text; it raises ValueError for a wrong one.

    `pattern` is what a JSON Schema can say of such texts.
    """
    return msgspec.Meta(extra={"read": read}, pattern=pattern)


def field_names(model: type[Record]) -> list[str]:
    """Return the names of a model's fields as files write them, and of the records within it."""
    names = []
    for name, field in _fields(model).items():
        inner = [part for part in (field.type, *get_args(field.type)) if _is_record(part)]
        names += [name, *(each for part in inner for each in field_names(part))]
    return list(dict.fromkeys(names))


def read_record(
    data: object, model: type[Model], *, strict: bool = False
) -> tuple[Model | None, list[Mistake]]:
    """Read plain values as `model`; without a result where there are mistakes, each with its place.

    A place is the path of keys and indexes that leads to a value. Unless `strict`, texts stand for
    numbers and truth values too.
    """
    reader = _Reader(strict=strict)
    result = reader.record(data, model, ())
    return (None if reader.mistakes else result), reader.mistakes


class _Reader:
    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self.mistakes: list[Mistake] = []

    def record(self, data: Any, model: type[Record], place: Place) -> Any:
        if not isinstance(data, dict):
            return self._wrong(place, "write fields here, each with its name and a colon")
        before, fields = len(self.mistakes), _fields(model)
        values = {
            field.name: self._value(data[name], field.type, (*place, name))
            for name, field in fields.items()
            if name in data
        }
        for name, field in fields.items():
            if name not in data and field.required:
                self.mistakes.append(((*place, name), f'"{name}" is missing; add it'))
        for name in data:
            if name not in fields:
                near = did_you_mean(str(name), fields) or "; check its spelling"
                message = f'"{name}" is not a field that is known here{near}'
                self.mistakes.append(((*place, str(name)), message))
        if len(self.mistakes) > before:
            return None
        try:
            return model(**values)
        except ValueError as error:
            return self._wrong(place, str(error))

    def _wrong(self, place: Place, message: str) -> Any:
        name = next((str(step) for step in reversed(place) if isinstance(step, str)), "the file")
        self.mistakes.append((place, f"{name}: {message}"))
        return None

    def _value(self, data: Any, wanted: Any, place: Place) -> object:
        origin, parts = get_origin(wanted), get_args(wanted)
        if _is_record(wanted):
            return self.record(data, wanted, place)
        if NoneType in parts:
            inner = next(part for part in parts if part is not NoneType)
            return None if data in _NOTHING else self._value(data, inner, place)
        if origin is tuple and isinstance(data, list):
            items = parts[:1] * len(data) if parts[1:] == (...,) else parts
            if len(items) == len(data):
                each = enumerate(zip(data, items, strict=True))
                return tuple(self._value(item, part, (*place, at)) for at, (item, part) in each)
        elif origin is dict and isinstance(data, dict):
            return {str(k): self._value(v, parts[1], (*place, str(k))) for k, v in data.items()}
        return self._scalar(data, wanted, place)

    def _scalar(self, data: Any, wanted: Any, place: Place) -> object:
        try:
            if get_origin(wanted) is Annotated:
                return get_args(wanted)[1].extra["read"](msgspec.convert(data, str))
            if wanted is bool:
                data = _TRUTH.get(str(data).lower(), data)
            return msgspec.convert(data, wanted, strict=self._strict)
        except msgspec.ValidationError:
            return self._wrong(place, _explain(data, wanted))
        except ValueError as error:
            return self._wrong(place, str(error))


def _is_record(wanted: object) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, Record)


@cache
def _fields(model: type[Record]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(model)}


def _explain(data: object, wanted: object) -> str:
    found = f', not "{data}"' if isinstance(data, str | int) else ""
    origin, parts = get_origin(wanted), get_args(wanted)
    if origin is Literal:
        *others, last = map(str, parts)
        return f"write {', '.join(others)} or {last}{found}"
    if origin is dict:
        return f"write names, each with a colon and its value{found}"
    if parts[1:] == (...,):
        return "write a list, each item behind a dash"
    if origin is tuple:
        return f"write a list of {len(parts)}{found}"
    return _WANTED.get(wanted, "write a text") + found


_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"


def _check_slug(value: str) -> str:
    if not re.fullmatch(_SLUG, value):
        raise ValueError(f'"{value}" cannot be an address; write small letters, digits, hyphens')
    return value


Slug = Annotated[str, read_by(_check_slug, pattern=f"^{_SLUG}$")]
"""An address within a page, such as `helsinki-final-act`."""

Date = Annotated[EdtfDate, read_by(parse_date)]
"""An EDTF date, written as text."""
