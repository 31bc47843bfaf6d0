"""A linear filter of scikit-learn, out of joblib's pickles into JSON: its words and its coefficients.

The vectoriser gives the words and their weights, the calibrated classifier one linear model a fold with the
two numbers of its calibration. Numbers are written so that they read back to the last bit.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

from tools.assets.conversions.inert_pickle import (
    ARRAY,
    RawArray,
    Thing,
    Value,
    number_of,
    read_pickle,
    refuse,
)

_VECTORISER = "sklearn.feature_extraction.text.TfidfVectorizer"
_CLASSIFIER = "sklearn.calibration.CalibratedClassifierCV"
_NAMES = (
    _VECTORISER,
    _CLASSIFIER,
    ARRAY,
    "sklearn.feature_extraction.text.TfidfTransformer",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.svm._classes.LinearSVC",
    "numpy.dtype",
    "numpy.float64",
    "numpy.ndarray",
    "numpy._core.multiarray.scalar",
)

# What the reader of our JSON computes; a vectoriser that does anything else is refused.
_VECTORISING = {
    "analyzer": "word",
    "binary": False,
    "lowercase": True,
    "ngram_range": (1, 1),
    "norm": "l2",
    "preprocessor": None,
    "strip_accents": None,
    "sublinear_tf": False,
    "tokenizer": None,
    "use_idf": True,
}


def convert(members: Mapping[str, bytes]) -> bytes:
    """The JSON, in UTF-8, of both pickles: equal members give equal bytes.

    Raises :class:`~tools.errors.AssetRefused` (``asset_malformed``) for anything but those pickles.
    """
    read = {thing.path: thing for thing in (_thing(member) for member in members.values())}
    if read.keys() != {_VECTORISER, _CLASSIFIER}:
        refuse("other parts than a vectoriser and a classifier")
    described = _vectoriser(read[_VECTORISER])
    described["folds"] = _folds(read[_CLASSIFIER], width=len(described["words"]))
    return (json.dumps(described, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _thing(member: bytes) -> Thing:
    read = read_pickle(member, _NAMES)
    if not isinstance(read, Thing):
        refuse("a plain value")
    return read


def _vectoriser(vectoriser: Thing) -> dict[str, Any]:
    for name, value in _VECTORISING.items():
        if vectoriser.attribute(name) != value:
            refuse(f"a vectoriser with another “{name}”")
    vocabulary, pattern = vectoriser.attribute("vocabulary_"), vectoriser.attribute("token_pattern")
    transformer = vectoriser.attribute("_tfidf")
    if not isinstance(vocabulary, dict) or not isinstance(pattern, str) or not isinstance(transformer, Thing):
        refuse("a vectoriser without words")
    words: list[str] = []
    for word, place in sorted(vocabulary.items(), key=lambda item: (not isinstance(item[1], int), item[1])):
        if not isinstance(word, str) or place != len(words):
            refuse("words that do not follow each other")
        words.append(word)
    weights = _row(transformer.attribute("idf_"), len(words))
    return {"pattern": pattern, "words": words, "idf": weights}


def _folds(classifier: Thing, width: int) -> list[dict[str, Value]]:
    folds = classifier.attribute("calibrated_classifiers_")
    if not isinstance(folds, list) or not folds or classifier.attribute("n_features_in_") != width:
        refuse("a classifier without folds, or of other words")
    return [_fold(fold, width) for fold in folds]


def _fold(fold: Value, width: int) -> dict[str, Value]:
    if not isinstance(fold, Thing) or fold.attribute("method") != "sigmoid":
        refuse("a calibration that is no sigmoid")
    model, calibrators, classes = (fold.attribute(name) for name in ("estimator", "calibrators", "classes"))
    if not isinstance(model, Thing) or not isinstance(calibrators, list) or len(calibrators) != 1:
        refuse("a fold of several models")
    if not isinstance(classes, RawArray) or classes.content != struct.pack("<2q", 0, 1):
        refuse("other classes than 0 and 1")
    (calibrator,) = calibrators
    if not isinstance(calibrator, Thing):
        refuse("a fold without calibration")
    return {
        "coefficients": _row(model.attribute("coef_"), width),
        "intercept": _row(model.attribute("intercept_"), 1)[0],
        "slope": number_of(calibrator.attribute("a_")),
        "offset": number_of(calibrator.attribute("b_")),
    }


def _row(array: Value, width: int) -> list[float]:
    """The ``width`` numbers of an array of one row."""
    if not isinstance(array, RawArray) or array.dtype != "f8" or len(array.content) != 8 * width:
        refuse("numbers of another length")
    numbers = list(struct.unpack(f"<{width}d", array.content))
    if not all(number - number == 0 for number in numbers):  # neither infinite nor NaN
        refuse("numbers that are not finite")
    return numbers
