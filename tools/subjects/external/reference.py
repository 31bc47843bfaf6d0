"""The name of a model of one's own: ``onnx:FILE``, ``torchscript:FILE``, ``python:…:FUNCTION``, ``http:URL``.

What follows ``#`` travels with it: ``describe=FILE`` names its description, ``remote=yes`` lets an address be
another machine's. Nothing is imported, loaded or called here: files are hashed.
"""

from __future__ import annotations

import hashlib
import ipaddress
import mmap
import os
import re
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, quote, urlsplit

from tools.assets.store import sha256_of
from tools.errors import CallRefused
from tools.subjects.external.describing import Described, read_description
from tools.wording import Words

Runtime = Literal["onnx", "torchscript", "python", "http"]
SCHEMES: dict[str, Runtime] = {
    "onnx": "onnx",
    "torchscript": "torchscript",
    "python": "python",
    "http": "http",
    "https": "http",
}
REMOTE_VARIABLE = "AUTOPSIE_ALLOW_REMOTE"
_OPTIONS = re.compile(r"#((?:describe|remote)=[^#]*)$")
# Where ONNX says that weights lie in another file: key "location", then the length of a path, then the path.
_LOCATION = re.compile(rb"\x0a\x08location\x12([\x01-\x7f])", re.DOTALL)


@dataclass(frozen=True)
class Reference:
    """A model of one's own. ``target`` is an absolute path, a dotted module or an address."""

    runtime: Runtime
    target: str
    member: str = ""  # the function of a Python module
    describe: str = ""  # the description's absolute path; without it, the model's neighbour of the same name
    remote: bool = False

    @property
    def spelling(self) -> str:
        """The reference in full, for calls: it says where files are, so it is never published."""
        head = self.target if self.runtime == "http" else f"{self.runtime}:{self.target}"
        if self.member:
            head += f":{self.member}"
        options = []
        if self.describe:
            options.append(f"describe={quote(self.describe)}")
        if self.remote:
            options.append("remote=yes")
        return head + ("#" + "&".join(options) if options else "")

    @property
    def name(self) -> str:
        """What is shown and published: no folder of this machine, no query of an address."""
        if self.runtime == "http":
            parts = urlsplit(self.target)
            return f"{parts.scheme}://{parts.netloc}{parts.path}"
        target = Path(self.target).name if os.sep in self.target else self.target
        return f"{self.runtime}:{target}" + (f":{self.member}" if self.member else "")

    @property
    def source(self) -> Path | None:
        """The file that holds the model, or ``None`` for an address. Raises :class:`CallRefused`."""
        if self.runtime == "http":
            return None
        if self.runtime != "python" or self.target.endswith(".py"):
            return _file(self.target)
        return _module_source(self.target)

    def described(self) -> Described:
        """Its description. Raises :class:`CallRefused`, ``description_needed`` where none was named."""
        if self.describe:
            return read_description(Path(self.describe))
        if self.runtime != "http" and os.sep in self.target:
            beside = Path(self.target).with_suffix(".yaml")
            if beside.is_file():
                return read_description(beside)
        raise CallRefused(
            "description_needed",
            Words(fr=f"Rien ne dit comment nourrir et lire {self.name}.",
                  en=f"Nothing says how to feed and read {self.name}."),
            Words(fr="Ajoutez --describe FICHIER.yaml (voir docs/subjects/external.fr.md).",
                  en="Add --describe FILE.yaml (see docs/subjects/external.md)."),
        )  # fmt: skip

    def sha256(self) -> str:
        """The hash of what is examined.

        Of the file; of an ONNX model in several files, that of their hashes, one a line; of a Python module,
        of its source; of an address, of the address and its description. Raises :class:`CallRefused`.
        """
        source = self.source
        if source is None:
            told = f"{self.target}\n{self.described().sha256}\n"
            return hashlib.sha256(told.encode()).hexdigest()
        try:
            files = [source, *(_other_files(source) if self.runtime == "onnx" else ())]
            hashes = [sha256_of(file) for file in files]
        except OSError:
            raise _unreadable(str(source)) from None
        if len(hashes) == 1:
            return hashes[0]
        return hashlib.sha256("".join(f"{each}\n" for each in hashes).encode()).hexdigest()


