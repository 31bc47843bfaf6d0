"""``autopsie i18n todo|accept|export|import``: translations that are missing or out of date, and PO files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.telling import (
    FOUND_WANTING,
    AsJson,
    Lang,
    Misuse,
    aside,
    in_words,
    leave,
    print_json,
    told,
    write,
)
from tools.wording import Words

if TYPE_CHECKING:
    from engine.author.translate import Wanted
    from engine.language.lock import Lock
    from server.cli.shapes import ErrorDetail

_STATES = {
    "missing": Words(fr="manque", en="missing"),
    "stale": Words(fr="à relire", en="out of date"),
    "mismatch": Words(fr="ne concorde pas", en="does not match"),
}
Scenario = Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command."""
    family = typer.Typer(
        help=in_words(
            "Traductions : à faire, à relire, fichiers PO.", "Translations: to do, to review, PO files."
        )
    )
    family.callback()(_everywhere)
    family.command("todo", help=in_words("Ce qui manque ou a vieilli.", "What is missing or out of date."))(
        todo
    )
    family.command(
        "accept", help=in_words("Accepte des traductions relues.", "Accept reviewed translations.")
    )(accept)
    family.command("export", help=in_words("Écrit un fichier PO.", "Write a PO file."))(export)
    family.command("import", help=in_words("Reprend un fichier PO.", "Take a PO file back."))(import_)
    app.add_typer(family, name="i18n")


def _everywhere(lang: Lang = None) -> None:
    """``--lang`` before the verb does as after it."""


def todo(scenario: Scenario, as_json: AsJson = False, lang: Lang = None) -> None:
    """Exit 0 when every translation is there and up to date, 1 when not."""
    from engine.author.translate import changed_on
    from engine.author.translate import todo as wanted_of
    from server.cli.shapes import TranslationLine

    place = _Place(scenario)
    wanted = wanted_of(place.source, place.lock, place.beside)
    days: dict[tuple[Path, int], str] = {}
    for file in {place.file_of(each.path) for each in wanted}:
        here = [each for each in wanted if place.file_of(each.path) == file]
        changed = changed_on(file, [each.source_line for each in here if each.state == "stale"])
        days |= {(file, line): day for line, day in changed.items()}
    lines = [
        TranslationLine(
            path=each.path, language=each.language, state=each.state, line=each.line, source=each.source,
            translation=each.translation, detail=each.detail or None, accepted=each.accepted,
            changed=days.get((place.file_of(each.path), each.source_line)) if each.state == "stale" else None,
        )
        for each in wanted
    ]  # fmt: skip
    if as_json:
        print_json([line.model_dump(mode="json") for line in lines])
    else:
        for each, line in zip(wanted, lines, strict=True):
            _tell(place.file_of(each.path), each, line.changed)
        aside(_only_one(place.source) or _counted(len(wanted)))
    leave(FOUND_WANTING if wanted else 0)


def accept(
    scenario: Scenario,
    paths: Annotated[
        list[str] | None,
        typer.Argument(help=in_words("Textes, comme nodes.debut.text.", "Texts, such as nodes.debut.text.")),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=in_words("Tous les textes.", "Every text."))] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Write the lock. Exit 1 when a translation could not be accepted."""
    from engine.author.translate import accept as accepted_of
    from server.cli.shapes import AcceptReport

    if bool(paths) == every:
        raise Misuse(
            "C901",
            Words(
                fr="Nommez les textes relus, ou dites --all.",
                en="Name the texts that were reviewed, or say --all.",
            ),
        )
    place = _Place(scenario, forget_lock=every)
    today = datetime.now(UTC).date().isoformat()
    done = accepted_of(place.source, place.lock, None if every else paths, today, place.beside)
    place.write_lock(done.lock)
    refused = _details(done.refused)
    if as_json:
        print_json(AcceptReport(lock=str(place.lock_file), accepted=done.accepted, refused=refused))
    else:
        for path in done.accepted:
            write(path)
        _tell_refused(done.refused)
        count = len(done.accepted)
        aside(in_words(f"{place.lock_file} : {count} de plus", f"{place.lock_file}: {count} more"))
    leave(FOUND_WANTING if refused else 0)


def export(
    scenario: Scenario,
    file: Annotated[Path, typer.Argument(help=in_words("Fichier PO à écrire.", "PO file to write."))],
    to: Annotated[
        str, typer.Option("--to", help=in_words("Langue de traduction.", "Language to translate to."))
    ],
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Write every text and its translation as a PO file."""
    from engine.author.catalogue_files import export_po
    from engine.author.history import replace_file
    from server.cli.shapes import ExportReport

    place = _Place(scenario)
    done = export_po(place.source, place.lock, to, place.path.name, datetime.now(UTC))
    replace_file(file.resolve(), done.content)
    if as_json:
        print_json(
            ExportReport(
                file=str(file), language=to, entries=done.entries, missing=done.missing, stale=done.stale
            )
        )
    else:
        aside(
            in_words(
                f"{file} : {done.entries} textes, {done.missing} sans traduction, {done.stale} à relire",
                f"{file}: {done.entries} texts, {done.missing} without translation, {done.stale} to review",
            )
        )


