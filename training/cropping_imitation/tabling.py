"""What was measured of the stand-in, as the table of its data sheet."""

from __future__ import annotations

import hashlib

from tools.sheet import Cell, MeasuredTable
from tools.subjects.cropping_imitation.agreement import Agreement, Places, Preference, Share, Winners
from tools.wording import NO_BREAK_SPACE, Language, Words, format_number
from training.cropping_imitation.split import UNSEEN

NAME = "twitter_crop_imitation_agreement"


def table_of(found: Agreement) -> MeasuredTable:
    """Rows: photographs and portraits that were never trained on. Columns: where both networks agree."""
    photographs, portraits = found.photographs.same_point.n, found.portraits.same_point.n
    clear_from = found.photograph_pairs.clear_from
    return MeasuredTable(
        name=NAME,
        title=Words(
            fr="Accord de la doublure avec l’original", en="How the stand-in agrees with the original"
        ),
        about=Words(
            fr="Images jamais apprises. Même point : les deux meilleures cases se touchent, ou sont la même."
            " Paires : deux images côte à côte, chacune à gauche de quatre autres ; l’unité est celle de"
            f" gauche. Net : l’original sépare les côtés d’au moins {_score(clear_from, 'fr')}.",
            en="Pictures that were never learned from. Same point: the two best cells touch, or are the same."
            " Pairs: two pictures side by side, each on the left of four others; the unit is the one on the"
            f" left. Clear: the original separates the sides by {_score(clear_from, 'en')} at least.",
        ),
        rows=Words(fr="Images", en="Pictures"),
        columns=Words(fr="Même réponse", en="Same answer"),
        row_labels=(
            Words(fr=f"{photographs} photographies", en=f"{photographs} photographs"),
            Words(fr=f"{portraits} bustes calculés", en=f"{portraits} computed busts"),
        ),
        column_labels=(
            Words(fr="Même point", en="Same point"),
            Words(fr="Même gagnant d’une paire", en="Same winner of a pair"),
            Words(fr="Même gagnant, paires nettes", en="Same winner, clear pairs"),
        ),
        style="percent",
        cells=(
            _row(found.photographs, found.photograph_pairs),
            _row(found.portraits, found.portrait_pairs),
        ),
        units=Words(fr="images", en="pictures"),
        shown=photographs + portraits,
        subject="twitter_crop_imitation",
        sha256=found.weights_sha256,
        stimuli_sha256=hashlib.sha256(UNSEEN.read_bytes()).hexdigest(),
        command=found.command,
        made=found.made,
        notes=(_maps(found), *map(_preference, found.preferences)),
    )


def _row(places: Places, winners: Winners) -> tuple[Cell, ...]:
    return tuple(_cell(each) for each in (places.same_point, winners.same, winners.clear))


def _cell(share: Share) -> Cell:
    return Cell(value=share.value, low=share.low, high=share.high, n=share.n)


def _maps(found: Agreement) -> Words:
    """How alike the maps are."""
    one, other = found.photographs.map_correlation, found.portraits.map_correlation
    return Words(
        fr=f"Corrélation des cartes{NO_BREAK_SPACE}: {_score(one, 'fr')} sur les photographies"
        f" (n = {found.photographs.same_point.n}), {_score(other, 'fr')} sur les bustes"
        f" (n = {found.portraits.same_point.n}).",
        en=f"Correlation of the maps: {_score(one, 'en')} on photographs"
        f" (n = {found.photographs.same_point.n}), {_score(other, 'en')} on busts"
        f" (n = {found.portraits.same_point.n}).",
    )


def _preference(measured: Preference) -> Words:
    """Why no rate may come from the stand-in: the same preference on both."""

    def percent(share: Share, language: Language) -> str:
        value, low, high = (
            format_number(each, "percent", language) for each in (share.value, share.low, share.high)
        )
        return f"{value} ({low}–{high})"

    fr, en = measured.what.fr, measured.what.en
    n = measured.original.n
    return Words(
        fr=f"{fr[0].upper()}{fr[1:]} (n = {n}){NO_BREAK_SPACE}: {percent(measured.original, 'fr')} pour"
        f" l’original, {percent(measured.imitation, 'fr')} pour la doublure.",
        en=f"{en[0].upper()}{en[1:]} (n = {n}): {percent(measured.original, 'en')} for the original,"
        f" {percent(measured.imitation, 'en')} for the stand-in.",
    )


def _score(value: float, language: str) -> str:
    return format_number(value, "number2", language)  # type: ignore[arg-type]
