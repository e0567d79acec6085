"""Writing files that appear complete under their names, or not at all.

Whatever happens on the way (a full disk, a kill, two runs at once), nobody ever finds half a file under its own name, and
no run writes over what another has just finished.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from hwit_xl.files.stumps import temporary
from hwit_xl.problem import Problem

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class NotWritten(Problem, OSError):
    """A file could not be written: with :attr:`errno`, :attr:`strerror` and the :attr:`filename` it was to have."""

    @property
    def said(self) -> str:
        """Which file, and why."""
        if self.errno == errno.EEXIST:
            return f"{self.filename} exists already; choose another name, or use --force to replace it"
        return f"{self.filename} could not be written: {self.strerror}"


def write(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file, with the folders above it, all at once.

    Args:
        replace: a file that is there may be replaced; otherwise it stays, even where it came while this was written.

    Raises:
        NotWritten: it is there already and is not to be replaced, or the system refuses.
    """
    with appearing(path, replace=replace) as file:
        file.write(data)


@contextmanager
def appearing(path: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """A file to be written piece by piece, which gets its name, with the folders above it, once it is whole.

    A device or a pipe has no place in which it could be replaced: where that is wished, it gets the whole at once.

    Args:
        replace: a file that is there may be replaced; otherwise it stays, even where it came while this was written.

    Raises:
        NotWritten: it is there already and is not to be replaced, or the system refuses. What goes wrong with other files
            while this one is written keeps its own name.
    """
    with _naming(path):
        _make_folder(path.parent)
        target = _meant(path)
    if replace and _is_no_file(target):
        with _naming_body(path), tempfile.TemporaryFile() as file:
            yield file
            file.seek(0)
            with _naming(path), target.open("wb") as device:
                shutil.copyfileobj(file, device)
        return
    with _naming(path):
        ready = temporary(target.parent)
        begun = os.open(ready, _NEW, 0o666)
    try:
        with _naming_body(path), open(begun, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with _naming(path):
            _place(ready, target, replace=replace)
    finally:
        with suppress(OSError):
            ready.unlink()


def _is_no_file(path: Path) -> bool:
    """Whether a device or a pipe has this name, or a socket."""
    return path.exists() and not path.is_file() and not path.is_dir()


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]], *, replace: bool) -> None:
    """Write several files that belong together into a folder, with the folders above it.

    A folder that is not there yet appears with everything in it, or not at all. In one that is there, the files get their
    names once all of them are ready and every name has been looked at; whatever else lies in it stays. Without ``replace``
    that is all of them or none. With it, each is whole, but where the system refuses one in the midst of it, those before
    it are new already, which is said: so what speaks for the others, such as a certificate, comes last.

    Args:
        files: names, which may lead into folders below, and bytes; taken one by one, so that few need be in memory.
        replace: files that are there may be replaced.

    Raises:
        NotWritten: a file is there already and is not to be replaced, or the system refuses.
    """
    with _naming(folder):
        is_new = not folder.exists()
        if is_new:
            _make_folder(folder.parent)
        ready = temporary(folder.parent if is_new else folder)
        ready.mkdir()
    written: list[str] = []
    try:
        for name, data in files:
            with _naming(folder / name):
                _make_folder((ready / name).parent)
                _fill(ready / name, data)
            written.append(name)
        if not (is_new and _renamed(ready, folder, replace=replace)):
            _place_all(ready, folder, written, replace=replace)
    finally:
        shutil.rmtree(ready, ignore_errors=True)


def _renamed(ready: Path, folder: Path, *, replace: bool) -> bool:
    """Give a whole folder its name; False where somebody has made one meanwhile, which is to be filled."""
    with _naming(folder):
        try:
            ready.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
            if not replace:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            return False
    return True


def _place_all(ready: Path, folder: Path, names: Sequence[str], *, replace: bool) -> None:
    """Give files their names; where one cannot have its own and nothing was replaced, no other keeps its name."""
    for name in names:
        with _naming(folder / name):
            _look_at(_meant(folder / name), replace=replace)
    placed: list[Path] = []
    try:
        for name in names:
            target = folder / name
            with _naming(target):
                _make_folder(target.parent)
                _place(ready / name, _meant(target), replace=replace)
            placed.append(target)
    except NotWritten as refused:
        if replace and placed:
            refused.strerror = (
                f"{refused.strerror} ({len(placed)} of {len(names)} files are new already, the others as before)"
            )
        for target in placed if not replace else ():
            with suppress(OSError):
                target.unlink()
        raise


def _look_at(target: Path, *, replace: bool) -> None:
    """Raise what would be raised if a file were given this name, as far as that can be known beforehand."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if any(above.exists() and not above.is_dir() for above in target.parents):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if target.exists():
        if not replace:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        if os.name == "nt":
            os.close(os.open(target, os.O_RDWR))  # which Windows refuses where another program holds it open


@contextmanager
def _naming_body(path: Path) -> Iterator[None]:
    """The same of what is refused while somebody writes into the file, but for what is about another file they use."""
    try:
        yield
    except OSError as error:
        if error.filename is not None:
            raise
        raise NotWritten(error.errno or errno.EIO, error.strerror or str(error), str(path)) from error


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Say of whatever the system refuses which file or folder it is about, by the name that it was to have."""
    try:
        yield
    except OSError as error:
        raise NotWritten(error.errno or errno.EIO, error.strerror or str(error), str(path)) from error


def _make_folder(folder: Path) -> None:
    """Make a folder with those above it, if it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:  # what is there is a file
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from None


def _meant(path: Path) -> Path:
    """The file that a path leads to: what a link points to is written, and the link stays."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _fill(path: Path, data: bytes) -> None:
    """Write a new file, down to the disk."""
    with open(os.open(path, _NEW, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _place(ready: Path, target: Path, *, replace: bool) -> None:
    """Give a finished file its name.

    Raises:
        FileExistsError: the name is taken, and what has it is not to be replaced.
    """
    if replace:
        with suppress(OSError):
            shutil.copymode(target, ready)
        ready.replace(target)
    elif os.name == "nt":
        ready.rename(target)  # which Windows refuses where the name is taken
    else:
        try:
            os.link(ready, target)
        except FileExistsError:
            raise
        except OSError:  # some sticks and network drives know no second names: take the name first, then fill it
            os.close(os.open(target, _NEW, 0o666))
            try:
                ready.replace(target)
            except OSError:
                with suppress(OSError):
                    target.unlink()
                raise
        else:
            ready.unlink()
