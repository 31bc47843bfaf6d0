"""What lies on the table, to run or to write elsewhere: a command line, a step of a scenario."""

from __future__ import annotations

import json
import shlex

from server.table_params import as_text
from server.table_state import TableState
from tools.verbs import VERBS
from tools.wording import Language

PLACE_OF_A_PICTURE = "DOSSIER"


def command_of(state: TableState, which: int) -> str:
    """The line that measures one side again, on one's own machine."""
    side = state.sides[which]
    words = ["autopsie", state.verb, side.subject.replace("_", "-")]
    words += [f"--{VERBS[state.verb].way}", state.method.replace("_", "-")]
    stimulus = side.stimulus
    if stimulus.picture:
        words += ["--case", f"folder:{PLACE_OF_A_PICTURE}"]
    elif stimulus.text:
        words += ["--text", stimulus.text]
    else:
        words += ["--case", stimulus.case]
    if state.seed:
        words += ["--seed", str(state.seed)]
    for name in sorted(state.params):
        words += ["--set", f"{name}={as_text(state.params[name])}"]
    return shlex.join(words)


def step_of(state: TableState, which: int, language: Language) -> str | None:
    """One side as a node of a scenario, indented as nodes are; ``None`` for what a visitor brought.

    It leads to the template's own measure: an author renames what follows.
    """
    side = state.sides[which]
    if side.stimulus.own:
        return None
    follows = "mesure" if language == "fr" else "measure"
    name = f"{state.method}_{'libre' if language == 'fr' else 'free'}"
    arguments: dict[str, object] = {VERBS[state.verb].way: state.method}
    arguments |= {"subject": side.subject, "case": side.stimulus.case}
    arguments |= dict(sorted(state.params.items()))
    said = "Dans" if language == "fr" else "In"
    lines = [f"  # {said} subjects: {side.subject}: {{model: {side.subject.replace('_', '-')}}}"]
    lines += [f"  {name}:", f"    tool: {state.verb}", "    with:"]
    lines += [f"      {key}: {_scalar(value)}" for key, value in arguments.items()]
    if state.seed:
        lines.append(f"    seed: {state.seed}")
    lines += [f"    text: {_scalar(state.tool.about.in_(language) + '.')}", f"    to: {follows}"]
    return "\n".join(lines) + "\n"


def _scalar(value: object) -> str:
    """A value as YAML; text that could be read as anything else is quoted."""
    if (
        isinstance(value, str)
        and value.isidentifier()
        and value not in ("true", "false", "null", "yes", "no")
    ):
        return value
    if isinstance(value, list):
        return "[" + ", ".join(as_text(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)
