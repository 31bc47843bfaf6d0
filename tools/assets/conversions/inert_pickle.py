"""Read a pickle as data: a small stack machine that imports nothing and calls nothing.

A pickle is a programme. This reader knows the few instructions that build plain values, and turns every named
class into a :class:`Thing` that only remembers what was given to it. A name that the caller did not list, and
any other instruction, is refused. The instructions are parsed by :mod:`pickletools` of the standard library,
which executes none.
"""

from __future__ import annotations

import io
import pickletools
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

from tools.errors import AssetRefused
from tools.wording import Words

ARRAY = "joblib.numpy_pickle.NumpyArrayWrapper"
"""What joblib writes before the raw bytes of an array, in the middle of the pickle."""

Value: TypeAlias = object


@dataclass(frozen=True)
class Name:
    """A class or a function that the pickle names; it is never imported."""

    path: str  # "collections.OrderedDict"


@dataclass(eq=False)
class Thing:
    """What the pickle says of an object: its class, what it was made with, its state, its items."""

    path: str
    arguments: tuple[Value, ...] = ()
    state: Value = None
    items: dict[Value, Value] = field(default_factory=dict)

    def attribute(self, name: str) -> Value:
        """An attribute of the object. Refuses an object that has none of that name."""
        if not isinstance(self.state, dict) or name not in self.state:
            refuse(f"{self.path} without “{name}”")
        return self.state[name]


@dataclass(frozen=True)
class RawArray:
    """An array that joblib wrote: ``dtype`` as numpy spells it ("f8"), little-endian, in C order."""

    dtype: str
    shape: tuple[int, ...]
    content: bytes


_MARK = object()
_ITEM_BYTES = {"f8": 8, "f4": 4, "i8": 8, "i4": 4}


def read_pickle(content: bytes, names: Collection[str]) -> Value:
    """The value that ``content`` describes; ``names`` are the dotted names that it may mention.

    Raises :class:`AssetRefused` (``asset_malformed``) for any other name, any instruction beyond those of
    plain data, and for bytes that are no pickle.
    """
    return _Machine(content, frozenset(names)).run()


def refuse(what: str) -> NoReturn:
    """Raise the refusal of a file that is not what was pinned; ``what`` is technical."""
    raise AssetRefused(
        "asset_malformed",
        Words(
            fr=f"Le fichier du paquet n’est pas celui que l’on attend ({what}).",
            en=f"The package’s file is not the one that is expected ({what}).",
        ),
        Words(
            fr="Rien n’en est exécuté ni gardé. Récupérez le paquet à sa source.",
            en="Nothing of it is run or kept. Fetch the package from its source.",
        ),
    )


