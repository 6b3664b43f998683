"""Makes dataclasses of what stands in a file that its JSON Schema has passed, and descriptors of dataclasses."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Key:
    """The key in the file of an attribute that cannot have its name: `Annotated[str, Key("from")]`."""

    name: str


class Keyed:
    """Base of dataclasses of which the file writes one as {KEY: {…}}: the key says which of the subclasses it is."""

    KEY: ClassVar[str] = ""

    @classmethod
    def by_key(cls) -> dict[str, type[Any]]:
        """Return the subclasses by their keys."""
        return {kind.KEY: kind for kind in cls.__subclasses__()}


def build(kind: type[T], content: Mapping[str, Any], **more: Any) -> T:
    """Return a dataclass of keys and values; `more` are attributes that do not stand in the file."""
    values = {name: _value(hint, content[key]) for name, (key, hint) in keys(kind).items() if key in content}
    return kind(**values, **more)


def descriptor(body: Any) -> dict[str, Any]:
    """Return the keys and values of a dataclass as JSON holds them; what is as by default is left out."""
    defaults = {field.name: field.default for field in dataclasses.fields(body)}
    values = {key: (name, getattr(body, name)) for name, (key, _hint) in keys(type(body)).items()}
    return {key: _plain(value) for key, (name, value) in values.items() if value != defaults[name]}


def keys(kind: Any) -> dict[str, tuple[str, Any]]:
    """Return the key in the file and the type of each attribute of a dataclass, by the attribute's name."""
    return _keys(kind)


@functools.cache
def _keys(kind: Any) -> dict[str, tuple[str, Any]]:
    hints = typing.get_type_hints(kind, include_extras=True)
    keys = {}
    for field in dataclasses.fields(kind):
        hint, *notes = typing.get_args(hints[field.name]) if _is_annotated(hints[field.name]) else [hints[field.name]]
        keys[field.name] = (next((note.name for note in notes if isinstance(note, Key)), field.name), hint)
    return keys


def _is_annotated(hint: Any) -> bool:
    return typing.get_origin(hint) is typing.Annotated


def _value(hint: Any, value: Any) -> Any:
    if isinstance(hint, types.UnionType):
        bodies = [body for body in typing.get_args(hint) if dataclasses.is_dataclass(body)]
        return _value(bodies[0], value) if bodies else value
    if typing.get_origin(hint) is tuple:
        return tuple(_value(typing.get_args(hint)[0], item) for item in value)
    if isinstance(hint, type) and issubclass(hint, Keyed):
        [(key, inner)] = value.items()
        return build(hint.by_key()[key], inner)
    return build(hint, value) if isinstance(hint, type) and dataclasses.is_dataclass(hint) else value


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Keyed):
        return {value.KEY: descriptor(value)}
    return descriptor(value) if dataclasses.is_dataclass(value) else value
