"""What the network's own map says to people."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tools.finding import Value
from tools.honesty import NO_PUBLISHED_FIGURE
from tools.looking import Point, Seen
from tools.statistics import rounded
from tools.wording import Language, Words, format_number, in_both

UNIT = Words(fr="image", en="picture")
OUTPUT = Words(fr="notes du réseau (sortie)", en="network’s scores (output)")
_QUESTION = Words(
    fr="Quel endroit de l’image le réseau note-t-il le mieux, et de combien ?",
    en="Which place of the picture does the network score best, and by how much?",
)
_QUESTION_TO_STAND_IN = Words(
    fr="Quel endroit de l’image la doublure note-t-elle le mieux, et de combien ?",
    en="Which place of the picture does the stand-in score best, and by how much?",
)
LEAST_STABILITY = 0.75  # share of the small shifts that must keep the point
LEAST_LEAD = 0.05  # score; the network's two best cells differ by about .09 on ordinary photographs


class Measured(NamedTuple):
    """What the sentences need; means where there are several pictures."""

    n: int
    score: float
    point: Point
    top_share: float
    runner_up_gap: float
    stability: float
    neighbours: int
    stable: float
    brought: bool  # whether a reader brought the picture
    second: Point | None = None  # the first picture's best point at least two cells from the chosen one
    imitation: Words | None = None  # of a stand-in, how well it imitates

    @property
    def stands_out(self) -> bool:
        """Whether one place is really chosen: it survives most small shifts, and leads."""
        return self.stability >= LEAST_STABILITY and self.runner_up_gap >= LEAST_LEAD

    @property
    def verdict(self) -> Literal["usable", "inconclusive"]:
        """A map that shows a place, or one on which nothing stands out (a black or a tiny picture)."""
        return "usable" if self.stands_out else "inconclusive"


def values(m: Measured) -> list[Value]:
    """The numbers beside the map."""
    return [
        Value(
            name="score",
            label=Words(fr="Meilleure note", en="Best score"),
            value=rounded(m.score),
            unit="score",
            n=m.n,
        ),
        Value(
            name="runner_up_gap",
            label=Words(fr="Avance sur la meilleure case ailleurs", en="Lead over the best cell elsewhere"),
            value=rounded(m.runner_up_gap),
            unit="score",
            n=m.n,
        ),
        Value(
            name="top_share",
            label=Words(
                fr="Part de la chaleur dans un dixième des cases", en="Share of the heat in a tenth of cells"
            ),
            value=rounded(m.top_share),
            unit="share",
            n=m.n,
        ),
        Value(
            name="stability",
            label=Words(fr="Petits décalages qui gardent le point", en="Small shifts that keep the point"),
            value=rounded(m.stability),
            unit="share",
            n=m.n * m.neighbours,
        ),
    ]


def question(m: Measured) -> Words:
    """What was asked, and of whom."""
    return _QUESTION_TO_STAND_IN if m.imitation else _QUESTION


def title(m: Measured) -> Words:
    """What the figure shows."""
    if m.imitation:
        return Words(fr="Ce que la doublure note", en="What the stand-in scores")
    return Words(fr="Ce que le réseau note", en="What the network scores")


def output(m: Measured) -> Words:
    """What the colours are."""
    return Words(fr="notes de la doublure", en="stand-in’s scores") if m.imitation else OUTPUT


def caveats(m: Measured) -> list[Words]:
    """What this map cannot show."""
    said = [
        Words(
            fr="C’est la sortie du réseau, pas une explication : elle dit où vont les notes, pas pourquoi.",
            en="This is the network’s output, not an explanation: it says where the scores go, not why.",
        )
        if m.imitation is None
        else Words(
            fr="C’est la sortie d’une doublure, un autre réseau qui imite celui de l’affaire. Elle peut se"
            " tromper de place : l’original n’a pas vu cette image.",
            en="This is the output of a stand-in, another network that imitates the one of the case. It may"
            " name the wrong place: the original has not seen this picture.",
        ),
        NO_PUBLISHED_FIGURE,
        Words(
            fr="Une image, ou quelques-unes : jamais un verdict sur la machine.",
            en="One picture, or a few: never a verdict on the machine.",
        ),
    ]
    if m.brought:
        said.append(
            Words(
                fr="Cette image est la vôtre : rien n’y est tenu fixe. La réponse ne vaut que pour elle, et"
                " ne dit rien des personnes qui peuvent s’y trouver.",
                en="This picture is yours: nothing in it is held still. The answer holds for it only, and"
                " says nothing about people who may be in it.",
            )
        )
    if m.stability < m.stable:
        said.append(
            Words(
                fr="Un petit décalage suffit souvent à envoyer le point ailleurs : le cadre tient à peu de"
                " chose.",
                en="A small shift is often enough to send the point elsewhere: the frame hangs by little.",
            )
        )
    return said


def caption(seen: Seen, m: Measured) -> Words:
    """Score and place of one panel; a stand-in's with the second place, and how well it imitates."""
    x, y = seen.point
    said = Words(
        fr=f"Note {format_number(seen.score, 'number2', 'fr')} au point ({x} ; {y})",
        en=f"Score {format_number(seen.score, 'number2', 'en')} at point ({x}, {y})",
    )
    if m.imitation is None:
        return said
    second = _place(seen.second)
    return Words(
        fr=f"{said.fr}{second.fr}. {sentence(m.imitation).fr}",
        en=f"{said.en}{second.en}. {sentence(m.imitation).en}",
    )


