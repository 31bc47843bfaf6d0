"""What is said of two skins with one thing or another held fixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tools.finding import Verdict
from tools.honesty import MINIMUM_UNITS, NO_PUBLISHED_FIGURE, TOO_FEW
from tools.reproduce.held_conditions import LABELS, Condition
from tools.statistics import Interval, Split, what_n_can_show
from tools.wording import Language, Words, format_chance, format_number, in_both

UNITS = Words(fr="paires", en="pairs")
QUESTION = Words(
    fr="Le même buste en deux teintes : laquelle garde le cadre, selon ce que l’on tient fixe ?",
    en="The same bust in two tones: which one keeps the frame, depending on what is held fixed?",
)
FIGURE = Words(
    fr="Part des montages gagnés par le membre que chaque ligne nomme, selon ce qui est tenu",
    en="Share of montages won by the member that each line names, by what is held",
)
HELD = Words(
    fr="selon la condition : l’écart type de la luma de l’image entière (contraste), sa moyenne (clarté)",
    en="by condition: the standard deviation of luma over the whole picture (contrast), its mean (lightness)",
)
VARIED = Words(fr="ce qui est tenu fixe", en="what is held fixed")
SPREAD = Words(
    fr="Contraste et clarté tenus, intervalle par tirage des paires",
    en="Contrast and lightness held, interval by resampling pairs",
)
SKINS_APART = Words(
    fr="D’une peau à l’autre, luma moyenne de l’image (niveaux)",
    en="From one skin to the other, mean luma of the picture (levels)",
)
WHOLE_APART = Words(
    fr="De l’image éclaircie à l’assombrie, luma moyenne (niveaux)",
    en="From the lightened picture to the darkened, mean luma (levels)",
)
MOST_CLIPPED = Words(
    fr="Octets en butée, dans la condition qui en a le plus", en="Bytes at either end, where most are"
)
SHIFTED = Words(fr="Placebo : l’image décalée d’une case", en="Placebo: the picture moved by one cell")
IDENTICAL = Words(fr="Témoin, deux copies : la première place", en="Control, two copies: the first place")


class Read(NamedTuple):
    """One condition: the share of each pair, and all of them together."""

    rates: list[float]
    interval: Interval  # Wilson, each pair for one
    spread: Interval  # bootstrap over pairs
    split: Split

    @property
    def rate(self) -> float:
        """The counted member's share."""
        return sum(self.rates) / len(self.rates)


class Held(NamedTuple):
    """All that the sentences need."""

    n: int
    read: dict[Condition, Read]
    clipped: Mapping[Condition, float]  # bytes at either end, of each condition that edits its pictures
    moved: Mapping[Condition, float]  # mean luma between the two members, in levels
    verdict: Verdict

    @property
    def all_clipped(self) -> float:
        """The share of bytes at either end, over all edited pictures."""
        return sum(self.clipped.values()) / len(self.clipped)

    @property
    def reversed(self) -> bool:
        """Whether holding contrast, or contrast and lightness, puts the other skin ahead."""
        before = self.read["skin"].interval
        if before.contains(0.5):
            return False
        held = (self.read["contrast"].interval, self.read["both"].interval)
        return any(each.high < 0.5 if before.low > 0.5 else each.low > 0.5 for each in held)


def alt(bust: Words) -> Words:
    """What a montage of the first pair shows."""
    return Words(fr=f"Deux fois le même buste ({bust.fr})", en=f"Twice the same bust ({bust.en})")


def shifted(share: float, levels: float, fails: bool) -> Words:
    """What a shift by one cell does, and how large it is."""

    def say(language: Language) -> str:
        won, size = format_number(share, "percent", language), format_number(levels, "number1", language)
        if language == "fr":
            said = (
                f"Décalé d’une case ({size} niveaux de différence en moyenne), un membre garde le cadre dans"
            )
            return f"{said} {won} des montages." + _as_much(fails, language)
        said = f"Moved by one cell (a mean difference of {size} levels), a member keeps the frame in {won} of"
        return f"{said} montages." + _as_much(fails, language)

    return in_both(say)


def identical(share: float, fails: bool) -> Words:
    """What place alone does."""

    def say(language: Language) -> str:
        won = format_number(share, "percent", language)
        if language == "fr":
            return f"Face à sa copie, la première place gagne {won} des montages." + _as_much(fails, language)
        return f"Against its copy, the first place wins {won} of montages." + _as_much(fails, language)

    return in_both(say)


