"""A picture cut in regions, as a network is given it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tools.wording import Language, Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOWHERE = -1  # the label of what belongs to no region


class Region(NamedTuple):
    """``words`` come with their article ("la bouche"): what the region is called in a sentence."""

    name: str
    words: Words
    plural: bool = False

    def carries(self, language: Language) -> str:
        """The region as a subject of the verb: "la bouche porte", "the eyes carry"."""
        if language == "fr":
            return f"{self.words.fr} {'portent' if self.plural else 'porte'}"
        return f"{self.words.en} {'carry' if self.plural else 'carries'}"


@dataclass(frozen=True, eq=False)
class Regions:
    """``labels`` (rows, columns) name each place of a network's input by its region's number, or −1.

    ``side`` is that of equal squares laid from the upper left; 0 of anything else.
    """

    labels: NDArray[np.int64]
    regions: tuple[Region, ...]
    side: int = 0

    def __len__(self) -> int:
        return len(self.regions)

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """What a map (rows, columns) holds in each region: (regions,)."""
        import numpy as np

        inside = self.labels >= 0
        return np.bincount(self.labels[inside], values[inside], minlength=len(self)).astype(np.float64)

    def sizes(self) -> NDArray[np.float64]:
        """How many places each region has: (regions,)."""
        import numpy as np

        return self.sums(np.ones(self.labels.shape))

    def spread(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Each region's weight spread evenly over its places: (rows, columns); their sum is kept."""
        import numpy as np

        density = np.append(weights / np.maximum(self.sizes(), 1), 0.0)
        return np.asarray(density[self.labels])  # −1 takes the last

    def means(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean of a map over each region: (regions,)."""
        import numpy as np

        return self.sums(values) / np.maximum(self.sizes(), 1)


def squares(shape: tuple[int, int], rows: int, columns: int) -> Regions:
    """A grid of ``rows`` × ``columns`` squares over an input, as even as whole places allow."""
    import numpy as np

    down = np.arange(shape[0]) * rows // shape[0]
    across = np.arange(shape[1]) * columns // shape[1]
    return Regions(
        down[:, None] * columns + across[None, :],
        tuple(_square(row, column) for row in range(rows) for column in range(columns)),
    )


def tiles(shape: tuple[int, int], side: int) -> Regions:
    """Squares of ``side`` places, from the upper left; those at the end are cut."""
    import numpy as np

    down, across = np.arange(shape[0]) // side, np.arange(shape[1]) // side
    rows, columns = int(down[-1]) + 1, int(across[-1]) + 1
    return Regions(
        down[:, None] * columns + across[None, :],
        tuple(_square(row, column) for row in range(rows) for column in range(columns)),
        side,
    )


def _square(row: int, column: int) -> Region:
    return Region(
        f"r{row + 1}c{column + 1}",
        Words(
            fr=f"le carré de la ligne {row + 1}, colonne {column + 1}",
            en=f"the square in row {row + 1}, column {column + 1}",
        ),
    )
