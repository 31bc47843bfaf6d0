"""The fields of a measure of separators that a scenario may read."""

from __future__ import annotations

from tools.tool import ResultField
from tools.wording import Words


def _share(name: str, fr: str, en: str) -> ResultField:
    return ResultField(name=name, kind="share", about=Words(fr=fr, en=en), low=0, high=1)


RESULTS: tuple[ResultField, ...] = (
    ResultField(name="n", kind="number", about=Words(fr="paires", en="pairs"), low=1, high=1000),
    _share("rate_none", "part du premier membre, sans bande", "first member’s share, no band"),
    _share("rate_white", "sa part, bande blanche", "its share, white band"),
    _share("rate_grey", "sa part, bande grise", "its share, grey band"),
    _share("rate_black", "sa part, bande noire", "its share, black band"),
    _share("changed", "paires dont le gagnant n’est pas le même sous les trois bandes",
           "pairs whose winner is not the same under the three bands"),
    _share("changed_low", "bas de son intervalle de Wilson à 95 %", "low end of its 95% Wilson interval"),
    _share("changed_high", "haut de cet intervalle", "its high end"),
    _share("placebo_changed", "paires dont le gagnant change entre deux gris voisins",
           "pairs whose winner changes between two neighbouring greys"),
    _share("most_changed", "paires dont le gagnant change entre les deux bandes qui en changent le plus",
           "pairs whose winner changes between the two bands that change most"),
    _share("most_changed_p", "test exact (McNemar) de cette part contre le placebo, corrigé (Holm)",
           "exact test (McNemar) of that share against the placebo, corrected (Holm)"),
    _share("band_changed", "paires dont le gagnant change quand une bande grise est mise",
           "pairs whose winner changes once a grey band is put in"),
    _share("gap", "le plus grand écart entre les parts de deux des trois bandes",
           "largest difference between the shares of two of the three bands"),
    _share("gap_p", "test exact des signes de cet écart, corrigé (Holm)",
           "exact sign test of that difference, corrected (Holm)"),
    ResultField(
        name="verdict", kind="one-of", choices=("effect", "none_shown", "inconclusive"),
        about=Words(fr="la bande change-t-elle des gagnants plus que deux gris voisins ?",
                    en="does the band change winners more than two neighbouring greys do?"),
    ),
)  # fmt: skip
