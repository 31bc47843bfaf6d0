"""The photographs that come with scikit-image: what each shows, whose it is, and its exact file.

Sources and licences are those that ``skimage.data`` states for each file (scikit-image 0.26). Only
photographs stand here: no diagram, no microscope, no texture, no set of faces.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.honesty import NO_GROUPS, NOT_A_SAMPLE, PHOTOGRAPHS_VARY
from tools.stimuli.cases import Case, Shown
from tools.stimulus import Person, Photo
from tools.wording import Words


@dataclass(frozen=True)
class Photograph:
    """One photograph. ``size`` is (width, height); ``sha256`` is the file's, so that a recipe stays true."""

    name: str
    file: str
    sha256: str
    size: tuple[int, int]
    title: Words
    alt: Words
    credit: str
    licence: str
    person: Person = "none"
    colour: bool = True
    likeness: bool = False  # of people, without a person being there: heads on coins

    @property
    def shows_nobody(self) -> bool:
        """Whether neither a person nor a likeness of one is visible anywhere in it."""
        return self.person == "none" and not self.likeness


PHOTOGRAPHS: tuple[Photograph, ...] = (
    Photograph(
        name="astronaut",
        file="astronaut.png",
        sha256="88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
        size=(512, 512),
        title=Words(fr="L’astronaute Eileen Collins", en="The astronaut Eileen Collins"),
        alt=Words(
            fr="Portrait officiel de l’astronaute Eileen Collins, souriante, en combinaison orange, le "
            "casque devant elle ; un drapeau américain à gauche, une maquette de navette spatiale à droite.",
            en="Official portrait of the astronaut Eileen Collins, smiling, in an orange suit, her helmet in "
            "front of her; an American flag on the left, a model of a space shuttle on the right.",
        ),
        credit="NASA (Great Images in NASA)",
        licence="Public domain (NASA)",
        person="real",
    ),
    Photograph(
        name="camera",
        file="camera.png",
        sha256="b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a",
        size=(512, 512),
        title=Words(fr="Une personne qui filme", en="Someone filming"),
        alt=Words(
            fr="En noir et blanc, une personne en manteau sombre, de profil, penchée sur une caméra posée "
            "sur un trépied, dans une pelouse ; des bâtiments au loin.",
            en="In black and white, someone in a dark coat, in profile, bent over a camera on a tripod, on a "
            "lawn; buildings far behind.",
        ),
        credit="Lav Varshney",
        licence="CC0",
        person="real",
        colour=False,
    ),
    Photograph(
        name="chelsea",
        file="chelsea.png",
        sha256="596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
        size=(451, 300),
        title=Words(fr="Chelsea, la chatte", en="Chelsea the cat"),
        alt=Words(
            fr="La tête d’un chat tigré roux, de près, les yeux verts tournés vers la droite.",
            en="The head of a ginger tabby cat, close up, its green eyes turned to the right.",
        ),
        credit="Stefan van der Walt",
        licence="CC0",
    ),
    Photograph(
        name="coffee",
        file="coffee.png",
        sha256="cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
        size=(600, 400),
        title=Words(fr="Une tasse de café", en="A cup of coffee"),
        alt=Words(
            fr="Une tasse de café rouge et blanche sur sa soucoupe rouge, une petite cuillère à droite, sur "
            "une table de bois.",
            en="A red and white coffee cup on its red saucer, a small spoon on the right, on a wooden table.",
        ),
        credit="Rachel Michetti (Pikolo Espresso Bar)",
        licence="CC0",
    ),
    Photograph(
        name="coins",
        file="coins.png",
        sha256="f8d773fc9cfa6f4d8e5942dc34d0a0788fcaed2a4fefbbed0aef5398d7ef4cba",
        size=(384, 303),
        title=Words(fr="Des monnaies grecques", en="Greek coins"),
        alt=Words(
            fr="En noir et blanc, vingt-quatre monnaies anciennes rangées en quatre lignes sur fond sombre ; "
            "plusieurs portent une tête.",
            en="In black and white, twenty-four ancient coins laid in four rows on a dark ground; several "
            "bear a head.",
        ),
        credit="Brooklyn Museum",
        licence="No known copyright restrictions",
        colour=False,
        likeness=True,
    ),
    Photograph(
        name="motorcycle",
        file="motorcycle_left.png",
        sha256="db18e9c4157617403c3537a6ba355dfeafe9a7eabb6b9b94cb33f6525dd49179",
        size=(741, 500),
        title=Words(fr="Une moto dans un garage", en="A motorcycle in a garage"),
        alt=Words(
            fr="Une moto rouge dans un garage, devant un banc de bois et des étagères chargées de cartons.",
            en="A red motorcycle in a garage, in front of a wooden bench and shelves full of boxes.",
        ),
        credit="Middlebury Stereo Datasets 2014 (Scharstein et al., GCPR 2014)",
        licence="Middlebury 2014 stereo benchmark; redistributed by scikit-image, no licence stated",
    ),
    Photograph(
        name="rocket",
        file="rocket.jpg",
        sha256="c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c",
        size=(640, 427),
        title=Words(fr="Une fusée avant le lancement", en="A rocket before launch"),
        alt=Words(
            fr="Une fusée blanche debout sur son pas de tir, au crépuscule, entre des pylônes ; des "
            "projecteurs brillent au sol.",
            en="A white rocket standing on its pad at dusk, between pylons; floodlights shine on the ground.",
        ),
        credit="SpaceX",
        licence="Public domain (SpaceX)",
    ),
)


def photograph_of(file: str) -> Photograph | None:
    """The photograph whose file is called ``file``."""
    return next((photograph for photograph in PHOTOGRAPHS if photograph.file == file), None)


CASES: tuple[Case, ...] = tuple(
    Case(
        name=photograph.name,
        title=photograph.title,
        about=photograph.alt,
        kind="picture",
        n=1,
        person=photograph.person,
        licence=photograph.licence,
        credit=photograph.credit,
        pictures=(Shown(recipe=Photo(file=photograph.file), alt=photograph.alt, credit=photograph.credit),),
        unit=Words(fr="photographie", en="photograph"),
        units=Words(fr="photographies", en="photographs"),
        caveats=(NOT_A_SAMPLE, PHOTOGRAPHS_VARY, NO_GROUPS),
        notes=(
            Words(
                fr="Une seule photographie : ce qui se voit ici ne vaut que pour elle.",
                en="A single photograph: what is seen here holds for it only.",
            ),
        ),
    )
    for photograph in PHOTOGRAPHS
)
