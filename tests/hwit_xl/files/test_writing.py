"""Files appear complete under their names or not at all: real processes, killed, in each other's way, out of room."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hwit_xl.files.stumps import FEW_MINUTES, PREFIX, clear_stumps, is_stump, temporary
from hwit_xl.files.writing import NotWritten, appearing, write, write_folder

posix = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def process(program: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def refusing(number: int) -> Callable[..., None]:
    """A call of the system that is refused."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b" / "plan.xlsx", b"whole", replace=False)
    assert (tmp_path / "a" / "b" / "plan.xlsx").read_bytes() == b"whole"
    assert names(tmp_path) == ["a/b/plan.xlsx"]


def test_what_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"mine")
    path.chmod(0o640)
    with pytest.raises(NotWritten, match=r"plan\.xlsx exists already; choose another name, or use --force") as refused:
        write(path, b"new", replace=False)
    assert (refused.value.errno, path.read_bytes()) == (errno.EEXIST, b"mine")
    write(path, b"new", replace=True)
    assert (path.read_bytes(), path.stat().st_mode & 0o777, names(tmp_path)) == (b"new", 0o640, ["plan.xlsx"])


def test_a_new_file_may_be_read_by_whom_other_files_may(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    write(tmp_path / "plan.xlsx", b"new", replace=False)
    assert (tmp_path / "plan.xlsx").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "plan.xlsx").write_bytes(b"old")
    (tmp_path / "plan.xlsx").symlink_to(tmp_path / "far" / "plan.xlsx")
    write(tmp_path / "plan.xlsx", b"new", replace=True)
    assert (tmp_path / "plan.xlsx").is_symlink()
    assert (tmp_path / "far" / "plan.xlsx").read_bytes() == b"new"


def test_where_a_disk_knows_no_second_names_the_name_is_taken_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refusing(errno.EPERM))
    write(tmp_path / "plan.xlsx", b"new", replace=False)
    with pytest.raises(NotWritten, match="exists already"):
        write(tmp_path / "plan.xlsx", b"other", replace=False)
    assert ((tmp_path / "plan.xlsx").read_bytes(), names(tmp_path)) == (b"new", ["plan.xlsx"])


def test_where_a_disk_knows_no_second_names_and_refuses_at_last_the_name_is_free_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refusing(errno.EPERM))
    monkeypatch.setattr(Path, "replace", refusing(errno.ENOSPC))
    with pytest.raises(NotWritten, match="No space left"):
        write(tmp_path / "plan.xlsx", b"new", replace=False)
    assert names(tmp_path) == []


@posix
@pytest.mark.parametrize("how", ["whole", "in pieces"])
def test_a_pipe_gets_the_whole_and_stays_a_pipe(tmp_path: Path, how: str) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    if how == "whole":
        write(pipe, b"one two", replace=True)
    else:
        with appearing(pipe, replace=True) as file:  # as an archive is written: the beginning once the end is known
            file.write(b"??? two")
            file.seek(0)
            file.write(b"one")
    reader.join(timeout=60)
    assert (read, pipe.is_fifo(), os.listdir(tmp_path)) == ([b"one two"], True, ["pipe"])
    with pytest.raises(NotWritten, match="exists already"):
        write(pipe, b"new", replace=False)


def test_what_goes_wrong_with_another_file_meanwhile_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as lost, appearing(tmp_path / "plan.xlsx", replace=False) as file:
        file.write((tmp_path / "template.xlsx").read_bytes())
    assert lost.value.filename == str(tmp_path / "template.xlsx")
    with pytest.raises(NotWritten) as full, appearing(tmp_path / "plan.xlsx", replace=False):
        raise OSError(errno.ENOSPC, "No space left on device")  # as a write into the file is refused
    assert str(full.value) == f"{tmp_path / 'plan.xlsx'} could not be written: No space left on device"
    assert names(tmp_path) == []


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("file/plan.xlsx", "Not a directory|exists already"),
        ("x" * 300, "name too long"),
        ("folder", "Is a directory|exists already"),
    ],
)
def test_what_the_system_refuses_names_the_file_and_leaves_nothing(
    tmp_path: Path, name: str, says: str, replace: bool
) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotWritten, match=says) as refused:
        write(tmp_path / name, b"new", replace=replace)
    assert str(tmp_path / name) in str(refused.value)
    assert names(tmp_path) == ["file"]


