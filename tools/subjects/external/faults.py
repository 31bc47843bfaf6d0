"""What goes wrong with a model that somebody brought, in words: what, where, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from tools.errors import AssetRefused, AutopsieError, CallRefused, MissingAsset, ToolFailed
from tools.wording import Words, format_number

Facts: TypeAlias = Mapping[str, Any]
_Said: TypeAlias = tuple[str, str, str, str]  # what in French, in English; the cure in French, in English
_KEEPS = (
    "Corrigez le modèle ; les autres mesures continuent.",
    "Correct the model; other measures go on.",
)
_LIST = 12


def told(code: str, facts: Facts, name: str) -> AutopsieError:
    """The error for a fault of the model ``name``; a code nobody knows is a broken process apart."""
    kind, say = _FAULTS.get(code, (ToolFailed, lambda facts: _died({})))
    fr, en, cure_fr, cure_en = say(facts)
    says = Words(fr=f"Le modèle {name} {fr}", en=f"The model {name} {en}")
    error: AutopsieError = kind(f"external_{code}", says, Words(fr=cure_fr, en=cure_en))
    return error


def _listed(names: Any) -> str:
    shown = [str(name) for name in list(names)[:_LIST]]
    return ", ".join(shown) + (", …" if len(list(names)) > _LIST else "") if shown else "–"


def _seconds(facts: Facts) -> tuple[str, str]:
    value = float(facts["seconds"])
    return format_number(value, "number", "fr"), format_number(value, "number", "en")


def _megabytes(count: Any) -> tuple[str, str]:
    value = float(count) / 2**20
    return format_number(value, "int", "fr"), format_number(value, "int", "en")


def _not_a_model(facts: Facts) -> _Said:
    reason, what = facts.get("reason", ""), facts["format"]
    return (
        f"n’est pas un fichier {what} lisible, ou il est incomplet ({reason}).",
        f"is no readable {what} file, or is cut short ({reason}).",
        "Exportez-le de nouveau, ou copiez-le en entier.",
        "Export it again, or copy it whole.",
    )


def _text(facts: Facts) -> _Said:
    start, what = facts["start"], facts["format"]
    return (
        f"est un fichier de texte, pas un modèle {what} (il commence par « {start} »).",
        f"is a text file, not a {what} model (it begins with “{start}”).",
        "Nommez le fichier du modèle lui-même. Si c’est un pointeur Git LFS, lancez « git lfs pull ».",
        "Name the file of the model itself. If it is a Git LFS pointer, run “git lfs pull”.",
    )


def _unknown_operator(facts: Facts) -> _Said:
    operator = facts["operator"]
    return (
        f"demande l’opération « {operator} », que le moteur installé ici ne connaît pas.",
        f"needs the operation “{operator}”, which the runtime installed here does not know.",
        "Exportez-le sans elle, ou servez-le vous-même et désignez-le par http: ou python:.",
        "Export it without it, or serve it yourself and name it by http: or python:.",
    )


def _raised(facts: Facts) -> _Said:
    where = facts.get("where")
    at_fr, at_en = (f" ({where})", f" ({where})") if where else ("", "")
    return (
        f"a levé une erreur{at_fr} : {facts['kind']} : {facts['said']}",
        f"raised an error{at_en}: {facts['kind']}: {facts['said']}",
        *_KEEPS,
    )


def _left(facts: Facts) -> _Said:
    return (
        f"a voulu quitter son programme (sys.exit, code {facts['status']}).",
        f"tried to leave its program (sys.exit, code {facts['status']}).",
        *_KEEPS,
    )


def _died(facts: Facts) -> _Said:
    how, last = str(facts.get("how", "?")), str(facts.get("last", ""))
    end_fr = f" Ses derniers mots : {last}" if last else ""
    end_en = f" Its last words: {last}" if last else ""
    return (
        f"s’est arrêté net ({how}).{end_fr}",
        f"stopped dead ({how}).{end_en}",
        "Il sera relancé à la prochaine question ; corrigez ce qui l’arrête.",
        "It will be started again at the next question; correct what stops it.",
    )


def _hung(facts: Facts) -> _Said:
    fr, en = _seconds(facts)
    return (
        f"n’a pas répondu en {fr} s ; son programme a été arrêté.",
        f"did not answer within {en} s; its program was ended.",
        "Accordez-lui davantage (limits.seconds), ou voyez ce qui le bloque.",
        "Allow it more (limits.seconds), or see what holds it up.",
    )


def _slow_start(facts: Facts) -> _Said:
    fr, en = _seconds(facts)
    return (
        f"n’a pas fini de se charger en {fr} s ; son programme a été arrêté.",
        f"was not loaded within {en} s; its program was ended.",
        "Accordez-lui davantage (limits.start_seconds), ou voyez ce qui le bloque.",
        "Allow it more (limits.start_seconds), or see what holds it up.",
    )


def _out_of_memory(facts: Facts) -> _Said:
    return (
        f"demande plus de mémoire que les {facts['memory_mb']} Mo accordés ; son programme a été arrêté.",
        f"needs more memory than the {facts['memory_mb']} MB allowed; its program was ended.",
        "Accordez-lui davantage (limits.memory_mb), ou cherchez une fuite.",
        "Allow it more (limits.memory_mb), or look for a leak.",
    )


def _too_large(facts: Facts) -> _Said:
    (fr, en), (most_fr, most_en) = _megabytes(facts["bytes"]), _megabytes(facts["most"])
    return (
        f"a rendu {fr} Mo en une réponse ; la limite est de {most_fr} Mo.",
        f"returned {en} MB in one answer; the limit is {most_en} MB.",
        "Rendez une sortie plus petite, ou moins d’entrées à la fois (batch).",
        "Return a smaller output, or fewer inputs at once (batch).",
    )


def _wrong_dtype(facts: Facts) -> _Said:
    return (
        f"a rendu des valeurs de type « {facts['dtype']} », qui ne sont pas des nombres réels.",
        f"returned values of type “{facts['dtype']}”, which are not real numbers.",
        "Rendez des entiers ou des flottants (float32).",
        "Return integers or floats (float32).",
    )


def _bad_output(facts: Facts) -> _Said:
    if facts["what"] == "ragged":
        return (
            "a rendu des listes de longueurs différentes.",
            "returned lists of different lengths.",
            "Rendez un tableau, avec une ligne par entrée.",
            "Return an array, one row for each input.",
        )
    if facts["what"] == "json":
        return (
            "a répondu autre chose que des nombres, ou des tailles différentes d’une entrée à l’autre.",
            "answered other things than numbers, or other sizes from one input to the next.",
            "Nommez le champ qui porte la réponse (output.name).",
            "Name the field that holds the answer (output.name).",
        )
    return (
        f"a rendu « {facts['what']} », pas un tableau.",
        f"returned “{facts['what']}”, not an array.",
        "Rendez un tableau, avec une ligne par entrée.",
        "Return an array, one row for each input.",
    )


def _wrong_shape(facts: Facts) -> _Said:
    return (
        f"a rendu un tableau {facts['shape']} ; la description attend {facts['wanted']}.",
        f"returned an array {facts['shape']}; the description expects {facts['wanted']}.",
        f"Corrigez la description ou le modèle (n = {facts['n']} entrées ; output.index choisit un canal).",
        f"Correct the description or the model (n = {facts['n']} inputs; output.index chooses a channel).",
    )


def _not_finite(facts: Facts) -> _Said:
    return (
        f"a rendu {facts['count']} valeurs qui ne sont pas des nombres finis (NaN ou infini).",
        f"returned {facts['count']} values that are not finite numbers (NaN or infinite).",
        "Rien n’est gardé de cette réponse. Vérifiez range, mean et std, puis le modèle.",
        "Nothing of that answer is kept. Check range, mean and std, then the model.",
    )


def _out_of_range(facts: Facts) -> _Said:
    return (
        f"a rendu des valeurs de {facts['low']:.4g} à {facts['high']:.4g} ; il en faut de "
        f"{facts['least']:g} à {facts['most']:g}.",
        f"returned values from {facts['low']:.4g} to {facts['high']:.4g}; they must lie from "
        f"{facts['least']:g} to {facts['most']:g}.",
        "Ajoutez output.activation (sigmoid, softmax) ou output.scale.",
        "Add output.activation (sigmoid, softmax) or output.scale.",
    )


def _unknown_label(facts: Facts) -> _Said:
    return (
        f"a répondu « {facts['label']} », qui n’est pas dans output.labels ({_listed(facts['known'])}).",
        f"answered “{facts['label']}”, which is not in output.labels ({_listed(facts['known'])}).",
        "Complétez la liste.",
        "Complete the list.",
    )


def _named(what_fr: str, what_en: str, key: str) -> Callable[[Facts], _Said]:
    def say(facts: Facts) -> _Said:
        known = _listed(facts["known"])
        if facts["name"] is None:
            return (f"a plusieurs {what_fr}s ou aucune : {known}.",
                    f"has several {what_en}s or none: {known}.",
                    f"Un modèle d’une seule {what_fr} est attendu ({key}).",
                    f"A model of one {what_en} is expected ({key}).")  # fmt: skip
        return (
            f"ne peut pas être servi par la seule {what_fr} « {facts['name']} » ; les siennes : {known}.",
            f"cannot be used by the {what_en} “{facts['name']}” alone; it has: {known}.",
            f"Corrigez {key} dans la description.",
            f"Correct {key} in the description.",
        )

    return say


def _wrong_input(facts: Facts) -> _Said:
    return (
        f"attend une entrée {facts['takes']} ; la description lui donne {facts['gives']}.",
        f"takes an input {facts['takes']}; the description gives it {facts['gives']}.",
        "Corrigez input.size (largeur, hauteur), input.layout, input.channels ou batch.",
        "Correct input.size (width, height), input.layout, input.channels or batch.",
    )


def _wrong_type(facts: Facts) -> _Said:
    return (
        f"attend une entrée de type {facts['takes']} ; la description lui donne {facts['gives']}.",
        f"takes an input of type {facts['takes']}; the description gives it {facts['gives']}.",
        "Corrigez input.dtype (ou « input: text »).",
        "Correct input.dtype (or “input: text”).",
    )


def _no_field(facts: Facts) -> _Said:
    known = _listed(facts["known"])
    if facts["path"] is None:
        return (
            f"a répondu un objet JSON ; rien ne dit lequel de ses champs lire : {known}.",
            f"answered a JSON object; nothing says which of its fields to read: {known}.",
            "Nommez-le par output.name.",
            "Name it with output.name.",
        )
    return (
        f"a répondu sans le champ « {facts['path']} » ; il a donné : {known}.",
        f"answered without the field “{facts['path']}”; it gave: {known}.",
        "Corrigez output.name.",
        "Correct output.name.",
    )


def _not_json(facts: Facts) -> _Said:
    if facts["html"]:
        return (
            "a répondu une page HTML, pas du JSON.",
            "answered an HTML page, not JSON.",
            "Vérifiez l’adresse : c’est sans doute celle d’un site, pas celle du modèle.",
            "Check the address: it is probably a site's, not the model's.",
        )
    return (
        f"a répondu autre chose que du JSON (« {facts['start']} »).",
        f"answered something else than JSON (“{facts['start']}”).",
        "Vérifiez l’adresse et ce que le serveur renvoie.",
        "Check the address and what the server returns.",
    )


def _http_slow(facts: Facts) -> _Said:
    fr, en = _seconds(facts)
    return (
        f"n’a pas fini de répondre en {fr} s.",
        f"had not finished answering within {en} s.",
        "Accordez-lui davantage (limits.seconds), ou voyez ce qui retient le serveur.",
        "Allow it more (limits.seconds), or see what holds the server up.",
    )


_FAULTS: dict[str, tuple[type[AutopsieError], Callable[[Facts], _Said]]] = {
    "no_runtime": (MissingAsset, lambda facts: (
        f"demande {facts['package']}, qui n’est pas installé.",
        f"needs {facts['package']}, which is not installed.",
        f"Installez-le : pip install 'autopsie[{facts['extra']}]'",
        f"Install it: pip install 'autopsie[{facts['extra']}]'")),
    "not_a_model": (AssetRefused, _not_a_model),
    "text_file": (AssetRefused, _text),
    "not_torchscript": (AssetRefused, lambda facts: (
        "est un fichier PyTorch, mais pas une archive TorchScript : des poids sans programme.",
        "is a PyTorch file, but not a TorchScript archive: it holds weights without their program.",
        "Enregistrez-le par torch.jit.script(modèle).save(…), ou exportez-le en ONNX.",
        "Save it with torch.jit.script(model).save(…), or export it to ONNX.")),
    "unknown_operator": (AssetRefused, _unknown_operator),
    "too_new": (AssetRefused, lambda facts: (
        "est d’une version d’ONNX plus récente que le moteur installé ici.",
        "is of a newer version of ONNX than the runtime installed here.",
        "Mettez onnxruntime à jour, ou exportez avec un opset plus ancien.",
        "Upgrade onnxruntime, or export with an older opset.")),
    "missing_data": (AssetRefused, lambda facts: (
        f"garde ses poids dans un autre fichier, {facts['file']}, qui n’est pas à côté de lui.",
        f"keeps its weights in another file, {facts['file']}, which is not beside it.",
        "Copiez les deux fichiers dans le même dossier.", "Copy both files into the same folder.")),
    "changed": (AssetRefused, lambda facts: (
        "a changé pendant qu’on le chargeait.", "changed while it was being loaded.",
        "Relancez une fois le fichier stable.", "Run again once the file is still.")),
    "no_input": (CallRefused, _named("entrée", "input", "input.name")),
    "no_output": (CallRefused, _named("sortie", "output", "output.name")),
    "wrong_input": (CallRefused, _wrong_input),
    "wrong_type": (CallRefused, _wrong_type),
    "no_method": (CallRefused, lambda facts: (
        f"n’a pas de méthode « {facts['name']} » ; il a : {_listed(facts['known'])}.",
        f"has no method “{facts['name']}”; it has: {_listed(facts['known'])}.",
        "Nommez-la par « method: » dans la description.", "Name it with “method:” in the description.")),
    "no_function": (CallRefused, lambda facts: (
        f"n’a pas de fonction « {facts['name']} » ; son module a : {_listed(facts['known'])}.",
        f"has no function “{facts['name']}”; its module has: {_listed(facts['known'])}.",
        "Corrigez la référence.", "Correct the reference.")),
    "not_callable": (CallRefused, lambda facts: (
        f"ne s’appelle pas : « {facts['name']} » n’est pas une fonction.",
        f"cannot be called: “{facts['name']}” is not a function.",
        "Corrigez la référence.", "Correct the reference.")),
    "raised": (ToolFailed, _raised),
    "left": (ToolFailed, _left),
    "died": (ToolFailed, _died),
    "hung": (ToolFailed, _hung),
    "slow_start": (ToolFailed, _slow_start),
    "out_of_memory": (ToolFailed, _out_of_memory),
    "garbled": (ToolFailed, lambda facts: (
        "a brouillé la réponse de son programme.", "garbled the answer of its program.", *_KEEPS)),
    "too_large_output": (ToolFailed, _too_large),
    "wrong_dtype": (ToolFailed, _wrong_dtype),
    "bad_output": (ToolFailed, _bad_output),
    "wrong_shape": (ToolFailed, _wrong_shape),
    "not_finite": (ToolFailed, _not_finite),
    "out_of_range": (ToolFailed, _out_of_range),
    "unknown_label": (ToolFailed, _unknown_label),
    "http_unreachable": (ToolFailed, lambda facts: (
        f"ne répond pas à son adresse ({facts['reason']}).",
        f"does not answer at its address ({facts['reason']}).",
        "Démarrez le serveur, ou corrigez l’adresse.", "Start the server, or correct the address.")),
    "http_status": (ToolFailed, lambda facts: (
        f"a répondu par une erreur HTTP {facts['status']}.",
        f"answered with an HTTP error {facts['status']}.",
        "Le journal du serveur dit sans doute pourquoi.", "The server's log probably says why.")),
    "http_redirect": (ToolFailed, lambda facts: (
        f"renvoie vers une autre adresse ({facts['to']}), qui n’est pas suivie.",
        f"redirects to another address ({facts['to']}), which is not followed.",
        "Donnez l’adresse finale.", "Give the final address.")),
    "http_slow": (ToolFailed, _http_slow),
    "http_not_json": (ToolFailed, _not_json),
    "http_no_field": (ToolFailed, _no_field),
}  # fmt: skip
