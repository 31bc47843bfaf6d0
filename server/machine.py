"""What this machine has to give a model: memory and cores, as its container allows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

_CONTAINERS = (("memory.max", "memory.current"),
               ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"))  # fmt: skip


class Machine(NamedTuple):
    """``memory``: bytes that are free for new programs; ``None`` where the system does not say."""

    memory: int | None
    cores: int


def this_machine(proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> Machine:
    """What is free now: the least of what the system and the container leave."""
    from tools.worker import cores

    found = [each for each in (_free(proc), *_left_by_container(groups)) if each is not None]
    return Machine(min(found) if found else _installed(), cores())


def _free(proc: Path) -> int | None:
    try:
        rows = (proc / "meminfo").read_text(encoding="ascii").splitlines()
        return next(int(row.split()[1]) * 1024 for row in rows if row.startswith("MemAvailable:"))
    except (OSError, ValueError, IndexError, StopIteration):
        return None


def _left_by_container(groups: Path) -> list[int]:
    left = []
    for limit, used in _CONTAINERS:
        try:
            most = int((groups / limit).read_text(encoding="ascii"))  # "max" is no number: no limit
            left.append(max(0, most - int((groups / used).read_text(encoding="ascii"))))
        except (OSError, ValueError):
            continue
    return left


def _installed() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None
