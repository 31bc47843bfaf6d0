"""The vocabulary of a Keras tokenizer, out of its pickle into JSON: what it needs and nothing else.

``words`` are in the order of their index, which starts at 1 (0 is the padding); beside each stand how often
it occurred in the training texts and in how many of them. Words beyond ``num_words`` are left out: the
tokenizer passes over them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from tools.assets.conversions.inert_pickle import Thing, Value, read_pickle, refuse

_TOKENIZERS = ("keras.src.legacy.preprocessing.text.Tokenizer",)
_NAMES = (*_TOKENIZERS, "collections.OrderedDict", "collections.defaultdict", "builtins.int")


def convert(members: Mapping[str, bytes]) -> bytes:
    """The JSON, in UTF-8, of the one pickle among ``members``: equal members give equal bytes.

    Raises :class:`~tools.errors.AssetRefused` (``asset_malformed``) for anything but that pickle.
    """
    (member,) = members.values()
    tokenizer = read_pickle(member, _NAMES)
    if not isinstance(tokenizer, Thing) or tokenizer.path not in _TOKENIZERS:
        refuse("no tokenizer")
    if tokenizer.attribute("char_level") is not False or tokenizer.attribute("oov_token") is not None:
        refuse("a tokenizer of another kind")
    index, limit = _counts(tokenizer, "word_index"), tokenizer.attribute("num_words")
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 2:
        refuse("a vocabulary without a limit")
    words = sorted(index, key=index.__getitem__)[: limit - 1]
    if [index[word] for word in words] != list(range(1, len(words) + 1)):
        refuse("word indices that do not follow each other")
    occurrences, documents = _counts(tokenizer, "word_counts"), _counts(tokenizer, "word_docs")
    if not occurrences.keys() & documents.keys() >= set(words):
        refuse("words that were never counted")
    described = {
        "lower": _plain(tokenizer, "lower", bool),
        "filters": _plain(tokenizer, "filters", str),
        "split": _plain(tokenizer, "split", str),
        "num_words": limit,
        "texts": _plain(tokenizer, "document_count", int),
        "words": words,
        "occurrences": [occurrences[word] for word in words],
        "documents": [documents[word] for word in words],
    }
    return (json.dumps(described, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _counts(tokenizer: Thing, name: str) -> dict[str, int]:
    """A word → number attribute, whether the pickle keeps it as a plain or an ordered dictionary."""
    held = tokenizer.attribute(name)
    counted: Value = held.items if isinstance(held, Thing) else held
    found: dict[str, int] = {}
    if isinstance(counted, dict):
        for word, number in counted.items():
            if not isinstance(word, str) or not isinstance(number, int):
                refuse(f"“{name}” that does not count words")
            found[word] = number
    return found


def _plain(tokenizer: Thing, name: str, kind: type) -> Value:
    value = tokenizer.attribute(name)
    if type(value) is not kind:
        refuse(f"“{name}” of another type")
    return value
