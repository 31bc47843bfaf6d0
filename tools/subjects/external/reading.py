"""What a model returned, checked and read as its description says. Shapes and values are never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tools.errors import AutopsieError
from tools.examination import Box
from tools.looking import LARGEST_SCORE
from tools.subjects.external.description import Description, Output
from tools.subjects.external.faults import told
from tools.subjects.external.feeding import Frame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Raw = Any  # an array, or a list of words
LARGEST_MAP = 4096  # cells a side
_SLACK = 1e-3  # a mask may leave 0..1 by rounding


class Reader:
    """Reads the answers of the model ``name``."""

    def __init__(self, name: str, description: Description) -> None:
        self._name = name
        self._how = description

    def maps(self, raw: Raw, n: int) -> list[NDArray[np.float32]]:
        """The map (rows, columns) of each of ``n`` inputs, of what was fed.

        Raises :class:`~tools.errors.ToolFailed`: ``external_wrong_shape``, ``external_wrong_dtype``,
        ``external_not_finite``, ``external_out_of_range``.
        """
        import numpy as np

        values = self._planes(self._numbers(raw, n), n)
        if max(values.shape[1:]) > LARGEST_MAP or not values.size:
            raise self._shape(values, n, f"(n, 1…{LARGEST_MAP}, 1…{LARGEST_MAP})")
        if self._how.output.of == "map":
            self._within(values, -LARGEST_SCORE, LARGEST_SCORE)
        else:
            self._within(values, 0.0, 1.0, _SLACK)
            values = values.clip(0, 1)
        return [np.ascontiguousarray(grid, dtype=np.float32) for grid in values]

    def scores(self, raw: Raw, n: int) -> NDArray[np.float32]:
        """(n, labels). Raises as :meth:`maps`, and ``external_unknown_label`` for a word or a number."""
        import numpy as np

        output, labels = self._how.output, self._how.labels
        if isinstance(raw, list):
            return self._chosen(raw, n)
        values = self._numbers(raw, n)
        if self._how.kind == "label" and values.ndim == 1:
            return self._chosen([_whole(value) for value in values], n)
        values = values[:, None] if values.ndim == 1 else values
        wanted = f"(n, {len(labels)})" if output.index is None else f"(n, > {output.index})"
        if values.ndim != 2 or (output.index is not None and output.index >= values.shape[1]):
            raise self._shape(values, n, wanted)
        values = _activated(values, output, axis=1)
        if output.index is not None:
            values = values[:, output.index : output.index + 1]
        if values.shape[1] != len(labels):
            raise self._shape(values, n, wanted)
        return values.astype(np.float32)

    def boxes(self, raw: Raw, n: int, frames: Sequence[Frame]) -> list[tuple[Box, ...]]:
        """Boxes in pixels of the prepared picture, best first. Raises as :meth:`maps`."""
        values = self._numbers(raw, n)
        if values.ndim != 3 or values.shape[2] < 4:
            raise self._shape(values, n, "(n, k, ≥ 4)")
        return [self._boxes_of(rows, frame) for rows, frame in zip(values, frames, strict=True)]

    def _boxes_of(self, rows: NDArray[Any], frame: Frame) -> tuple[Box, ...]:
        output = self._how.output
        wide, high = (frame.fed_width, frame.fed_height) if output.coordinates == "share" else (1, 1)
        found = []
        for row in rows:
            a, b, c, d = (float(value) for value in row[:4])
            score = float(row[4]) * output.scale if len(row) > 4 else None
            if score is not None and score < output.threshold:
                continue
            if output.corners == "ltrb":
                left, top, width, height = a, b, c - a, d - b
            elif output.corners == "ltwh":
                left, top, width, height = a, b, c, d
            else:
                left, top, width, height = a - c / 2, b - d / 2, c, d
            if width <= 0 or height <= 0:
                continue  # how detectors fill up a list of fixed length
            found.append(
                Box(left=left * wide - frame.left, top=top * high - frame.top, width=width * wide,
                    height=height * high, score=score)
            )  # fmt: skip
        return tuple(sorted(found, key=lambda box: -(box.score or 0.0)))

    def _numbers(self, raw: Raw, n: int) -> NDArray[Any]:
        """The answer as finite numbers with one row for each input."""
        import numpy as np

        if isinstance(raw, list):
            raise told("wrong_dtype", {"dtype": "text"}, self._name)
        if raw.dtype.kind not in "fiub":
            raise told("wrong_dtype", {"dtype": str(raw.dtype)}, self._name)
        if raw.ndim == 0 or raw.shape[0] != n:
            raise self._shape(raw, n, f"({n}, …)")
        values = raw.astype(np.float64) if raw.dtype != np.float32 else raw
        finite = np.isfinite(values)
        if not finite.all():
            raise told("not_finite", {"count": int(finite.size - finite.sum())}, self._name)
        return np.asarray(values)

    def _planes(self, values: NDArray[Any], n: int) -> NDArray[Any]:
        """(n, rows, columns) of an answer that may have a channel axis, where ``layout`` says."""
        import numpy as np

        output = self._how.output
        if values.ndim == 3:
            values = values[:, None]
        elif values.ndim == 4 and self._how.input.layout == "nhwc":
            values = values.transpose(0, 3, 1, 2)
        wanted = "(n, 1, …, …)"
        if values.ndim != 4:
            raise self._shape(values, n, wanted)
        channel = output.index or 0
        if channel >= values.shape[1] or (output.index is None and values.shape[1] != 1):
            raise self._shape(values, n, wanted)
        return np.asarray(_activated(values, output, axis=1)[:, channel])

    def _chosen(self, answers: Sequence[object], n: int) -> NDArray[np.float32]:
        """1 for the label that was answered, by name or by place."""
        import numpy as np

        labels = self._how.labels
        if len(answers) != n:
            raise told(
                "wrong_shape", {"shape": f"({len(answers)},)", "wanted": f"({n},)", "n": n}, self._name
            )
        found = np.zeros((n, len(labels)), dtype=np.float32)
        for row, answer in enumerate(answers):
            if isinstance(answer, int) and 0 <= answer < len(labels):
                found[row, answer] = 1
            elif answer in labels:
                found[row, labels.index(str(answer))] = 1
            else:
                raise told("unknown_label", {"label": str(answer)[:60], "known": labels}, self._name)
        return found

    def _within(self, values: NDArray[Any], least: float, most: float, slack: float = 0.0) -> None:
        low, high = float(values.min()), float(values.max())
        if low < least - slack or high > most + slack:
            facts = {"low": low, "high": high, "least": least, "most": most}
            raise told("out_of_range", facts, self._name)

    def _shape(self, values: NDArray[Any], n: int, wanted: str) -> AutopsieError:
        shape = "(" + ", ".join(map(str, values.shape)) + ")"
        return told("wrong_shape", {"shape": shape, "wanted": wanted, "n": n}, self._name)


def _whole(value: float) -> object:
    return int(value) if value == int(value) else float(value)


def _activated(values: NDArray[Any], output: Output, axis: int) -> NDArray[Any]:
    import numpy as np

    if output.activation == "sigmoid":
        values = 0.5 * (1 + np.tanh(0.5 * values))  # never overflows
    elif output.activation == "softmax":
        grown = np.exp(values - values.max(axis=axis, keepdims=True))
        values = grown / grown.sum(axis=axis, keepdims=True)
    return np.asarray(values * output.scale if output.scale != 1 else values)
