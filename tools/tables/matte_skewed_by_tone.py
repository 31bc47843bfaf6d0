"""The same measure of the mattes that were taught on light skin."""

from __future__ import annotations

from tools.tables.matte_balanced_by_tone import MatteBalancedByTone
from tools.wording import Words


class MatteSkewedByTone(MatteBalancedByTone):
    """The network taught on light skin."""

    name = "matte_skewed_by_tone"
    subject = "person_matte_skewed"
    title = Words(
        fr="Appris sur des peaux claires : part commune de la silhouette trouvée et de la vraie (IoU)",
        en="Taught on light skin: overlap of the matte found with the true one (IoU)",
    )