FULL = """
import resource, sys
from pathlib import Path
from hwit_xl.files.writing import write, write_folder
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
target, how = Path(sys.argv[1]), sys.argv[2]
try:
    if how == "file":
        write(target, bytes(200_000), replace=True)
    else:
        write_folder(target, [("a.pdf", b"new a"), ("b.pdf", bytes(200_000))], replace=True)
except OSError as refused:
    print(refused)
"""


@posix
@pytest.mark.parametrize("how", ["file", "folder"])
def test_without_room_the_old_stays_and_nothing_half_is_left(tmp_path: Path, how: str) -> None:
    old = tmp_path / "target" if how == "file" else tmp_path / "target" / "a.pdf"
    old.parent.mkdir(exist_ok=True)
    old.write_bytes(b"old")
    before = names(tmp_path)
    said, trouble = process(FULL, tmp_path / "target", how).communicate(timeout=60)
    place = tmp_path / "target" if how == "file" else tmp_path / "target" / "b.pdf"
    assert said == f"{place} could not be written: File too large\n", trouble
    assert (names(tmp_path), old.read_bytes()) == (before, b"old")


WRITER = """
import sys
from pathlib import Path
from hwit_xl.files.writing import write, write_folder
folder, number = Path(sys.argv[1]), 0
print("begun", flush=True)
while True:
    number += 1
    write(folder / "plan.xlsx", bytes([number % 250 + 1]) * 3_000_000, replace=True)
    write_folder(folder / f"set {number}", ((name, bytes([1]) * 300_000) for name in "abc"), replace=False)
"""


@posix
def test_a_writer_that_is_killed_leaves_whole_files_and_stumps_that_the_next_run_clears(tmp_path: Path) -> None:
    stumps = 0
    for moment in range(12):
        folder = tmp_path / str(moment)
        writer = process(WRITER, folder)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.011 * moment)
        writer.send_signal(signal.SIGKILL)
        writer.communicate(timeout=60)
        for path in folder.rglob("*"):
            if path.is_file() and not is_stump(path.relative_to(tmp_path)):
                data = path.read_bytes()
                assert len(data) == (3_000_000 if path.name == "plan.xlsx" else 300_000)
                assert len(set(data)) == 1
        for path in folder.glob("set *"):
            assert names(path) == ["a", "b", "c"]
        stumps += clear_stumps(folder)
        assert list(folder.glob(f"{PREFIX}*")) == []
    assert stumps > 0, "no kill came while a file was written, so nothing was tried"


RACER = """
import sys, time
from pathlib import Path
from hwit_xl.files.writing import write, write_folder
folder, mark, start = Path(sys.argv[1]), sys.argv[2].encode(), float(sys.argv[3])
time.sleep(max(0, start - time.time()))
won = 0
for number in range(100):
    try:
        write(folder / f"{number}.txt", mark * 5000, replace=False)
        won += 1
    except OSError as error:
        assert error.errno == 17, error
    try:
        write_folder(folder / f"set {number}", [("one", mark), ("two", mark)], replace=False)
    except OSError as error:
        assert error.errno == 17, error
print(won)
"""


def test_two_at_once_never_overwrite_each_other(tmp_path: Path) -> None:
    start = time.time() + 1.5
    racers = [process(RACER, tmp_path, mark, start) for mark in "ab"]
    done = [racer.communicate(timeout=120) for racer in racers]
    assert sum(int(won or "0") for won, _ in done) == 100, done
    for number in range(100):
        assert len(set((tmp_path / f"{number}.txt").read_bytes())) == 1
        assert len({(tmp_path / f"set {number}" / name).read_bytes() for name in ("one", "two")}) == 1
    assert list(tmp_path.glob(f"{PREFIX}*")) == []


def test_a_folder_appears_whole(tmp_path: Path) -> None:
    seen = []

    def files() -> Iterator[tuple[str, bytes]]:
        for name in ("sample.xlsx", "moderators/100001.xlsx"):
            seen.append((tmp_path / "sample").exists())
            yield name, name.encode()

    write_folder(tmp_path / "sample", files(), replace=False)
    assert (seen, names(tmp_path)) == ([False, False], ["sample/moderators/100001.xlsx", "sample/sample.xlsx"])


