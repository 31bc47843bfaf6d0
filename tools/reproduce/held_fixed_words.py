"""What is said of two skins with one thing or another held fixed."""

from __future__ import annotations

from typing import NamedTuple

from tools.finding import Verdict
from tools.reproduce.held_conditions import Condition
from tools.statistics import Interval, Split
from tools.wording import Language, Words, format_number, in_both

UNITS = Words(fr="paires", en="pairs")
QUESTION = Words(
    fr="Le même buste en deux teintes : laquelle garde le cadre, selon ce que l’on tient fixe ?",
    en="The same bust in two tones: which one keeps the frame, depending on what is held fixed?",
)
FIGURE = Words(
    fr="Part des montages gagnés : la peau claire, puis l’image éclaircie, puis la plus contrastée",
    en="Share of montages won: the light skin, then the lightened picture, then the more contrasted one",
)
HELD = Words(
    fr="selon la condition : l’écart type de la luma de l’image entière (contraste), sa moyenne (clarté)",
    en="by condition: the standard deviation of luma over the whole picture (contrast), its mean (lightness)",
)
VARIED = Words(fr="ce qui est tenu fixe", en="what is held fixed")
SHIFTED = Words(fr="Placebo : décalé d’une case", en="Placebo: moved by one cell")
IDENTICAL = Words(fr="Témoin : deux fois la même", en="Control: twice the same")


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
    clipped: float
    verdict: Verdict

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


def shifted(rates: list[float]) -> Words:
    """What a shift by one cell does."""
    return _share_of(rates, "Décalé d’une case, un membre garde le cadre dans {} des montages.",
                     "Moved by one cell, a member keeps the frame in {} of montages.")  # fmt: skip


def identical(rates: list[float]) -> Words:
    """What place alone does."""
    return _share_of(rates, "Face à sa copie, la première place gagne {} des montages.",
                     "Against its copy, the first place wins {} of montages.")  # fmt: skip


def _share_of(rates: list[float], fr: str, en: str) -> Words:
    share = sum(rates) / len(rates)
    return in_both(
        lambda language: (fr if language == "fr" else en).format(format_number(share, "percent", language))
    )


def caveats(m: Held) -> list[Words]:
    """What no such measure can show."""
    return [
        Words(
            fr="Tenir le contraste de l’image entière n’est pas tenir celui du visage, ni celui de la peau"
            " sur le mur : une autre mesure du contraste peut donner une autre réponse.",
            en="Holding the contrast of the whole picture does not hold the face’s, nor the skin’s against"
            " the wall: another measure of contrast may give another answer.",
        ),
        in_both(
            lambda language: (
                f"Dans les images tenues, {format_number(m.clipped, 'percent1', language)} des octets sont en"
                " butée : là, rien n’est tenu tout à fait."
                if language == "fr"
                else f"In the held pictures {format_number(m.clipped, 'percent1', language)} of bytes are at"
                " either end of the scale: there, nothing is held quite."
            )
        ),
    ]


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
