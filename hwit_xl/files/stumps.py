"""Temporary names of files that are being written, and what a run that was killed has left of them.

A stump can be told from a file by its name, and from what another run is just writing by that run's process.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

PREFIX = ".hwit-"
"""How temporary names begin: no program shows them, and no folder is searched for them."""
FEW_MINUTES = 10 * 60
"""Seconds after which nobody is writing any more, where it cannot be seen whether the process is there."""
A_DAY = 24 * 60 * 60
"""Seconds after which a process of the same number is taken for another one."""
_NAME = re.compile(rf"{re.escape(PREFIX)}([0-9a-f]{{8}})-(\d+)-[0-9a-f]{{8}}")


def temporary(folder: Path) -> Path:
    """A name in a folder for something that is being written: of this computer, this process, and no other."""
    return folder / f"{PREFIX}{_this_computer()}-{os.getpid()}-{secrets.token_hex(4)}"


def is_stump(path: Path) -> bool:
    """Whether a file or folder, or a folder it lies in, is one that is being written or was given up."""
    return any(part.startswith(PREFIX) for part in path.parts)


def clear_stumps(folder: Path) -> int:
    """Take away what runs that are over have left in a folder, and leave what others are just writing.

    What cannot be taken away stays. Only names that :func:`temporary` gives are looked at.

    Returns:
        How many were taken away.
    """
    cleared = 0
    try:
        names = [name for name in os.listdir(folder) if _NAME.fullmatch(name)]
    except OSError:
        return 0
    for name in names:
        path = folder / name
        with suppress(OSError):
            if _is_over(path):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
                cleared += 1
    return cleared


def _is_over(path: Path) -> bool:
    """Whether whoever was writing this is gone; of a process on another computer, its age tells."""
    found = _NAME.fullmatch(path.name)
    age = time.time() - path.lstat().st_mtime
    if found and found[1] == _this_computer():
        alive = _is_alive(int(found[2]))
        if alive is not None:
            return age > A_DAY if alive else True
    return age > FEW_MINUTES


def _is_alive(process: int) -> bool | None:
    """Whether there is a process of this number; None where asking would end it, as on Windows."""
    if os.name == "nt":
        return None
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _this_computer() -> str:
    return hashlib.sha256(platform.node().encode("utf-8", "surrogateescape")).hexdigest()[:8]
