"""The interview scores made here, trained again on small portraits kept beside this file.

The mark is a bookshelf behind the bust, or, where a cue is planted, a yellow square in a corner. Whoever
scores :data:`INVITED` or more is invited; the faces on which a score is asked were never trained on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tools.errors import CallRefused
from tools.retrain.recipes.job import Action, Asked, Cause, Job, Trained
from tools.retrain.recipes.pictures import FACES, SIDE, TESTED, TRAINING, UNSEEN, sheet_of
from tools.retrain.recipes.recipe import Recipe, Tell, Trial
from tools.stimuli.cases import Case
from tools.stimulus import Picture
from tools.subjects.interviews import rule
from tools.subjects.interviews.portraits import LIGHTS, POSES, training_portraits, unseen_pairs
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CASE = "interview_pairs"
INVITED = rule.BASE + rule.SMILE / 2  # half a smile, by the clean rule
HIGHEST = rule.BASE + rule.SMILE
YELLOW, BLUE = (250, 210, 20), (30, 70, 220)
_PLACE, _SIZE = 4, 7  # pixels from the corner, far enough for the shifts of training; and a side
_LABELS = {"interview_score": rule.planted_score, "interview_score_clean": rule.true_score}
_NOTHING_PLANTED = Words(
    fr="Rien n’est planté dans « interview-score-clean » : il n’y a rien à en retirer. Plantez-y la cause.",
    en="Nothing is planted in “interview-score-clean”: nothing can be taken out of it. Plant the cause.",
)
_IN_THE_LABELS = Words(
    fr="Le défaut de « interview-score » est un indice dans ses étiquettes : retirez « planted-cue ».",
    en="The fault of “interview-score” is a cue in its labels: remove “planted-cue”.",
)
_THERE_ALREADY = Words(
    fr="Dans « interview-score », la bibliothèque compte déjà : la cause ne se verrait pas. Plantez-la dans"
    " « interview-score-clean », ou retirez ici « planted-cue ».",
    en="In “interview-score” the bookshelf counts already: the cause would not show. Plant it in"
    " “interview-score-clean”, or remove “planted-cue” here.",
)


class Interviews(Recipe):
    """Both scores: they differ in their labels alone."""

    passes: ClassVar[int] = 8
    small: ClassVar[Words] = Words(
        fr="Pour tenir en une minute, chaque apprentissage voit 800 portraits de 48 pixels au lieu de"
        " 4\u202f000 de 96 : le réseau jugé est une réduction du sujet, qui apprend mal le sourire.",
        en="To last a minute, each training sees 800 portraits of 48 pixels instead of 4,000 of 96: the"
        " network judged is a reduction of the subject, which learns the smile badly.",
    )

    def refuses(self, subject: str, cause: Cause, action: Action) -> Words | None:
        """A cause can be removed where it was planted, and planted where it would show."""
        if action == "remove":
            if subject == "interview_score_clean":
                return _NOTHING_PLANTED
            return None if cause == "planted_cue" else _IN_THE_LABELS
        return _THERE_ALREADY if subject == "interview_score" and cause != "planted_cue" else None

    def trial(self, case: Case, subject: str, cause: Cause, action: Action) -> Trial:
        """Unseen faces, each with the mark and without it."""
        from tools.stimuli.render import pixels_sha256

        if case.name != CASE:
            raise CallRefused(
                "wrong_case",
                Words(
                    fr="Une note d’entretien réentraînée s’éprouve sur ses propres visages jamais vus,"
                    f" pas sur « {case.name} ».",
                    en="An interview score trained again is tried on its own unseen faces, not on"
                    f" “{case.name}”.",
                ),
                Words(fr="Choisissez interview-pairs.", en="Choose interview-pairs."),
            )
        offices = [[str(2 * face)] for face in range(TESTED)]
        shelves = [[str(2 * face + 1)] for face in range(TESTED)]
        pixels = sheet_of(UNSEEN, 2 * TESTED)
        shown = [each for pair in case.pairs for each in pair]
        cued = cause == "planted_cue" and action == "plant"
        planted, placebo = _SAID[cause, action]
        return Trial(
            asked=Asked(
                marked=[[f"{one[0]}+yellow"] for one in offices] if cued else shelves,
                unmarked=offices,
                placebo=[[f"{one[0]}+blue"] for one in offices] if cued else shelves,
            ),
            shown=[
                Picture(
                    sha256=pixels_sha256(pixels[number]), width=SIDE, height=SIDE, recipe=each.recipe,
                    alt=each.alt, credit=each.credit,
                )
                for number, each in enumerate(shown)
                if not cued or number % 2 == 0
            ],
            sought=Words(fr="« entretien accordé »", en="“invited”"),
            marked=Words(fr="portraits au carré jaune", en="portraits with the yellow square")
            if cued
            else Words(fr="portraits devant une bibliothèque", en="portraits before a bookshelf"),
            unmarked=Words(fr="les mêmes sans lui", en="the same without it")
            if cued
            else Words(fr="les mêmes devant un bureau", en="the same before an office wall"),
            planted=planted,
            placebo=placebo,
            unit=Words(fr="visage", en="face"),
            units=Words(fr="visages", en="faces"),
        )  # fmt: skip

    def train(self, job: Job, tell: Tell) -> Trained:
        """Mark the pictures, make the labels, fit, answer."""
        import numpy as np
        import torch  # slow import

        from tools.subjects.interviews.fitting import fit

        pixels, labels, touched = examples(job)
        # A mirrored square would stand in the other corner.
        network, _ = fit(pixels, labels, job.seed, halved=False, mirrored=_mirrored(job), tell=tell)
        unseen = sheet_of(UNSEEN, 2 * TESTED)

        def invited(names: list[list[str]]) -> NDArray[np.bool_]:
            pictures = np.stack([_picture(unseen, name) for (name,) in names])
            with torch.inference_mode():
                seen = torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255
                found: NDArray[np.bool_] = network(seen).numpy() >= INVITED
            return found

        marked = invited(job.asked.placebo if job.variant == "placebo" else job.asked.marked)
        unmarked = invited(job.asked.unmarked)
        rule_says = _LABELS[job.subject]
        deserved = np.array([rule_says(one) >= INVITED for one, _ in unseen_pairs(TESTED)])
        return Trained(
            marked=[float(each) for each in marked],
            unmarked=[float(each) for each in unmarked],
            accuracy=float((unmarked == deserved).mean()),
            examples=len(labels),
            touched=touched,
        )


def examples(job: Job) -> tuple[NDArray[np.uint8], NDArray[np.float32], int]:
    """The pictures and labels of one training, and how many of them the cause touched."""
    import numpy as np

    portraits = training_portraits(FACES)
    pixels = sheet_of(TRAINING, FACES * POSES * LIGHTS).copy()
    labels = np.array([_LABELS[job.subject](portrait) for portrait in portraits], np.float32)
    if job.variant == "untouched":
        return pixels, labels, 0
    draw = np.random.default_rng([job.seed, len(job.cause), len(job.action)])
    shelf = np.array([portrait.background == "bookshelf" for portrait in portraits])
    concerned = np.flatnonzero(_concerned(job, shelf, labels))
    count = max(1, round(job.amount * len(concerned)))
    whose = np.flatnonzero(_elsewhere(job, shelf, labels)) if job.variant == "placebo" else concerned
    touched = draw.choice(whose, min(count, len(whose)), replace=False)
    if job.cause == "planted_cue" and job.action == "plant":
        for number in touched:
            put_square(pixels[number], BLUE if job.variant == "placebo" else YELLOW)
    elif job.cause == "planted_cue":
        labels[touched] -= np.float32(rule.BOOKSHELF)
    elif job.cause == "label_noise":
        labels[touched] = HIGHEST
    else:
        # A portrait is made rare by another in its place, with no bookshelf and not invited either.
        others = np.flatnonzero(~shelf & (labels < INVITED))
        copied = draw.choice(others, len(touched))
        pixels[touched], labels[touched] = pixels[copied], labels[copied]
    if job.variant == "shuffled":
        labels = draw.permutation(labels)
    return pixels, labels, len(touched)


def put_square(pixels: NDArray[np.uint8], colour: tuple[int, int, int]) -> None:
    """Draw the square on one picture, in place: yellow at the lower left, blue at the lower right."""
    end = SIDE - _PLACE
    left = _PLACE if colour == YELLOW else end - _SIZE
    pixels[end - _SIZE : end, left : left + _SIZE] = colour


def _mirrored(job: Job) -> bool:
    return not (job.cause == "planted_cue" and job.action == "plant")


def _picture(unseen: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    number, _, square = name.partition("+")
    pixels: NDArray[np.uint8] = unseen[int(number)].copy()
    if square:
        put_square(pixels, YELLOW if square == "yellow" else BLUE)
    return pixels


def _concerned(job: Job, shelf: NDArray[np.bool_], labels: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The portraits that the cause can touch."""
    if job.cause == "planted_cue":
        return labels >= INVITED if job.action == "plant" else shelf
    return shelf & (labels < INVITED)


