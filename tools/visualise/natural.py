"""What a layer answers on natural pictures: per channel the largest answer of each, and where it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.answering.given import Given, at_hand
from tools.errors import AutopsieError, CallRefused
from tools.finding import Thumbnail
from tools.honesty import finite
from tools.inside.opened import Opened, open_up
from tools.looking import Count
from tools.statistics import rounded
from tools.stimulus import Photo, Picture
from tools.visualise.reaching import Reached
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.stimuli.cases import Case, Shown

PATCH = 40  # pixels a side of a patch of a bust, as it is kept
_SMALLEST = 16  # pixels


class Natural(NamedTuple):
    """``largest`` (pictures, channels) and ``place`` (…, row, column) of it, as shares of the input; ``mean``
    and ``spread`` of every channel over all places."""

    shown: tuple[Shown, ...]
    pictures: tuple[Picture, ...]
    windows: tuple[tuple[float, float, float, float], ...]
    sizes: tuple[int, ...]  # side of the input
    largest: NDArray[np.float64]
    place: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]


def opened_pictures(
    bench: Bench, subject: Any, case: Case, n: int, count: Count
) -> list[tuple[Shown, Given, Opened]]:
    """``n`` pictures of the case, and ``n`` of the other source: busts beside photographs.

    A picture on which the subject has nothing to be opened at (no face found) is left out.
    Raises :class:`CallRefused` (``wrong_case``) for texts or pairs, or where nothing is left.
    """
    if not case.pictures:
        raise CallRefused(
            "wrong_case",
            Words(fr=f"Le cas « {case.name} » n’est pas fait d’images isolées.",
                  en=f"The case “{case.name}” is not made of single pictures."),
            Words(fr="Prenez « photographs » ou « portraits ».", en="Take “photographs” or “portraits”."),
        )  # fmt: skip
    other = bench.case("photographs" if case.pictures[0].recipe.kind == "portrait" else "portraits")
    found = []
    for shown in (*_spread(case.pictures, n), *_spread(other.pictures, n)):
        (given,) = at_hand(bench, [shown])
        try:
            found.append((shown, given, open_up(subject, given)))
        except AutopsieError as refused:
            if refused.code != "no_face":
                raise
        count(1)
    if not found:
        raise CallRefused(
            "wrong_case",
            Words(fr="Aucune de ces images ne donne prise au sujet.", en="None of these pictures opens it."),
            Words(fr="Prenez « portraits ».", en="Take “portraits”."),
        )
    return found


def read_natural(
    bench: Bench, reached: Reached, opened: Sequence[tuple[Shown, Given, Opened]], count: Count
) -> Natural:
    """Every channel of the layer on every picture."""
    import numpy as np
    import torch  # slow import

    from tools.reproduce.reading import named

    largest, place, means, squares, pictures = [], [], [], [], []
    for shown, given, inner in opened:
        with torch.no_grad():
            maps = reached.read(inner.inputs)[0]
        rows, columns = maps.shape[1:]
        best = maps.flatten(1).max(dim=1)
        row, column = best.indices // columns, best.indices % columns
        largest.append(best.values.double().numpy())
        place.append(torch.stack([(row + 0.5) / rows, (column + 0.5) / columns], dim=1).double().numpy())
        means.append(maps.mean(dim=(1, 2)).double().numpy())
        squares.append((maps.double() ** 2).mean(dim=(1, 2)).numpy())
        picture = named(shown, given)
        assert isinstance(picture, Picture)
        pictures.append(picture)
        count(1)
    mean = np.mean(means, axis=0)
    finite({"activation": float(np.sum(largest))})
    return Natural(
        tuple(each for each, _, _ in opened), tuple(pictures),
        tuple(inner.window or (0, 0, 1, 1) for _, _, inner in opened),
        tuple(max(inner.inputs.shape[2:]) for _, _, inner in opened),
        np.array(largest), np.array(place), mean,
        np.sqrt(np.maximum(np.mean(squares, axis=0) - mean**2, 1e-12)),
    )  # fmt: skip


def top_patches(
    bench: Bench, reached: Reached, natural: Natural, channel: int, many: int, busts: bool | None = None
) -> list[Thumbnail]:
    """The places that the channel answers to most, one a picture, the field of one unit around each; of busts
    only, of other pictures only, or of all."""
    among = [at for at, each in enumerate(natural.shown) if busts in (None, each.recipe.kind == "portrait")]
    order = sorted(among, key=lambda one: -natural.largest[one, channel])
    return [_patch(bench, reached, natural, one, channel) for one in order[:many]]


def _patch(bench: Bench, reached: Reached, natural: Natural, one: int, channel: int) -> Thumbnail:
    import numpy as np
    from PIL import Image  # slow import

    from tools.stimuli.render import computed

    shown, whole = natural.shown[one], bench.pixels(natural.shown[one].recipe)
    rows, columns = whole.shape[:2]
    left, top, across, down = natural.windows[one]
    y, x = natural.place[one, channel]
    side = int(min(rows, columns, max(_SMALLEST, round(reached.field * across / natural.sizes[one]))))
    x0 = int(np.clip(round(left + x * across - side / 2), 0, columns - side))
    y0 = int(np.clip(round(top + y * down - side / 2), 0, rows - side))
    alt = Words(fr=f"Fragment : {shown.alt.fr}", en=f"Patch: {shown.alt.en}")
    recipe = shown.recipe
    if isinstance(recipe, Photo):
        base = recipe.box or (0, 0, columns, rows)
        picture = bench.picture(
            recipe.model_copy(update={"box": (base[0] + x0, base[1] + y0, side, side)}), alt, shown.credit
        )
    else:
        small = Image.fromarray(whole[y0 : y0 + side, x0 : x0 + side])
        kept = np.asarray(small.resize((min(side, PATCH),) * 2, Image.Resampling.LANCZOS)) & 0xF8
        picture = bench.picture(computed(np.ascontiguousarray(kept)), alt, shown.credit)
    return Thumbnail(picture=picture, value=rounded(natural.largest[one, channel]))


def _spread(pictures: Sequence[Shown], n: int) -> list[Shown]:
    """``n`` of them, evenly over the list: neighbours come from one photograph."""
    step = max(1.0, len(pictures) / n)
    return [pictures[int(index * step)] for index in range(min(n, len(pictures)))]
