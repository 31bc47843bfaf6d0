"""Pickles of other people's packages are read as data: nothing of them is imported or called."""

from __future__ import annotations

import io
import json
import pickle
import struct
from collections import OrderedDict, defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.assets.conversions import keras_tokenizer, linear_pipeline
from tools.assets.conversions.inert_pickle import read_pickle
from tools.errors import AssetRefused

TOKENIZER = "keras.src.legacy.preprocessing.text"


class Tokenizer:
    """What the pickle of a Keras tokenizer holds; pickled under Keras' name."""


def pickled(**attributes: Any) -> bytes:
    tokenizer = Tokenizer()
    tokenizer.__dict__.update(
        {
            "word_counts": OrderedDict(b=5, a=2, c=1),
            "word_docs": defaultdict(int, a=2, b=3, c=1),
            "word_index": {"b": 1, "a": 2, "c": 3},
            "num_words": 3,
            "lower": True,
            "filters": "!.",
            "split": " ",
            "document_count": 4,
            "char_level": False,
            "oov_token": None,
        }
        | attributes
    )

    class Pickler(pickle._Pickler):  # type: ignore[name-defined, misc]
        def save_global(self, obj: Any, name: str | None = None) -> None:
            if obj is Tokenizer:
                self.write(pickle.SHORT_BINUNICODE + bytes([len(TOKENIZER)]) + TOKENIZER.encode())
                self.write(pickle.SHORT_BINUNICODE + bytes([9]) + b"Tokenizer" + pickle.STACK_GLOBAL)
                self.memoize(obj)
            else:
                super().save_global(obj, name)

    written = io.BytesIO()
    pickler = Pickler(written, protocol=5)
    pickler.framer.start_framing = lambda: None
    pickler.dump(tokenizer)
    return written.getvalue()


def converted(**attributes: Any) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(keras_tokenizer.convert({"a": pickled(**attributes)}))
    return described


def test_a_vocabulary_comes_out_in_the_order_of_its_numbers_and_up_to_its_limit() -> None:
    described = converted()
    assert described["words"] == ["b", "a"]  # number 3 is beyond num_words
    assert described["occurrences"] == [5, 2]
    assert described["documents"] == [3, 2]
    assert (described["texts"], described["split"], described["lower"]) == (4, " ", True)


def test_equal_pickles_give_equal_bytes() -> None:
    assert keras_tokenizer.convert({"a": pickled()}) == keras_tokenizer.convert({"z": pickled()})


@pytest.mark.parametrize(
    "attributes",
    [
        {"char_level": True},
        {"oov_token": "?"},
        {"num_words": None},
        {"num_words": True},
        {"word_index": {"b": 1, "a": 3, "c": 2, "d": 5}, "num_words": 9},
        {"word_index": {"b": 1, "x": 2}, "num_words": 9},  # never counted
        {"word_counts": {"b": "many"}},
        {"lower": "yes"},
        {"filters": None},
        {"unused": print},  # named and never called: refused all the same
    ],
)
def test_a_tokenizer_of_another_kind_is_refused(attributes: dict[str, Any]) -> None:
    with pytest.raises(AssetRefused) as refused:
        converted(**attributes)
    assert refused.value.code == "asset_malformed"


