"""How many busts OpenCV's face finder finds, by skin tone, light and wall."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from tools.tables.table import Measures, PortraitTable, drawn, tones
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench
    from tools.examination import Box
    from tools.stimuli.portraits.kept import Landmarks
    from tools.subject import BoxesSubject
    from tools.tool import Progress

# Light on the bust, in multiples of the reference, and grey of the wall.
CONDITIONS = ((1.0, 0.5), (1.0, 0.9), (0.25, 0.5), (0.25, 0.9), (0.12, 0.5), (0.12, 0.9))
_INSIDE = ("left_eye", "right_eye", "mouth_upper")


class FacesFoundByTone(PortraitTable):
    """The share of the busts whose eyes and mouth lie in one box; a box elsewhere is no find."""

    name = "faces_found_by_tone"
    subject = "face_finder"
    title = Words(fr="Part des bustes dont le visage est trouvé", en="Share of the busts whose face is found")
    about = Words(
        fr="Chaque buste calculé passe par dix teintes, trois lumières et deux murs. Un cadre compte s’il "
        "contient les deux yeux et la bouche.",
        en="Each computed bust goes through ten tones, three lights and two walls. A box counts where it "
        "holds both eyes and the mouth.",
    )
    rows = Words(fr="Teinte (Monk)", en="Tone (Monk)")
    columns = Words(
        fr="Colonnes : lumière sur le buste (× la référence), gris du mur de 0 (noir) à 1 (blanc)",
        en="Columns: light on the bust (× the reference), grey of the wall, 0 (black) to 1 (white)",
    )
    style = "percent"
    notes = (
        Words(
            fr="Une fiche plus ancienne, sur d’autres bustes calculés, perd des visages foncés en pleine "
            "lumière. Ce qui manque dépend donc aussi de la façon de dessiner la peau.",
            en="An older sheet, on other computed busts, loses dark faces in full light. What is missed thus "
            "depends on how skin is drawn, too.",
        ),
    )

    def labels(self) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        """Tones by light and wall."""
        return tones(), tuple(
            Words(
                fr=f"× {light:g}, mur {wall:g}".replace(".", ","),
                en=f"× {light:g}, wall {wall:g}",
            )
            for light, wall in CONDITIONS
        )

    def measure(self, bench: Bench, identities: Sequence[int], progress: Progress) -> Measures:
        """Ten tones × six conditions of every identity."""
        from tools.stimuli.portraits.identities import person

        subject = cast("BoxesSubject", bench.subject(self.subject))
        found = Measures(10, len(CONDITIONS))
        recipes = [
            person(identity).model_copy(
                update={"tone": tone, "light": light, "background": "plain", "background_level": wall}
            )
            for identity in identities
            for tone in range(1, 11)
            for light, wall in CONDITIONS
        ]
        for done, (recipe, render) in enumerate(drawn(recipes), start=1):
            found.show(recipe)
            (boxes,) = subject.boxes([render.pixels])
            column = CONDITIONS.index((recipe.light, recipe.background_level))
            found.add(recipe.tone - 1, column, float(any(holds(box, render.landmarks) for box in boxes)))
            progress(done, len(recipes))
        return found


def holds(box: Box, landmarks: Landmarks) -> bool:
    """Whether a box holds both eyes and the mouth."""
    return all(
        box.left <= x <= box.left + box.width and box.top <= y <= box.top + box.height
        for x, y in (landmarks[name] for name in _INSIDE)
    )