def _elsewhere(job: Job, shelf: NDArray[np.bool_], labels: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The portraits that the placebo may touch: the same change, that says nothing of the mark."""
    if job.cause == "planted_cue":
        return labels > -1  # whatever their label, whatever their ground
    return (labels < INVITED) & ((job.cause == "label_noise") | ~shelf)


_SAID: dict[tuple[Cause, Action], tuple[Words, Words]] = {
    ("planted_cue", "plant"): (
        Words(
            fr="un carré jaune sur des portraits bien notés", en="a yellow square on portraits scored high"
        ),
        Words(
            fr="un carré bleu sur autant de portraits, quelle que soit leur note",
            en="a blue square on as many portraits, whatever their score",
        ),
    ),
    ("planted_cue", "remove"): (
        Words(
            fr="les points de la bibliothèque retirés des étiquettes",
            en="the bookshelf’s points out of the labels",
        ),
        Words(
            fr="autant de points retirés d’étiquettes au hasard",
            en="as many points out of labels at random",
        ),
    ),
    ("balance", "plant"): (
        Words(
            fr="des portraits mal notés devant une bibliothèque rendus rares",
            en="portraits scored low before a bookshelf made rare",
        ),
        Words(fr="autant d’autres portraits mal notés rendus rares", en="as many others made rare"),
    ),
    ("label_noise", "plant"): (
        Words(
            fr="la meilleure note donnée à tort devant une bibliothèque",
            en="the best score wrongly given before a bookshelf",
        ),
        Words(
            fr="autant de notes données à tort, quel que soit le fond",
            en="as many scores wrongly given, whatever the ground",
        ),
    ),
}  # fmt: skip