def import_(
    scenario: Scenario,
    file: Annotated[Path, typer.Argument(help=in_words("Fichier PO à reprendre.", "PO file to take back."))],
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Write the translations of a PO file into the scenario. Exit 1 when entries were refused."""
    from engine.author.catalogue_files import import_po
    from server.cli.shapes import ImportReport

    place = _Place(scenario)
    try:
        content = file.read_bytes()
    except OSError:
        raise Misuse(
            "C901", Words(fr=f"Le fichier {file} ne se lit pas.", en=f"The file {file} cannot be read.")
        ) from None
    today = datetime.now(UTC).date().isoformat()
    language, done = import_po(place.source, place.lock, content, today)
    place.write_source(done.source)
    place.write_lock(done.lock)
    refused = _details(done.refused)
    if as_json:
        print_json(
            ImportReport(
                file=str(place.path), language=language, written=done.written, unchanged=done.unchanged,
                skipped=done.skipped, refused=refused,
            )
        )  # fmt: skip
    else:
        for path in done.written:
            write(path)
        _tell_refused(done.refused)
        written, refusals = len(done.written), len(refused)
        aside(
            in_words(
                f"{place.path} : {written} traductions écrites, {done.unchanged} déjà là, {done.skipped} "
                f"laissées (vides ou à relire), {refusals} refusées",
                f"{place.path}: {written} translations written, {done.unchanged} already there, "
                f"{done.skipped} left out (empty or fuzzy), {refusals} refused",
            )
        )
    leave(FOUND_WANTING if refused else 0)


class _Place:
    """A scenario and its lock, as they are on disk."""

    def __init__(self, name: str, *, forget_lock: bool = False) -> None:
        from engine.author.beside_shapes import BESIDE
        from engine.author.source import decoded
        from engine.language.reader import find_scenario

        self.path = find_scenario(name)
        self.raw = self.path.read_bytes()
        self.source = decoded(self.raw)
        files = {name: self.path.parent / f"{name}.yaml" for name in BESIDE}
        self.beside = {name: decoded(file.read_bytes()) for name, file in files.items() if file.is_file()}
        self.lock_file, self.held = self._lock_file()
        self.lock = self._lock(forget_lock)

    def file_of(self, text: str) -> Path:
        """The file that a text stands in: the scenario, or the one that the text's name begins with."""
        name = text.partition(".")[0]
        return self.path.parent / f"{name}.yaml" if name in self.beside else self.path

    def _lock_file(self) -> tuple[Path, bytes | None]:
        from engine.author.source import read_tree
        from engine.language.lock import lock_file
        from engine.language.tree import Leaf

        text = self.source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        identity = read_tree(text).get("id")
        name = identity.value if isinstance(identity, Leaf) else ""
        if not name or not name.replace("-", "").isalnum():
            raise Misuse(
                "C901",
                Words(fr="Ce scénario n'a pas d'identifiant (id).", en="This scenario has no id."),
                Words(fr="autopsie check le dit.", en="autopsie check says so."),
            )
        file = lock_file(self.path.parent, name)
        try:
            return file, file.read_bytes()
        except FileNotFoundError:
            return file, None

    def _lock(self, forget: bool) -> Lock:
        from engine.language.lock import BadLockError, read_lock

        if self.held is None:
            return {}
        try:
            return read_lock(self.held)
        except BadLockError as bad:
            if forget:
                return {}
            raise Misuse(
                "L711",
                Words(
                    fr=f"Je ne sais pas lire {self.lock_file} (ligne {bad.line}).",
                    en=f"I cannot read {self.lock_file} (line {bad.line}).",
                ),
                Words(
                    fr="Reprenez-le dans votre historique, ou relisez tout, puis : i18n accept --all.",
                    en="Take it from your history, or review all, then: i18n accept --all.",
                ),
            ) from None

    def write_source(self, source: str) -> None:
        from engine.author.source import replace_scenario

        if source.encode() != self.raw:
            replace_scenario(self.path, source, self.raw, "translated")

    def write_lock(self, lock: Lock) -> None:
        from engine.author.history import replace_file
        from engine.author.source import replace_unchanged
        from engine.language.lock import written_lock

        text = written_lock(lock)
        if self.held is None:
            replace_file(self.lock_file.resolve(), text.encode())
        elif text.encode() != self.held:
            replace_unchanged(self.lock_file, text, self.held)


def _tell(path: Path, each: Wanted, changed: str | None) -> None:
    state = told(_STATES[each.state])
    more = each.detail
    if each.state == "stale":
        more = in_words(f"acceptée le {each.accepted}", f"accepted on {each.accepted}")
        if changed:
            more += in_words(f", source changée le {changed}", f", source changed on {changed}")
    write(f"{path}:{each.line}: {each.path} [{each.language}] {state}" + (f" ({more})" if more else ""))


def _only_one(source: str) -> str | None:
    """What a scenario in one language is told: nothing of it is translated, and nothing is missing."""
    from engine.author.constructs import languages_of
    from engine.author.source import read_tree

    first, *others = languages_of(read_tree(source.removeprefix("\ufeff").replace("\r\n", "\n")))
    if others:
        return None
    both = f"languages: [{first}, {'en' if first == 'fr' else 'fr'}]"
    return in_words(
        f"Ce scénario n’a qu’une langue ({first}). Pour en ajouter une, écrivez : {both}",
        f"This scenario has one language ({first}). To add another, write: {both}",
    )


def _counted(count: int) -> str:
    if not count:
        return in_words(
            "Toutes les traductions sont là et à jour.", "Every translation is there and up to date."
        )
    return in_words(
        f"{count} traduction{'s' if count > 1 else ''} à faire ou à relire",
        f"{count} translation{'' if count == 1 else 's'} to make or review",
    )


def _tell_refused(refused: dict[str, Words]) -> None:
    for path, why in refused.items():
        aside(in_words(f"refusé : {path} : {why.fr}", f"refused: {path}: {why.en}"))


def _details(refused: dict[str, Words]) -> list[ErrorDetail]:
    from server.cli.shapes import ErrorDetail

    return [ErrorDetail(code="E108", message=told(why), fix=None, file=path) for path, why in refused.items()]
