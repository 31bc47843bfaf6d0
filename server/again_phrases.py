"""The words about a recorded measure that is made again beside its record."""

from __future__ import annotations

from tools.wording import Words


def _w(fr: str, en: str) -> Words:
    return Words(fr=fr, en=en)


AGAIN_PHRASES: dict[str, Words] = {
    "again": _w("La refaire ici (environ {seconds} s)", "Make it again here (about {seconds} s)"),
    "again.short": _w(
        "La refaire ici, en plus court ({settings})", "Make it again here, shorter ({settings})"
    ),
    "again.setting": _w("{name} = {now} au lieu de {before}", "{name} = {now} instead of {before}"),
    "again.title": _w("La même mesure, refaite à l’instant", "The same measure, made just now"),
    "again.then": _w(
        "L’enquête montrait la mesure enregistrée le {date}. La voici refaite sur cette machine, avec les "
        "mêmes réglages et la même graine. L’enquête n’en est pas changée.",
        "The investigation showed the measure recorded on {date}. Here it is again, made on this machine "
        "with the same settings and the same seed. The investigation is left as it was.",
    ),
    "again.then.short": _w(
        "L’enquête montrait la mesure enregistrée le {date}. La voici refaite sur cette machine, en plus "
        "court : {settings}. La graine est la même, donc une partie des cas peut être la même. Un accord ne "
        "vaut pas une mesure sur d’autres cas. L’enquête n’en est pas changée.",
        "The investigation showed the measure recorded on {date}. Here it is again, made on this machine, "
        "shorter: {settings}. The seed is the same, so some of the cases may be the same. Agreement is not "
        "worth a measure on other cases. The investigation is left as it was.",
    ),
    "again.same": _w("Tous les nombres sont les mêmes.", "Every number is the same."),
    "again.differs": _w("Résultats qui ne sont pas les mêmes : {n}.", "Results that are not the same: {n}."),
    "again.agree": _w(
        "Les deux mesures s’accordent : le verdict est le même, et les intervalles se recoupent.",
        "The two measures agree: the verdict is the same, and the intervals meet.",
    ),
    "again.agree.verdict": _w(
        "Les deux mesures s’accordent sur le verdict. Aucun nombre n’a d’intervalle des deux côtés.",
        "The two measures agree on the verdict. No number has an interval on both sides.",
    ),
    "again.undecided.now": _w(
        "La mesure d’ici ne suffit pas à trancher. Elle ne confirme pas l’enregistrement, et ne le contredit "
        "pas.",
        "The measure made here is not enough to tell. It does not confirm the recording, nor contradict it.",
    ),
    "again.undecided.then": _w(
        "La mesure enregistrée ne tranchait pas ; celle d’ici donne un verdict. Elles ne se contredisent "
        "pas.",
        "The recorded measure could not tell; the one made here gives a verdict. They do not contradict each "
        "other.",
    ),
    "again.contradict.verdict": _w(
        "Les deux mesures se contredisent : le verdict n’est pas le même. {intervals}",
        "The two measures contradict each other: the verdict is not the same. {intervals}",
    ),
    "again.meet": _w(
        "Les intervalles se recoupent pourtant : le hasard des cas tirés peut suffire à l’expliquer.",
        "Yet the intervals meet: the chance of which cases were drawn may be enough to explain it.",
    ),
    "again.no_intervals": _w(
        "Aucun nombre n’a d’intervalle des deux côtés : on ne peut pas dire si le hasard suffit.",
        "No number has an interval on both sides: whether chance is enough cannot be told.",
    ),
    "again.contradict.intervals": _w(
        "Les deux mesures se contredisent : des intervalles ne se recoupent pas ({what}). Tant que la raison "
        "n’est pas connue, ne vous appuyez sur aucune des deux.",
        "The two measures contradict each other: some intervals do not meet ({what}). Until the reason is "
        "known, rest on neither.",
    ),
    "again.fewer": _w(
        "Avec moins de cas, un écart se voit moins bien.", "With fewer cases, a difference is harder to see."
    ),
    "again.both": _w("Les deux mesures", "Both measures"),
    "again.what": _w("Résultat", "Result"),
    "again.recorded": _w("Enregistrée", "Recorded"),
    "again.here": _w("Ici", "Here"),
    "again.n": _w("Cas comptés (n)", "Cases counted (n)"),
    "again.verdict": _w("Verdict", "Verdict"),
    "again.seed": _w("Graine", "Seed"),
    "again.apart": _w("ne se recoupent pas", "do not meet"),
    "again.interval": _w("{value} (de {low} à {high})", "{value} ({low} to {high})"),
    "again.failed.title": _w(
        "Cette mesure ne peut pas être refaite ici pour l’instant",
        "This measure cannot be made again here for now",
    ),
    "again.failed.kept": _w(
        "L’enquête garde la mesure enregistrée le {date} ; rien n’y est changé.",
        "The investigation keeps the measure recorded on {date}; nothing in it is changed.",
    ),
    "again.failed.missing": _w(
        "Il manque à cette machine de quoi la refaire.",
        "This machine lacks what it takes to make it again.",
    ),
    "again.failed.fetch": _w(
        "Une fois le fichier en place, revenez à l’enquête et demandez de nouveau la mesure.",
        "Once the file is in place, go back to the investigation and ask for the measure again.",
    ),
}