def sentence(words: Words) -> Words:
    """Words that stand alone elsewhere, as a sentence."""
    return Words(fr=f"{words.fr[0].upper()}{words.fr[1:]}.", en=f"{words.en[0].upper()}{words.en[1:]}.")


def _place(second: Point | None) -> Words:
    if second is None:
        return Words(fr=" ; aucune autre place", en="; no other place")
    x, y = second
    return Words(fr=f" ; la suivante au point ({x} ; {y})", en=f"; the next at point ({x}, {y})")


def conclusion(m: Measured) -> Words:
    """What was seen, with its numbers."""

    def say(language: Language) -> str:
        score = format_number(m.score, "number2", language)
        gap = format_number(m.runner_up_gap, "number2", language)
        shifts = m.n * m.neighbours
        kept = round(m.stability * shifts)
        x, y = m.point
        if m.imitation is not None:
            return _said_of_stand_in(m, m.imitation, language)
        if language == "fr":
            if m.n == 1:
                head = f"La case choisie est au point ({x} ; {y}), note {score}, avec {gap} d’avance"
            else:
                head = f"Sur {m.n} images, la meilleure note est de {score} en moyenne, avec {gap} d’avance"
            said = f"{head} ; {kept} petits décalages sur {shifts} laissent le point en place."
            return said if m.stands_out else f"Rien ne se détache nettement. {said}"
        if m.n == 1:
            head = f"The chosen cell is at point ({x}, {y}), score {score}, {gap} ahead of the next"
        else:
            head = f"Over {m.n} pictures, the best score is {score} on average, {gap} ahead of the next"
        said = f"{head}; {kept} of {shifts} small shifts leave the point in place."
        return said if m.stands_out else f"Nothing clearly stands out. {said}"

    return in_both(say)


def _said_of_stand_in(m: Measured, imitation: Words, language: Language) -> str:
    """The point of the first picture with its runner-up, and how often such a point is the original's."""
    score = format_number(m.score, "number2", language)
    gap = format_number(m.runner_up_gap, "number2", language)
    (x, y), second = m.point, _place(m.second).in_(language)
    how_good = sentence(imitation).in_(language)
    if language == "fr":
        head = f"La doublure choisit le point ({x} ; {y}), note {score}, {gap} d’avance{second}."
        return f"{head} {how_good}" if m.stands_out else f"Rien ne se détache nettement. {head} {how_good}"
    head = f"The stand-in chooses point ({x}, {y}), score {score}, {gap} ahead{second}."
    return f"{head} {how_good}" if m.stands_out else f"Nothing clearly stands out. {head} {how_good}"
