"""``autopsie explain CODE|VERB [TOOL]``: the page of a fault, or the contract of a tool."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.telling import AsJson, Lang, chosen_language, in_words, print_json, write


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words("Explique un code, un verbe ou un instrument.", "Explain a code, a verb or a tool.")
    )(explain)


def explain(
    topic: Annotated[
        str | None,
        typer.Argument(
            help=in_words("Un code (R320) ou un verbe (reproduce).", "A code (R320) or a verb (reproduce).")
        ),
    ] = None,
    tool: Annotated[
        str | None, typer.Argument(help=in_words("L'instrument de ce verbe.", "The tool of that verb."))
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 with the page; 2 for a name that nothing bears. Without a name: what can be explained."""
    from engine.author.explain import Topic, topics
    from engine.author.explain import explain as explained

    language = chosen_language()
    found = Topic(name="", text=topics(language)) if topic is None else explained(topic, tool, language)
    if as_json:
        print_json(found)
    else:
        write(found.text)