def parse(name: str, describe: Path | None = None, *, remote: bool = False) -> Reference:
    """Read a reference; files may be missing still, they are looked for when it is hashed.

    ``describe`` and ``remote`` are the command line's, and come before what the reference itself says.
    Raises :class:`CallRefused`: ``bad_reference``, ``remote_refused``.
    """
    text = name.strip()
    remote = remote or os.environ.get(REMOTE_VARIABLE, "").lower() in ("1", "yes", "true")
    file = ""
    if (options := _OPTIONS.search(text)) is not None:
        given = dict(parse_qsl(options[1]))
        file, remote = given.get("describe", ""), remote or given.get("remote") == "yes"
        text = text[: options.start()]
    if describe is not None:
        file = str(describe)
    if file:
        file = _absolute(file)
    scheme, _, rest = text.partition(":")
    runtime = SCHEMES.get(scheme.lower())
    if runtime is None or not rest:
        raise _bad(name, Words(
            fr="Écrivez onnx:FICHIER, torchscript:FICHIER, python:MODULE:FONCTION ou http://ADRESSE.",
            en="Write onnx:FILE, torchscript:FILE, python:MODULE:FUNCTION or http://ADDRESS."))  # fmt: skip
    if runtime == "http":
        return Reference("http", _address(text, remote), describe=file, remote=remote)
    if runtime == "python":
        module, _, member = rest.rpartition(":")
        if not module or not re.fullmatch(r"[^\W\d]\w*(\.[^\W\d]\w*)*", member):
            raise _bad(name, Words(
                fr="Nommez aussi la fonction : python:MODULE:FONCTION ou python:dossier/fichier.py:fonction.",
                en="Name the function too: python:MODULE:FUNCTION or python:folder/file.py:function."
            ))  # fmt: skip
        target = _absolute(module) if module.endswith(".py") else module
        return Reference("python", target, member, file, remote)
    return Reference(runtime, _absolute(rest), describe=file, remote=remote)


def _absolute(path: str) -> str:
    return str(Path(path).expanduser().absolute())


def _address(text: str, remote: bool) -> str:
    """Raises unless it is this machine's own, or others' were allowed."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    else:
        if parts.username or parts.password:
            raise _bad(parts.hostname or "", Words(
                fr="Une adresse ne porte ici ni nom ni mot de passe.",
                en="An address carries no name and no password here."))  # fmt: skip
    if not host:
        raise _bad(text, Words(fr="Écrivez par exemple http://127.0.0.1:8000/predict.",
                               en="Write for example http://127.0.0.1:8000/predict."))  # fmt: skip
    if not remote and not is_loopback(host):
        raise CallRefused(
            "remote_refused",
            Words(fr=f"« {host} » est une autre machine : les images et les textes y partiraient.",
                  en=f"“{host}” is another machine: pictures and texts would leave for it."),
            Words(fr=f"Si c’est voulu, ajoutez --allow-remote (ou {REMOTE_VARIABLE}=1).",
                  en=f"If you mean it, add --allow-remote (or {REMOTE_VARIABLE}=1)."),
        )  # fmt: skip
    return text


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its very name: another name could lead anywhere."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _file(path: str) -> Path:
    found = Path(path)
    if found.is_file():
        return found
    near = Words(fr="", en="")
    if found.is_dir():
        near = Words(fr=" C’est un dossier.", en=" It is a folder.")
    raise CallRefused(
        "model_missing",
        Words(fr=f"Il n’y a pas de fichier « {path} ».{near.fr}", en=f"There is no file “{path}”.{near.en}"),
        Words(fr="Vérifiez le chemin du modèle.", en="Check the path of the model."),
    )


def _module_source(module: str) -> Path:
    """The file of a module, found without importing it or its packages."""
    where: list[str] | None = [
        str(Path.cwd()),
        *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)),
    ]
    found = None
    for part in module.split("."):
        try:
            found = PathFinder.find_spec(part, where) or PathFinder.find_spec(
                part, None if found is None else where
            )
        except (ImportError, ValueError):
            found = None
        if found is None:
            break
        where = list(found.submodule_search_locations or [])
    if found is not None and found.origin and Path(found.origin).is_file():
        return Path(found.origin)
    raise CallRefused(
        "model_missing",
        Words(fr=f"Aucun module Python ne s’appelle « {module} » ici.",
              en=f"No Python module is called “{module}” here."),
        Words(fr="Lancez la commande depuis son dossier, ou nommez son fichier : python:fichier.py:fonction.",
              en="Run the command from its folder, or name its file: python:file.py:function."),
    )  # fmt: skip


def _other_files(model: Path) -> list[Path]:
    """The files beside an ONNX model that hold its weights, where it has any."""
    names: set[bytes] = set()
    with model.open("rb") as file:
        if model.stat().st_size == 0:
            return []
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            for met in _LOCATION.finditer(content):
                names.add(content[met.end() : met.end() + met[1][0]])
    beside = [model.parent / name.decode("utf-8", "replace") for name in sorted(names)]
    return [path for path in beside if path.is_file()]


def _unreadable(path: str) -> CallRefused:
    return CallRefused(
        "model_missing",
        Words(fr=f"Le fichier « {path} » n’est pas lisible par ce compte.",
              en=f"The file “{path}” cannot be read by this account."),
        Words(fr="Vérifiez ses droits.", en="Check its permissions."),
    )  # fmt: skip


def _bad(name: str, cure: Words) -> CallRefused:
    return CallRefused(
        "bad_reference",
        Words(fr=f"« {name} » ne désigne pas un modèle.", en=f"“{name}” names no model."),
        cure,
    )
