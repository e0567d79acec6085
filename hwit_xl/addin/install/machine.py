"""What installing and looking for trouble need to know of the computer; tests put a made-up one in its place."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Protocol

_SECONDS = 60


class System(Enum):
    """The operating systems that are told apart."""

    WINDOWS = "win32"
    MACOS = "darwin"
    OTHER = ""


class Hive(Enum):
    """The two parts of the Windows registry that Excel reads."""

    USER = "HKEY_CURRENT_USER"
    MACHINE = "HKEY_LOCAL_MACHINE"


class Machine(Protocol):
    """A computer, as far as the add-in has to do with it."""

    @property
    def system(self) -> System:
        """Its operating system."""

    @property
    def home(self) -> Path:
        """The user's folder."""

    @property
    def program(self) -> Path:
        """The Python that runs this, or the frozen program that this is."""

    @property
    def frozen(self) -> bool:
        """Whether this is a frozen program."""

    def variable(self, name: str) -> str | None:
        """An environment variable."""

    def registry(self, hive: Hive, key: str) -> Mapping[str, object]:
        """The values of a key of the Windows registry by their names; empty where there is no such key."""

    def downloaded(self, path: Path) -> bool:
        """Whether a file is marked as come from the internet."""

    def says(self, command: Sequence[str]) -> str | None:
        """What a program answers; None where it cannot be run or fails."""


class ThisMachine:
    """The computer on which this runs."""

    @property
    def system(self) -> System:
        """Its operating system."""
        return next((system for system in System if system.value == sys.platform), System.OTHER)

    @property
    def home(self) -> Path:
        """The user's folder."""
        return Path.home()

    @property
    def program(self) -> Path:
        """The Python that runs this, or the frozen program that this is."""
        return Path(sys.executable)

    @property
    def frozen(self) -> bool:
        """Whether this is a frozen program."""
        return bool(getattr(sys, "frozen", False))

    def variable(self, name: str) -> str | None:
        """An environment variable."""
        return os.environ.get(name)

    def registry(self, hive: Hive, key: str) -> Mapping[str, object]:
        """The values of a key of the Windows registry by their names; empty where there is no such key."""
        found: dict[str, object] = {}
        if sys.platform == "win32":
            import winreg

            root = winreg.HKEY_CURRENT_USER if hive is Hive.USER else winreg.HKEY_LOCAL_MACHINE
            try:
                with winreg.OpenKey(root, key) as opened:
                    for number in range(winreg.QueryInfoKey(opened)[1]):
                        name, value, _ = winreg.EnumValue(opened, number)
                        found[name] = value
            except OSError:
                return {}  # no such key, or an administrator lets nobody read it
        return found

    def downloaded(self, path: Path) -> bool:
        """Whether a file is marked as come from the internet: by a stream of its own, or an attribute on macOS."""
        if self.system is System.WINDOWS:
            return Path(f"{path}:Zone.Identifier").exists()
        if self.system is System.MACOS:
            return self.says(["xattr", "-p", "com.apple.quarantine", str(path)]) is not None
        return False

    def says(self, command: Sequence[str]) -> str | None:
        """What a program answers; None where it cannot be run or fails."""
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True)
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.strip()
