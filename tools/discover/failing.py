"""Where a subject fails: each kind of answer against the truth that is known of what we made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.answering.asking import answer_of
from tools.answering.given import Given
from tools.errors import CallRefused
from tools.looking import Count
from tools.statistics import quantile
from tools.stimulus import Edited, Portrait
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

LOWEST = 0.25  # a mask fails below this quantile of its own overlaps; a score beyond this share of its errors
SHIFT = 4.0  # pixels: the placebo of a map, whose point must not leave
LEFT = 2.0  # cells
FLAGGED = 0.5
_MEANS = {"smile": "happy", "neutral": "neutral", "angry": "angry", "surprise": "surprise", "sad": "sad"}
_TOGETHER = 4


class Judged(NamedTuple):
    """``badness`` grows with the fault; a stimulus fails from ``threshold`` on, which is drawn from those of
    the half where clusters are sought. ``None``: the threshold is a quantile of theirs."""

    badness: list[float]
    threshold: float | None
    what: Words  # what failing is, for a sentence

    def threshold_of(self, some: Sequence[int]) -> float:
        """The stated threshold, or the quantile over ``some``."""
        if self.threshold is not None:
            return self.threshold
        return quantile([self.badness[each] for each in some], 1 - LOWEST)


def has_no_truth(card: SubjectCard) -> Words | None:
    """Why no failure of a subject can be told; ``None`` when it can."""
    if card.answers == "words":
        return Words(
            fr=f"« {card.title.fr} » continue des textes : rien ne dit qu’une suite est fausse.",
            en=f"“{card.title.en}” continues texts: nothing says that a continuation is wrong.",
        )
    if card.badge == "stand-in":
        return Words(
            fr=f"« {card.title.fr} » est une doublure : ses échecs ne sont pas ceux de l’original.",
            en=f"“{card.title.en}” is a stand-in: its failures are not those of the original.",
        )
    return None


def judge(bench: Bench, subject: Any, given: Sequence[Given], count: Count) -> Judged:
    """How badly the subject does on each stimulus.

    Raises :class:`CallRefused` (``wrong_case``) where the truth is not known.
    """
    card: SubjectCard = subject.card
    if card.modality == "text":
        values = _read(answer_of(subject), given, count)
        return Judged(
            values, FLAGGED, Words(fr="une phrase anodine est retenue", en="a harmless sentence is flagged")
        )
    if card.answers != "map" and not all(isinstance(each.recipe, Portrait) for each in given):
        raise CallRefused(
            "wrong_case",
            Words(fr="On ne sait dire qu’un sujet se trompe que sur des bustes calculés.",
                  en="Only on computed busts is it known that a subject is wrong."),
            Words(fr="Prenez « portraits_varied ».", en="Take “portraits_varied”."),
        )  # fmt: skip
    match card.answers:
        case "mask":
            values = [1 - each for each in _read(answer_of(subject, "overlap"), given, count)]
            return Judged(
                values, None,
                Words(fr="la silhouette est des plus mal détourées (dernier quart)",
                      en="the person is among the worst cut out (last quarter)"),
            )  # fmt: skip
        case "boxes":
            values = [1 - each for each in _read(answer_of(subject, "found"), given, count)]
            return Judged(values, 0.5, Words(fr="aucun visage n’est trouvé", en="no face is found"))
        case "faces":
            return Judged(
                _wrong_names(subject, given, count), 0.5,
                Words(fr="l’expression nommée n’est pas celle du buste",
                      en="the expression named is not that of the bust"),
            )  # fmt: skip
        case "map":
            return Judged(
                _leaves(bench, subject, given, count), LEFT,
                Words(fr=f"le point choisi quitte sa place pour un décalage de {SHIFT:.0f} pixels",
                      en=f"the chosen point leaves its place for a shift by {SHIFT:.0f} pixels"),
            )  # fmt: skip
        case _:
            from tools.subjects.interviews.rule import true_score

            values = _read(answer_of(subject), given, count)
            errors = [
                abs(value - true_score(each.recipe)) if isinstance(each.recipe, Portrait) else 0.0
                for value, each in zip(values, given, strict=True)
            ]
            return Judged(
                errors, None,
                Words(fr="la note est des plus loin du sourire seul (dernier quart)",
                      en="the score is among the farthest from the smile alone (last quarter)"),
            )  # fmt: skip


def _read(answer: Any, given: Sequence[Given], count: Count) -> list[float]:
    found: list[float] = []
    for start in range(0, len(given), _TOGETHER):
        batch = given[start : start + _TOGETHER]
        found += answer.numbers(batch)
        count(len(batch))
    return found


def _wrong_names(subject: Any, given: Sequence[Given], count: Count) -> list[float]:
    found = []
    for each in given:
        assert isinstance(each.recipe, Portrait)
        box = each.face
        (faces,) = subject.faces_at([each.pixels], [[box] if box else []])
        named = max(faces[0].scores, key=lambda label: faces[0].scores[label]) if faces else ""
        found.append(float(named != _MEANS[each.recipe.expression]))
        count(1)
    return found


def _leaves(bench: Bench, subject: Any, given: Sequence[Given], count: Count) -> list[float]:
    """By how many cells the best place moves, beyond the shift itself."""
    from tools.looking import look_at

    found = []
    for each in given:
        assert each.pixels is not None
        assert each.recipe is not None
        moved = bench.pixels(Edited(of=each.recipe, change="shift", amount=SHIFT))
        one, other = look_at(subject, [each.pixels, moved])
        across = abs(one.point[0] - other.point[0]) / one.cell_pixels
        down = abs(one.point[1] - other.point[1]) / one.cell_pixels
        found.append(max(across, down) - SHIFT / one.cell_pixels)
        count(1)
    return found
