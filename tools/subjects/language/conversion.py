"""Convert a quantised language model once, so that it starts fast: GGUF in, plain weights in the cache.

Reading GGUF takes half a minute to a minute and a half; what is kept (540 MB under ``cache/``, named after
the hash of the original) is mapped into memory in a second. Transformers does the reading.
"""

from __future__ import annotations

import io
import os
import shutil
from contextlib import redirect_stderr
from importlib.util import find_spec
from pathlib import Path

from tools.errors import MissingAsset, ToolFailed
from tools.home import home
from tools.wording import Words

_VERSION = 1  # of what is kept
WEIGHTS, CONFIGURATION, TOKENIZER = "model.safetensors", "config.json", "tokenizer.json"
_NEEDED = ("transformers", "gguf", "accelerate")


def converted(gguf: Path, sha256: str) -> Path:
    """The folder with the converted model; made now where it is not there yet, alone among all processes.

    Raises :class:`MissingAsset` (``extra_missing``) without the optional packages, :class:`ToolFailed`
    (``disk_full``) where the cache cannot be written.
    """
    require_packages()
    folder = home() / "cache" / f"language-model-{sha256[:16]}-{_VERSION}"
    if folder.is_dir():
        return folder
    import filelock

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder.with_suffix(".lock")):
            if not folder.is_dir():
                _convert(gguf, folder)
    except OSError as full:
        raise ToolFailed(
            "disk_full",
            Words(
                fr=f"Le modèle de langue ne peut pas être préparé : on ne peut pas écrire ({full.strerror}).",
                en=f"The language model cannot be prepared: writing fails ({full.strerror}).",
            ),
            Words(
                fr="Il faut 540 Mo. Libérez de la place, ou nommez un autre dossier par AUTOPSIE_HOME.",
                en="It takes 540 MB. Free some space, or name another folder with AUTOPSIE_HOME.",
            ),
        ) from full
    return folder


def require_packages() -> None:
    """Raise :class:`MissingAsset` (``extra_missing``) unless the optional packages are installed."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise MissingAsset(
            "extra_missing",
            Words(
                fr=f"Le modèle de langue demande des paquets facultatifs : {', '.join(missing)}.",
                en=f"The language model needs optional packages: {', '.join(missing)}.",
            ),
            Words(
                fr='Pour les installer : pip install "autopsie[language-model]"',
                en='To install them: pip install "autopsie[language-model]"',
            ),
        )


def _convert(gguf: Path, folder: Path) -> None:
    import torch  # slow import
    from safetensors.torch import save_file
    from transformers import AutoModelForCausalLM, AutoTokenizer  # slow import

    part = folder.with_suffix(f".{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        source = {"pretrained_model_name_or_path": str(gguf.parent), "gguf_file": gguf.name}
        with redirect_stderr(io.StringIO()):  # progress bars that nobody asked for
            tokenizer = AutoTokenizer.from_pretrained(**source, local_files_only=True)
            model = AutoModelForCausalLM.from_pretrained(**source, local_files_only=True, dtype=torch.float32)
        tokenizer.backend_tokenizer.save(str(part / TOKENIZER))
        state = model.state_dict()
        # The output layer is the embedding itself: kept once.
        state.pop("lm_head.weight", None)
        save_file({name: tensor.contiguous() for name, tensor in state.items()}, part / WEIGHTS)
        model.config.to_json_file(part / CONFIGURATION)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