def test_in_a_folder_that_is_there_all_get_their_names_or_none_does(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"mine")
    new = [("a", b"new"), ("b", b"new"), ("c", b"new")]
    with pytest.raises(NotWritten, match="b exists already"):
        write_folder(tmp_path, new, replace=False)
    assert (names(tmp_path), (tmp_path / "b").read_bytes()) == (["b"], b"mine")
    write_folder(tmp_path, new, replace=True)
    assert {(tmp_path / name).read_bytes() for name in "abc"} == {b"new"}


@pytest.mark.parametrize(("name", "says"), [("folder", "Is a directory"), ("file/c", "Not a directory")])
def test_a_name_that_cannot_be_had_is_seen_before_any_file_is_replaced(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(NotWritten, match=says) as refused:
        write_folder(tmp_path, [("a", b"new"), (name, b"new")], replace=True)
    assert str(tmp_path / name) in str(refused.value)
    assert (names(tmp_path), (tmp_path / "a").read_bytes()) == (["a", "file"], b"old")


def test_how_many_files_are_new_is_said_where_one_is_refused_after_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(b"old")
    replace = Path.replace

    def but_b(self: Path, target: Path) -> Path:
        return refusing(errno.EACCES)() or self if self.name == "b" else replace(self, target)

    monkeypatch.setattr(Path, "replace", but_b)
    with pytest.raises(
        NotWritten, match=r"b could not be written: .* \(1 of 3 files are new already, the others as before\)"
    ):
        write_folder(tmp_path, [(name, b"new") for name in "abc"], replace=True)
    assert [(tmp_path / name).read_bytes() for name in "abc"] == [b"new", b"old", b"old"]


@posix
def test_in_a_folder_what_a_link_leads_to_is_written_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "plan.xlsx").write_bytes(b"old")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "plan.xlsx").symlink_to(tmp_path / "far" / "plan.xlsx")
    write_folder(tmp_path / "here", [("plan.xlsx", b"new"), ("other", b"new")], replace=True)
    assert (tmp_path / "here" / "plan.xlsx").is_symlink()
    assert (tmp_path / "far" / "plan.xlsx").read_bytes() == b"new"


@pytest.mark.parametrize("replace", [True, False])
def test_a_folder_that_somebody_makes_meanwhile_is_filled_only_if_it_may_be(tmp_path: Path, replace: bool) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "a", b"new"
        (tmp_path / "sample").mkdir()
        (tmp_path / "sample" / "theirs").write_bytes(b"theirs")

    if replace:
        write_folder(tmp_path / "sample", files(), replace=True)
    else:
        with pytest.raises(NotWritten, match="sample exists already"):
            write_folder(tmp_path / "sample", files(), replace=False)
    assert names(tmp_path) == (["sample/a", "sample/theirs"] if replace else ["sample/theirs"])


def test_what_fails_while_the_files_are_made_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def files() -> Iterator[tuple[str, bytes]]:
        yield "a", b"new"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_folder(tmp_path, files(), replace=True)
    assert (names(tmp_path), (tmp_path / "a").read_bytes()) == (["a"], b"old")


@posix
def test_only_what_nobody_is_writing_any_more_is_cleared(tmp_path: Path) -> None:
    mine = temporary(tmp_path)
    ended = process("pass")
    ended.communicate(timeout=60)
    gone = tmp_path / mine.name.replace(f"-{os.getpid()}-", f"-{ended.pid}-")
    theirs, of_old = (tmp_path / f"{PREFIX}00000000-{number}-0123abcd" for number in (1, 2))
    for path in (mine, theirs, of_old):
        path.write_bytes(b"half")
    gone.mkdir()
    (gone / "a.pdf").write_bytes(b"half")
    long_ago = time.time() - FEW_MINUTES - 60
    os.utime(of_old, (long_ago, long_ago))
    os.utime(mine, (long_ago, long_ago))
    (tmp_path / f"{PREFIX}notes.txt").write_text("somebody's own")
    assert clear_stumps(tmp_path) == 2
    assert set(os.listdir(tmp_path)) == {mine.name, theirs.name, f"{PREFIX}notes.txt"}