class _Machine:
    """The stack, the memo and the instructions."""

    def __init__(self, content: bytes, names: frozenset[str]) -> None:
        self.file = io.BytesIO(content)
        self.size = len(content)
        self.names = names
        self.stack: list[Value] = []
        self.memo: list[Value] = []

    def run(self) -> Value:
        try:
            # Lazily read: the bytes of an array are taken from the file between two instructions.
            for instruction, argument, _ in pickletools.genops(self.file):
                if instruction.name == "STOP":
                    return self._pop()
                self._do(instruction.name, argument)
        except (ValueError, IndexError, TypeError, KeyError, UnicodeError, OverflowError) as broken:
            refuse(f"{type(broken).__name__}: {str(broken)[:80]}")
        refuse("no end")

    def _do(self, name: str, argument: Value) -> None:
        if name in _IGNORED:
            return
        if name in _CONSTANTS:
            self.stack.append(_CONSTANTS[name]())
        elif name in _LITERALS:
            self.stack.append(argument)
        elif name in ("BINGET", "LONG_BINGET"):
            assert isinstance(argument, int)
            self.stack.append(self.memo[argument])
        elif name == "MEMOIZE":
            self.memo.append(self.stack[-1])
        elif name in _STEPS:
            _STEPS[name](self)
        else:
            refuse(f"instruction {name}")

    def _pop(self) -> Value:
        top = self.stack.pop()
        if top is _MARK:
            refuse("mark in the way")
        return top

    def _since_mark(self) -> list[Value]:
        """What stands above the last mark, which is taken away too."""
        place = len(self.stack) - 1
        while self.stack[place] is not _MARK:  # IndexError where there is none
            place -= 1
            if place < 0:
                refuse("no mark")
        above = self.stack[place + 1 :]
        del self.stack[place:]
        return above

    def global_name(self) -> None:
        name, module = self._pop(), self._pop()
        path = f"{module}.{name}"
        if not isinstance(name, str) or not isinstance(module, str) or path not in self.names:
            refuse(f"it asks for {path[:80]}")
        self.stack.append(Name(path))

    def make(self) -> None:
        """NEWOBJ and REDUCE: a class and the tuple of what it is given."""
        arguments, maker = self._pop(), self._pop()
        if not isinstance(maker, Name) or not isinstance(arguments, tuple):
            refuse("a call of something that is no class")
        self.stack.append(Thing(maker.path, arguments))

    def build(self) -> None:
        state, thing = self._pop(), self.stack[-1]
        if not isinstance(thing, Thing):
            refuse("state for something that is no object")
        thing.state = state
        if thing.path == ARRAY:
            self.stack[-1] = self._array(thing)

    def set_items(self, pairs: list[Value]) -> None:
        holder = self.stack[-1]
        into = holder.items if isinstance(holder, Thing) else holder
        if not isinstance(into, dict) or len(pairs) % 2:
            refuse("items for something that holds none")
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            if not isinstance(key, str | int):
                refuse("a key that is neither a word nor a number")
            into[key] = value

    def append(self, values: list[Value]) -> None:
        holder = self.stack[-1]
        if not isinstance(holder, list):
            refuse("elements for something that is no list")
        holder.extend(values)

    def tuple_of(self, count: int) -> None:
        values = [self._pop() for _ in range(count)]
        self.stack.append(tuple(reversed(values)))

    def _array(self, wrapper: Thing) -> RawArray:
        dtype, shape = _dtype(wrapper.attribute("dtype")), wrapper.attribute("shape")
        if not isinstance(shape, tuple) or not all(isinstance(side, int) and side >= 0 for side in shape):
            refuse("array without a shape")
        if wrapper.attribute("order") != "C" and len(shape) > 1 and min(shape) > 1:
            refuse("array in another order than C")
        count = 1
        for side in shape:
            count *= side
        if count * _ITEM_BYTES[dtype] > self.size:
            refuse("array larger than the file")
        if wrapper.attribute("numpy_array_alignment_bytes") is not None:
            padding = self.file.read(1)  # this byte says how many follow before the array
            self.file.read(padding[0])
        content = self.file.read(count * _ITEM_BYTES[dtype])
        if len(content) != count * _ITEM_BYTES[dtype]:
            refuse("array cut short")
        return RawArray(dtype, shape, content)


def _dtype(value: Value) -> str:
    """ "f8" of ``numpy.dtype("f8", False, True)`` with the state of a little-endian one."""
    if isinstance(value, Thing) and value.path == "numpy.dtype" and value.arguments:
        name, state = value.arguments[0], value.state
        if isinstance(name, str) and name in _ITEM_BYTES and isinstance(state, tuple) and state[1] == "<":
            return name
    refuse("array of another type")


_IGNORED = frozenset({"PROTO", "FRAME"})
_LITERALS = frozenset({"BININT", "BININT1", "BININT2", "BINFLOAT", "LONG1", "SHORT_BINUNICODE", "BINUNICODE"})
_LITERALS |= {"SHORT_BINBYTES", "BINBYTES"}
_CONSTANTS: dict[str, Callable[[], Value]] = {
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_TUPLE": tuple,
    "EMPTY_DICT": dict,
    "EMPTY_LIST": list,
    "MARK": lambda: _MARK,
}
_STEPS: dict[str, Callable[[_Machine], None]] = {
    "STACK_GLOBAL": _Machine.global_name,
    "NEWOBJ": _Machine.make,
    "REDUCE": _Machine.make,
    "BUILD": _Machine.build,
    "SETITEMS": lambda machine: machine.set_items(machine._since_mark()),
    "SETITEM": lambda machine: machine.set_items([machine._pop(), machine._pop()][::-1]),
    "APPENDS": lambda machine: machine.append(machine._since_mark()),
    "APPEND": lambda machine: machine.append([machine._pop()]),
    "TUPLE": lambda machine: machine.stack.append(tuple(machine._since_mark())),
    "TUPLE1": lambda machine: machine.tuple_of(1),
    "TUPLE2": lambda machine: machine.tuple_of(2),
    "TUPLE3": lambda machine: machine.tuple_of(3),
}


def number_of(value: Value) -> float:
    """A float, or numpy's scalar of one as the pickle describes it."""
    import struct

    if isinstance(value, float):
        return value
    if (
        isinstance(value, Thing)
        and value.path == "numpy._core.multiarray.scalar"
        and len(value.arguments) == 2
    ):
        kind, content = value.arguments
        if _dtype(kind) == "f8" and isinstance(content, bytes) and len(content) == 8:
            return float(struct.unpack("<d", content)[0])
    refuse("a number that is none")
