"""What a subject answered, in sentences of the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from server.cli.telling import in_words
from tools.examination import (
    Box,
    BoxesResult,
    FacesResult,
    MapResult,
    MaskResult,
    Result,
    ScoresResult,
    WordsResult,
)
from tools.wording import Language, format_number


def in_sentences(result: Result, language: Language) -> Iterator[str]:
    """One line of text after the other, in the language of the terminal."""

    def number(value: float) -> str:
        return format_number(value, "number", language)

    def scores(by_label: dict[str, float]) -> str:
        ranked = sorted(by_label.items(), key=lambda item: -item[1])
        return ", ".join(f"{label} {number(value)}" for label, value in ranked)

    if isinstance(result, MapResult):
        score = number(result.score)
        yield in_words(f"note {score}, point {result.point}", f"score {score}, point {result.point}")
        if result.runner_up is not None:
            yield in_words(f"deuxième point {result.runner_up}", f"second point {result.runner_up}")
        for ratio, (left, top, width, height) in result.crops.items():
            yield in_words(
                f"cadre {ratio} : {width} × {height} à partir de ({left}, {top})",
                f"crop {ratio}: {width} × {height} from ({left}, {top})",
            )
    elif isinstance(result, MaskResult):
        share = format_number(result.share, "percent", language)
        yield in_words(f"silhouette : {share} de l’image", f"matte: {share} of the picture")
        if result.mask:
            yield in_words(f"silhouette écrite dans {result.mask}", f"matte written to {result.mask}")
    elif isinstance(result, BoxesResult):
        count = len(result.boxes)
        yield in_words(
            "rien trouvé" if not count else f"trouvés : {count}",
            "nothing found" if not count else f"found: {count}",
        )
        yield from (_box(box) for box in result.boxes)
    elif isinstance(result, FacesResult):
        if not result.faces:
            yield in_words("aucun visage trouvé, donc rien à noter", "no face found, so nothing to score")
        for face in result.faces:
            yield f"{_box(face.box)}: {scores(face.scores)}"
    elif isinstance(result, ScoresResult):
        yield scores(result.scores)
    elif isinstance(result, WordsResult):
        yield ", ".join(f"“{word}” {number(share)}" for word, share in result.next)


def _box(box: Box) -> str:
    return f"{box.width:.0f} × {box.height:.0f} ({box.left:.0f}, {box.top:.0f})"
