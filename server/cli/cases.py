"""``autopsie cases …``: what people brought to this laboratory, and what its operator does with it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.telling import AsJson, Lang, chosen_language, in_words, print_json, say, told, write
from tools.wording import Words

if TYPE_CHECKING:
    from server.case_tables import CaseRow
    from server.store import Store

_family = typer.Typer(
    name="cases",
    help=in_words("Les signalements reçus sur /saisir.", "The cases received at /saisir."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)

Case = Annotated[
    str, typer.Argument(help=in_words("Le signalement, tel que list le nomme.", "As list names it."))
]
Text = Annotated[
    str | None,
    typer.Argument(
        help=in_words("Le texte ; sans lui, l'entrée standard.", "The text; without it, standard input.")
    ),
]
Database = Annotated[
    str | None,
    typer.Option(help=in_words("Base : adresse ou fichier SQLite.", "Database: URL or SQLite file.")),
]


def register(app: typer.Typer) -> None:
    """Add the family to the command."""
    app.add_typer(_family)


@_family.callback()
def _everywhere(lang: Lang = None) -> None:
    """``--lang`` before the verb does as after it."""


@_family.command(
    name="list",
    help=in_words(
        "Les signalements ouverts, ceux en retard d'abord.", "The open cases, those that are late first."
    ),
)
def list_cases(
    every: Annotated[
        bool, typer.Option("--all", help=in_words("Les clos aussi.", "Closed ones too."))
    ] = False,
    database: Database = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """One line a case."""
    from server.case_pages import first_words, is_late
    from server.case_pictures import tidy
    from server.case_shapes import state_of, told_of
    from server.case_store import cases, with_new_words
    from server.views.plate import day_of

    store = _store(database)
    tidy(store)
    rows = cases(store, closed=every)
    if as_json:
        print_json([_line(row) for row in rows])
        return
    if not rows:
        say(
            in_words("Aucun signalement ouvert.", "No open case.")
            if not every
            else in_words("Aucun.", "None.")
        )
    new = with_new_words(store)
    for row in rows:
        more = in_words(", mot nouveau", ", new word") if row.id in new else ""
        late = in_words(", EN RETARD", ", LATE") if is_late(row) else ""
        due = day_of(row.due, chosen_language())
        public = told(_WORDS["public" if row.wants_public else "private"])
        where = f", {row.incident}" if row.incident else ""
        say(
            f"{row.id}  {told(_WORDS[row.kind])}, {told(_WORDS[state_of(row)])}, "
            f"{in_words('pour le', 'due')} {due}{late}{more}, {public}{where}"
        )
        say(first_words(told_of(row)), indent=2)


@_family.command(help=in_words("Un signalement en entier.", "One case in full."))
def show(case: Case, database: Database = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """The words of a case, its exchanges, and where its pictures lie."""
    from server.case_pages import history
    from server.case_pictures import folder_of
    from server.case_shapes import told_of
    from server.case_store import pictures
    from server.cases import named
    from server.phrases import phrases
    from server.views.plate import day_of

    store = _store(database)
    row = named(store, case)
    files = [str(folder_of(row.id) / f"{sha}.png") for sha in pictures(store, row.id)]
    events = history(store, row)
    if as_json:
        lines = [{"at": each.at, "what": each.key.rsplit(".", 1)[1], "text": each.text} for each in events]
        words = told_of(row).model_dump(mode="json")
        print_json(_line(row) | {"told": words, "history": lines, "pictures": files})
        return
    for name, value in _line(row).items():
        if value not in ("", None):
            say(f"{name}: {value}")
    for name, value in told_of(row).model_dump().items():
        if value:
            say(f"{name}: {', '.join(value) if isinstance(value, tuple) else value}")
    for each in events:
        say(f"{day_of(each.at, chosen_language())}: {told(phrases()[each.key])}")
        if each.text:
            say(each.text, indent=2)
    for file in files:
        say(file)


@_family.command(help=in_words("Marque un signalement comme lu.", "Mark a case as read."))
def see(case: Case, database: Database = None, lang: Lang = None) -> None:
    """Note that it was read."""
    from server import cases

    store = _store(database)
    cases.see(store, cases.named(store, case))
    _done()


@_family.command(
    help=in_words(
        "Répond ; la réponse se lit avec le numéro de suivi.", "Answer; it is read with the receipt number."
    )
)
def answer(case: Case, text: Text = None, database: Database = None, lang: Lang = None) -> None:
    """Answer a case."""
    from server import cases

    store = _store(database)
    cases.answer(store, cases.named(store, case), _text(text))
    _done()


@_family.command(
    help=in_words(
        "Donne l'issue d'une contestation (held, partly, rejected) et sa raison.",
        "Give an appeal its outcome (held, partly, rejected) and the reason.",
    )
)
def settle(
    case: Case,
    outcome: Annotated[str, typer.Argument(help="held, partly, rejected")],
    reason: Text = None,
    database: Database = None,
    lang: Lang = None,
) -> None:
    """Settle an appeal."""
    from server import cases

    store = _store(database)
    cases.settle(store, cases.named(store, case), outcome, _text(reason))
    _done()


@_family.command(
    help=in_words(
        "Note que vous avez vérifié qui parle dans une réponse d'organisation.",
        "Note that you have checked who speaks in an organisation's reply.",
    )
)
def check(case: Case, database: Database = None, lang: Lang = None) -> None:
    """Check the speaker of a reply."""
    from server import cases

    store = _store(database)
    cases.check_speaker(store, cases.named(store, case))
    _done()


@_family.command(
    help=in_words("Rattache un signalement à un dossier.", "Attach a case to a dossier, by its scenario.")
)
def attach(
    case: Case,
    dossier: Annotated[str, typer.Argument(help=in_words("Identifiant du scénario.", "The scenario's id."))],
    database: Database = None,
    lang: Lang = None,
) -> None:
    """Say which dossier a case is about."""
    from engine.language.reader import list_scenarios
    from server import cases

    store = _store(database)
    cases.attach(store, cases.named(store, case), dossier, {each.id for each in list_scenarios()})
    _done()


@_family.command(
    help=in_words(
        "Publie la part publique. Relisez d'abord : ôter les noms d'autres personnes est votre devoir, rien "
        "d'autre ne le fait. Sans texte, ce que la personne a écrit.",
        "Publish the public part. Read it first: taking out the names of other people is your duty, nothing "
        "else does it. Without a text, what the person wrote.",
    )
)
def publish(
    case: Case,
    text: Annotated[
        str | None,
        typer.Argument(
            help=in_words("Le texte publié ; - : l'entrée standard.", "The text; -: standard input.")
        ),
    ] = None,
    database: Database = None,
    lang: Lang = None,
) -> None:
    """Publish the public part of a case."""
    from server import cases

    store = _store(database)
    cases.publish(store, cases.named(store, case), sys.stdin.read() if text == "-" else text or "")
    _done()


@_family.command(help=in_words("Retire ce qui est publié.", "Take down what is published."))
def withdraw(case: Case, database: Database = None, lang: Lang = None) -> None:
    """Withdraw what was published of a case."""
    from server import cases

    store = _store(database)
    cases.withdraw(store, cases.named(store, case))
    _done()


@_family.command(
    help=in_words(
        "Clôt un signalement : ses images et le moyen de joindre la personne sont effacés.",
        "Close a case: its pictures and the way to reach the person are erased.",
    )
)
def close(case: Case, database: Database = None, lang: Lang = None) -> None:
    """Close a case."""
    from server import cases

    store = _store(database)
    cases.close(store, cases.named(store, case))
    _done()


@_family.command(
    help=in_words(
        "Efface un signalement en entier ; il en reste une empreinte de son numéro.",
        "Erase a case whole; a hash of its number remains.",
    )
)
def erase(
    case: Case,
    yes: Annotated[
        bool, typer.Option("--yes", help=in_words("Sans demander confirmation.", "Ask no confirmation."))
    ] = False,
    database: Database = None,
    lang: Lang = None,
) -> None:
    """Erase a case."""
    from server import cases

    store = _store(database)
    row = cases.named(store, case)
    if not yes:
        typer.confirm(in_words(f"Effacer {row.id} ?", f"Erase {row.id}?"), abort=True)
    cases.erase(store, row)
    _done()


@_family.command(
    help=in_words(
        "Écrit une adresse qui ouvre la file dans un navigateur : une fois, dans le quart d'heure.",
        "Print an address that opens the queue in a browser: once, within a quarter of an hour.",
    )
)
def key(
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help=in_words("Adresse du serveur.", "The server's address.")),
    ] = None,
    database: Database = None,
    lang: Lang = None,
) -> None:
    """A one-time key."""
    from server.case_keys import new_key
    from server.settings import read_settings

    settings = read_settings(database=database)
    base = url or f"http://{settings.host.replace('0.0.0.0', '127.0.0.1')}:{settings.port}"
    write(f"{base.rstrip('/')}/queue/open/{new_key(_store(database))}")


_WORDS = {
    "incident": Words(fr="incident", en="incident"),
    "appeal": Words(fr="contestation", en="appeal"),
    "reply": Words(fr="réponse d'organisation", en="organisation's reply"),
    "received": Words(fr="reçu", en="received"),
    "seen": Words(fr="lu", en="read"),
    "answered": Words(fr="répondu", en="answered"),
    "closed": Words(fr="clos", en="closed"),
    "public": Words(fr="public", en="public"),
    "private": Words(fr="privé", en="private"),
}


def _store(database: str | None) -> Store:
    from server.settings import read_settings
    from server.store import Store

    return Store(read_settings(database=database).database_url)


def _line(row: CaseRow) -> dict[str, object]:
    from datetime import UTC, datetime

    from server.case_pages import is_late
    from server.case_shapes import state_of

    def day(at: float | None) -> str | None:
        return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds") if at is not None else None

    return {
        "case": row.id,
        "kind": row.kind,
        "state": state_of(row),
        "received": day(row.received),
        "due": day(row.due),
        "late": is_late(row),
        "dossier": row.incident,
        "piece": row.piece,
        "public": row.wants_public,
        "published": day(row.published),
        "outcome": row.outcome,
        "reason": row.outcome_reason,
        "checked": day(row.speaker_checked),
    }


def _text(given: str | None) -> str:
    return given if given is not None else sys.stdin.read()


def _done() -> None:
    say(in_words("C'est fait.", "Done."))
