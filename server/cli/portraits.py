"""``autopsie portraits``: computed busts as files. One recipe, a grid over factors, or a whole data set."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from server.cli.telling import AsJson, Lang, Misuse, in_words, print_json, say, told
from tools.wording import Words

_YES = {"yes": True, "no": False, "oui": True, "non": False, "true": True, "false": False}
_REDRAW = 0.1  # seconds


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    family = typer.Typer(
        help=in_words("Calcule des bustes, un facteur à la fois.", "Compute busts, one factor at a time."),
        invoke_without_command=True,
        rich_markup_mode=None,
    )
    family.callback()(portraits)
    family.command(
        "sheet",
        help=in_words(
            "Dessine la planche-contact de la documentation.", "Draw the contact sheet of the docs."
        ),
    )(sheet)
    app.add_typer(family, name="portraits")


def _factor(fr: str, en: str) -> Any:
    return typer.Option(metavar="A,B…", help=in_words(fr, en))


def portraits(
    context: typer.Context,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=in_words("Où écrire les fichiers.", "Where to write the files.")),
    ] = None,
    recipe: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=in_words(
                "Une recette (JSON ou YAML), ou une liste de recettes.",
                "A recipe (JSON or YAML), or a list of recipes.",
            ),
        ),
    ] = None,
    identities: Annotated[
        str | None,
        typer.Option(
            metavar="N",
            help=in_words(
                "Les N premières identités, ou 3,5,8, ou 3-8.", "The first N identities, or 3,5,8, or 3-8."
            ),
        ),
    ] = None,
    tones: Annotated[str | None, _factor("Teintes Monk, 1 à 10.", "Monk tones, 1 to 10.")] = None,
    ages: Annotated[str | None, _factor("Âges, 18 à 90 ans.", "Ages, 18 to 90 years.")] = None,
    sexes: Annotated[
        str | None,
        _factor("Sexe perçu, 0 (féminin) à 1 (masculin).", "Perceived sex, 0 (female) to 1 (male)."),
    ] = None,
    smile: Annotated[
        str | None, _factor("Force du sourire, 0 à 1.", "Strength of the smile, 0 to 1.")
    ] = None,
    expressions: Annotated[
        str | None, _factor("neutral, smile, angry, surprise, sad.", "neutral, smile, angry, surprise, sad.")
    ] = None,
    hair: Annotated[
        str | None,
        _factor("bald, cropped, short, curls, tied, long.", "bald, cropped, short, curls, tied, long."),
    ] = None,
    glasses: Annotated[
        str | None, _factor("Lunettes : yes, no, ou yes,no.", "Glasses: yes, no, or yes,no.")
    ] = None,
    headscarf: Annotated[str | None, _factor("Foulard : yes, no.", "Headscarf: yes, no.")] = None,
    background: Annotated[
        str | None,
        _factor(
            "plain, gradient, bookshelf, office, near-black, near-white.",
            "plain, gradient, bookshelf, office, near-black, near-white.",
        ),
    ] = None,
    light: Annotated[
        str | None, _factor("Intensité, 1 pour la référence.", "Intensity, 1 for the reference.")
    ] = None,
    azimuth: Annotated[
        str | None, _factor("Direction de la lampe, degrés.", "Direction of the key light, degrees.")
    ] = None,
    yaw: Annotated[str | None, _factor("Tête tournée, degrés.", "Turn of the head, degrees.")] = None,
    side: Annotated[
        int | None, typer.Option(metavar="PX", help=in_words("Côté, en pixels.", "Side, in pixels."))
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=A,B…",
            help=in_words("Tout autre réglage de la recette.", "Any other setting of the recipe."),
        ),
    ] = None,
    mattes: Annotated[
        bool,
        typer.Option(
            "--mattes", help=in_words("Écrit aussi les détourages exacts.", "Write exact mattes too.")
        ),
    ] = False,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help=in_words("Processus de calcul.", "Processes that compute."))
    ] = 1,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Write the portraits of a recipe, of every combination of the values given, or of a list of recipes."""
    if context.invoked_subcommand is not None:
        return
    if out is None:
        raise Misuse(
            "C901",
            Words(fr="Il manque le dossier où écrire.", en="The folder to write into is missing."),
            Words(fr="Ajoutez --out DOSSIER.", en="Add --out FOLDER."),
        )
    factors: dict[str, list[Any]] = {}
    if identities is not None:
        factors["identity"] = _identities(identities)
    if smile is not None:
        if expressions is not None:
            raise Misuse(
                "C901",
                Words(
                    fr="--smile et --expressions se contredisent.", en="--smile and --expressions disagree."
                ),
                Words(
                    fr="Donnez --expressions smile --set strength=0.8.",
                    en="Give --expressions smile --set strength=0.8.",
                ),
            )
        factors["expression"] = ["smile"]
        factors["strength"] = _values(smile)
    named = {
        "tone": tones, "age": ages, "perceived_sex": sexes, "expression": expressions, "hair": hair,
        "glasses": glasses, "headscarf": headscarf, "background": background, "light": light,
        "light_azimuth": azimuth, "yaw": yaw,
    }  # fmt: skip
    factors |= {name: _values(text) for name, text in named.items() if text is not None}
    for setting in settings or []:
        name, sign, text = setting.partition("=")
        if not sign:
            raise Misuse(
                "C901",
                Words(fr=f"« {setting} » n’est pas un réglage.", en=f"“{setting}” is no setting."),
                Words(fr="Écrivez nom=valeur.", en="Write name=value."),
            )
        factors[name.strip().replace("-", "_")] = _values(text)
    if side is not None:
        factors["side"] = [side]
    _write(out, _recipes(recipe, factors), mattes=mattes, workers=workers, as_json=as_json)