class Hostile:
    """Unpickled by Python, it would write a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return (Path.write_text, (self.path, "harm"))


class Evaluated:
    def __reduce__(self) -> Any:
        return (eval, ("1/0",))


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4, 5])
def test_a_hostile_pickle_does_nothing_and_is_refused(tmp_path: Path, protocol: int) -> None:
    harm = tmp_path / "harm"
    for hostile in (Hostile(harm), Evaluated(), [Evaluated()], {"a": Evaluated()}):
        content = pickle.dumps(hostile, protocol)
        for convert in (keras_tokenizer.convert, linear_pipeline.convert):
            with pytest.raises(AssetRefused):
                convert({"a": content})
    assert not harm.exists()
    pickle.loads(pickle.dumps(Hostile(harm), protocol))
    assert harm.exists()  # the pickle was hostile indeed


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a pickle",
        b"\x80\x05.",
        b"\x80\x05N",  # no end
        b"\x80\x05h\x07.",  # a memory that was never filled
        b"\x80\x05(.",  # a mark
        b"\x80\x05u.",  # items for nothing
        b"\x80\x05}(K\x01u.",  # a key without value
        b"\x80\x05]]\x85e.",
        b"\x80\x05\x82\x01.",  # an extension
        b"\x80\x05Pname\n.",  # a persistent name
        b"cos\nsystem\n(S'true'\ntR.",
        b"\x80\x05\x8c\x02os\x8c\x06system\x93.",
        b"\x80\x05K\x01K\x02b.",  # state for a number
        b"\x80\x05K\x01)\x81.",  # a call of a number
        b"\x80\x05B\xff\xff\xff\x7f.",  # two gigabytes announced
    ],
)
def test_bytes_that_are_no_plain_pickle_are_refused(content: bytes) -> None:
    with pytest.raises(AssetRefused):
        keras_tokenizer.convert({"a": content})


@given(st.binary(max_size=60))
def test_no_bytes_bring_anything_but_a_refusal(content: bytes) -> None:
    with pytest.raises(AssetRefused):
        keras_tokenizer.convert({"a": b"\x80\x05" + content})


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False)
    | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
        | st.tuples(inner, inner)
    ),
    max_leaves=12,
)


@given(plain)
def test_plain_data_is_read_as_python_would(value: Any) -> None:
    assert read_pickle(pickle.dumps(value, 5), []) == value


def array(numbers: list[float], kind: bytes = b"f8") -> bytes:
    """What joblib writes of an array, as the value of a pickle: its wrapper, then the raw bytes."""
    name = b"joblib.numpy_pickle"
    wrapped = b"\x8c" + bytes([len(name)]) + name + b"\x8c\x11NumpyArrayWrapper\x93)\x81}("
    dtype = (
        b"\x8c\x05numpy\x8c\x05dtype\x93\x8c\x02"
        + kind
        + b"\x85R(K\x03\x8c\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    )
    shape = b"K" + bytes([len(numbers)]) + b"\x85"
    state = (
        b"\x8c\x05dtype" + dtype + b"\x8c\x05shape" + shape + b"\x8c\x05order\x8c\x01C"
        b"\x8c\x1bnumpy_array_alignment_bytesK\x10ub"
    )
    raw = b"".join(struct.pack("<d", number) for number in numbers)
    return b"\x80\x05" + wrapped + state + b"\x03\x00\x00\x00" + raw + b"."


NAMES = ["joblib.numpy_pickle.NumpyArrayWrapper", "numpy.dtype"]


def test_the_bytes_of_an_array_are_taken_out_of_the_middle_of_a_pickle() -> None:
    read: Any = read_pickle(array([1.5, -2.0]), NAMES)
    assert (read.dtype, read.shape, struct.unpack("<2d", read.content)) == ("f8", (2,), (1.5, -2.0))


@pytest.mark.parametrize(
    "content",
    [
        array([1.0])[:-5],  # cut short
        array([1.0], b"O8"),  # an array of objects is pickled again
        array([1.0]).replace(b"\x8c\x01<", b"\x8c\x01>"),  # the other byte order
        array([1.0]).replace(b"K\x01\x85", b"J\x00\x00\x00\x10\x85"),  # two gigabytes
        array([1.0]).replace(b"K\x01\x85", b"J\xff\xff\xff\xff\x85"),  # a negative side
    ],
)
def test_an_array_that_is_not_what_it_says_is_refused(content: bytes) -> None:
    with pytest.raises(AssetRefused):
        read_pickle(content, NAMES)


@pytest.mark.parametrize("convert", [keras_tokenizer.convert, linear_pipeline.convert])
def test_a_pickle_of_the_other_package_is_refused(convert: Any) -> None:
    with pytest.raises(AssetRefused):
        convert({"a": pickle.dumps({"words": ["a"]}, 5)})