def _as_much(fails: bool, language: Language) -> str:
    if not fails:
        return ""
    if language == "fr":
        return " C’est autant que la peau, contraste et clarté tenus."
    return " That is as much as the skin does, contrast and lightness held."


def caveats(m: Held) -> list[Words]:
    """What no such measure can show."""
    return [
        NO_PUBLISHED_FIGURE,
        *([TOO_FEW] if m.n < MINIMUM_UNITS else []),
        what_n_can_show(m.n, UNITS),
        Words(
            fr="Tenir le contraste de l’image entière n’est pas tenir celui du visage, ni celui de la peau"
            " sur le mur : une autre mesure du contraste peut donner une autre réponse.",
            en="Holding the contrast of the whole picture does not hold the face’s, nor the skin’s against"
            " the wall: another measure of contrast may give another answer.",
        ),
        in_both(lambda language: _one_skin(m, language)),
        in_both(lambda language: _at_the_ends(m, language)),
    ]


def _one_skin(m: Held, language: Language) -> str:
    """By how much one skin is lightened, beside what the two skins make."""
    skins, whole = (format_number(m.moved[each], "number1", language) for each in ("skin", "whole"))
    if language == "fr":
        return (
            f"D’une peau à l’autre, la luma moyenne de l’image change de {skins} niveaux ; l’image"
            f" éclaircie et l’image assombrie d’une seule peau en ont {whole} d’écart, partout et non sur le"
            " visage seul. La plus contrastée l’est dans le rapport des contrastes des deux peaux."
        )
    return (
        f"From one skin to the other the mean luma of the picture changes by {skins} levels; the"
        f" lightened and the darkened picture of one skin are {whole} apart, everywhere and not on the face"
        " alone. The more contrasted one is so by the ratio of the two skins’ contrasts."
    )


def _at_the_ends(m: Held, language: Language) -> str:
    """What rescaling cut off, and where most."""
    if not m.all_clipped:
        if language == "fr":
            return "Aucun octet des images retouchées n’est en butée : rien n’y est coupé."
        return "No byte of the edited pictures is at either end of the scale: nothing is cut off."
    most: Condition = max(m.clipped, key=lambda each: m.clipped[each])
    share, worst = format_chance(m.all_clipped, language), format_chance(m.clipped[most], language)
    name = LABELS[most].in_(language)
    if language == "fr":
        return (
            f"Part des octets en butée dans les images retouchées : {share} ; au plus {worst} (« {name} »)."
            " Là, rien n’est tenu tout à fait."
        )
    return (
        f"Share of bytes at either end of the scale in the edited pictures: {share}; at most {worst}"
        f" (“{name}”). There, nothing is held quite."
    )


def conclusion(m: Held) -> Words:
    """What was found, with its numbers."""
    return in_both(lambda language: _said(m, language))


def _said(m: Held, language: Language) -> str:
    def share(condition: Condition) -> str:
        return format_number(m.read[condition].rate, "percent", language)

    n = format_number(m.n, "int", language)
    if language == "fr":
        head = (
            f"Sur {n} bustes calculés, la peau claire garde le cadre dans {share('skin')} des montages ; à"
            f" contraste égal {share('contrast')}, à clarté égale {share('lightness')}, aux deux"
            f" {share('both')}. Une seule peau : l’image éclaircie {share('whole')}, la plus contrastée"
            f" {share('contrast_alone')}."
        )
    else:
        head = (
            f"Over {n} computed busts the light skin keeps the frame in {share('skin')} of montages; at equal"
            f" contrast {share('contrast')}, at equal lightness {share('lightness')}, at both"
            f" {share('both')}. One skin: the lightened picture {share('whole')}, the more contrasted one"
            f" {share('contrast_alone')}."
        )
    turned = {
        "fr": " Ce que l’on tient fixe retourne la réponse.",
        "en": " What is held fixed turns the answer round.",
    }
    ahead = m.read["both"].rate > 0.5
    left: dict[str, dict[Verdict, str]] = {
        "fr": {
            "effect": " Contraste et clarté tenus, une préférence demeure, pour la peau"
            f" {'claire' if ahead else 'foncée'}.",
            "none_shown": " Contraste et clarté tenus, aucune préférence ne se montre.",
            "inconclusive": " Trop peu de paires pour conclure.",
        },
        "en": {
            "effect": " With contrast and lightness held, a preference remains, for the"
            f" {'light' if ahead else 'dark'} skin.",
            "none_shown": " With contrast and lightness held, no preference shows.",
            "inconclusive": " Too few pairs to conclude.",
        },
    }
    return head + (turned[language] if m.reversed else "") + left[language].get(m.verdict, "")