def _write(out: Path, recipes: Sequence[Any], *, mattes: bool, workers: int, as_json: bool) -> None:
    from server.cli.shapes import PortraitsLine
    from tools.stimuli.portraits.dataset import write_set

    bar = _Bar(quiet=as_json)
    try:
        made = write_set(recipes, out, mattes=mattes, workers=workers, progress=bar)
    finally:
        bar.wipe()
    kept = sum(each.kept for each in made.written)
    units = made.counted
    if as_json:
        print_json(
            PortraitsLine(
                out=str(out), index=str(made.index), pictures=units.pictures, identities=units.units,
                written=units.pictures - kept, kept=kept, person="synthetic",
            )
        )  # fmt: skip
        return
    said = told(units.says())
    say(in_words(f"{said} : bustes calculés, dans {out}.", f"{said}: computed busts, in {out}."))
    if kept:
        say(in_words(f"Déjà là et gardés : {kept}.", f"Already there and kept: {kept}."))
    say(in_words(f"Index : {made.index}", f"Index: {made.index}"))


def sheet(
    out: Annotated[
        Path, typer.Option(metavar="FILE", help=in_words("Le fichier PNG ou WebP.", "The PNG or WebP file."))
    ],
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Draw the contact sheet."""
    from tools.stimuli.portraits.contact_sheet import write_sheet

    bar = _Bar(quiet=as_json)
    try:
        count = write_sheet(out, progress=bar)
    finally:
        bar.wipe()
    if as_json:
        print_json({"file": str(out), "pictures": count, "person": "synthetic"})
    else:
        say(in_words(f"{count} bustes calculés : {out}", f"{count} computed busts: {out}"))


class _Bar:
    """How far it is, on standard error: redrawn on a terminal, else one line every tenth."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._drawn = 0.0
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        if self._quiet:
            return
        now = time.monotonic()
        if self._terminal:
            if now - self._drawn >= _REDRAW or done == total:
                self._drawn = now
                filled = round(30 * done / total)
                sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}")
        elif done * 10 // total > self._told or done == total:
            self._told = done * 10 // total
            sys.stderr.write(f"{done}/{total}\n")
        sys.stderr.flush()

    def wipe(self) -> None:
        """Leave the line clean for what is said next."""
        if self._terminal and not self._quiet:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def _recipes(file: Path | None, factors: Mapping[str, Sequence[Any]]) -> list[Any]:
    """The recipes of a file, each crossed with the factors; without a file, the factors alone."""
    from tools.stimuli.portraits.dataset import grid

    bases = [{}] if file is None else _read(file)
    return list(dict.fromkeys(each for base in bases for each in grid(base, factors)))


def _read(file: Path) -> list[dict[str, Any]]:
    """A mapping or a list of mappings, from JSON or YAML."""
    import yaml  # slow import

    try:
        text = file.read_text(encoding="utf-8")
        content = json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as closed:
        why = getattr(closed, "strerror", None) or "UTF-8"
        raise Misuse(
            "C901",
            Words(fr=f"{file} ne se lit pas ({why}).", en=f"{file} cannot be read ({why})."),
        ) from None
    except (ValueError, yaml.YAMLError):
        content = None
    many = content if isinstance(content, list) else [content]
    if not many or not all(isinstance(each, dict) for each in many):
        raise Misuse(
            "C901",
            Words(
                fr=f"{file} n’est ni une recette ni une liste de recettes.",
                en=f"{file} is neither a recipe nor a list of recipes.",
            ),
            Words(fr='Exemple : {"tone": 5, "age": 40}', en='Example: {"tone": 5, "age": 40}'),
        )
    return [{name: tuple(v) if isinstance(v, list) else v for name, v in each.items()} for each in many]


def _values(text: str) -> list[Any]:
    """The values of a list with commas: numbers, yes and no, or words."""
    return [_value(part.strip()) for part in text.split(",") if part.strip()] or [text]


def _value(text: str) -> Any:
    if text.lower() in _YES:
        return _YES[text.lower()]
    if "/" in text:  # the three shares of an ancestry: 1/0/0
        return tuple(_value(part) for part in text.split("/"))
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _identities(text: str) -> list[Any]:
    """``8``: the first eight; ``3,5`` and ``3-8``: these."""
    many: list[Any] = []
    try:
        if text.strip().isdigit():
            many = list(range(1, int(text) + 1))
        else:
            for part in text.split(","):
                first, dash, last = part.strip().partition("-")
                many += range(int(first), int(last) + 1) if dash else [int(first)]
    except ValueError:
        many = []
    if not many:
        raise Misuse(
            "C901",
            Words(fr=f"« {text} » ne désigne pas d’identités.", en=f"“{text}” does not name identities."),
            Words(fr="Écrivez 8, ou 3,5,9, ou 3-8.", en="Write 8, or 3,5,9, or 3-8."),
        )
    return many
