"""A whole check in trouble: killed, without room on the disk, without leave to write, two of them at once.

Real processes. Whatever befalls a run, nothing is lost, nothing is double, no half file stands under its name, and the next
run says just what an undisturbed one says.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.store import FILE
from hwit_xl.files.stumps import PREFIX, is_stump
from support.mistakes.batches import planted
from support.plans import example
from support.returns import a_return

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of Unix")

ON = example().completed_on(form_of_stage(4)).isoformat()


@pytest.fixture(scope="module")
def returns(tmp_path_factory) -> Path:
    """Returns of several schools, two of which have sent one twice, and a file that is none."""
    folder = tmp_path_factory.mktemp("faults") / "returns"
    folder.mkdir()
    for number in range(8):
        urn = f"9000{number:02}"
        (folder / f"{urn} stage 4.xlsx").write_bytes(planted(4, urn=urn, name=f"School {number}"))
    for number in range(2):
        (folder / f"9000{number:02} again.xlsx").write_bytes(
            planted(4, urn=f"9000{number:02}", name=f"School {number}", roll="311")
        )
    (folder / "plain.xlsx").write_bytes(a_return(4))
    (folder / "notes.xlsx").write_text("School,URN\n")
    return folder


def command(returns: Path, place: Path, *more: str) -> list[str]:
    """A check with everything that is written."""
    return [
        *(sys.executable, "-m", "hwit_xl", "validate", str(returns), "--on", ON, "--jobs", "2", "--format", "json"),
        *("--feedback", str(place / "copies"), "--keep", str(place / "kept")),
        *("--report", str(place / "report.xlsx"), "--force", *more),
    ]


def finished(returns: Path, place: Path, **how: object) -> subprocess.CompletedProcess[str]:
    """A check that is run to its end."""
    return subprocess.run(command(returns, place), capture_output=True, text=True, timeout=300, **how)  # type: ignore[call-overload, no-any-return]


def written(place: Path) -> dict[str, bytes]:
    """Every workbook that was written, by name."""
    return {str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*.xlsx"))}


@pytest.fixture(scope="module")
def calm_place(tmp_path_factory) -> Path:
    """Where the undisturbed run writes."""
    place: Path = tmp_path_factory.mktemp("calm")
    return place


@pytest.fixture(scope="module")
def calm(returns: Path, calm_place: Path) -> tuple[str, dict[str, bytes]]:
    """What an undisturbed run says and writes."""
    done = finished(returns, calm_place)
    assert done.returncode == 1, done.stderr
    return done.stdout, written(calm_place)


def is_sound(place: Path) -> None:
    """No half file stands under its name."""
    for path in place.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None, path


def verdicts_kept(place: Path) -> int:
    """How many verdicts a run has kept so far."""
    try:
        with closing(sqlite3.connect(f"file:{place / 'kept' / FILE}?mode=ro", uri=True)) as rows:
            return int(rows.execute("select count(*) from verdict").fetchone()[0])
    except sqlite3.Error:  # not there yet
        return 0


def copies_made(place: Path) -> int:
    """How many copies stand under their names so far."""
    return len([path for path in place.glob("copies/*.xlsx") if not is_stump(path)])


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "before anything is there": lambda place: True,
    "as the store is begun": lambda place: (place / "kept").is_dir(),
    "when the first file is judged": lambda place: verdicts_kept(place) > 0,
    "when half are judged": lambda place: verdicts_kept(place) > 6,
    "when the first copy is there": lambda place: copies_made(place) > 0,
    "when a third of the copies are there": lambda place: copies_made(place) > 3,
    "when most of the copies are there": lambda place: copies_made(place) > 7,
    "when all copies are there": lambda place: copies_made(place) == 11,
}
"""How far a run has come when it is killed."""


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_run_that_is_killed_leaves_nothing_half_done_and_the_next_one_goes_on(
    returns: Path, calm: tuple[str, dict[str, bytes]], tmp_path: Path, moment: str
) -> None:
    for _ in range(5):  # a machine that is busy elsewhere may look up too late
        shutil.rmtree(tmp_path)
        tmp_path.mkdir()
        process = subprocess.Popen(
            command(returns, tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        while process.poll() is None and not MOMENTS[moment](tmp_path):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)  # the command alone: its workers have to see for themselves that it is gone
        if process.wait() == -signal.SIGKILL:
            break
    assert process.returncode == -signal.SIGKILL, "it was over each time"
    is_sound(tmp_path)
    assert no_workers_left(process.pid)
    done = finished(returns, tmp_path)
    assert (done.stdout, written(tmp_path)) == calm
    assert list(tmp_path.rglob(f"{PREFIX}*")) == []


def no_workers_left(session: int) -> bool:
    """Whether the processes of a session end by themselves, soon."""
    until = time.perf_counter() + 60
    while time.perf_counter() < until:
        listed = subprocess.run(["ps", "-o", "pid=,stat=", "-s", str(session)], capture_output=True, text=True)
        if not [line for line in listed.stdout.splitlines() if " Z" not in line]:
            return True
        time.sleep(0.2)
    return False


def soon_lost(started: list[str]) -> list[str]:
    """The same command, which takes what was handed out for lost after few seconds."""
    program = "from hwit_xl.checking import pool; pool._LOST_AFTER = 3; from hwit_xl.cli import main; main()"
    python, _, _, *arguments = started
    return [python, "-c", program, *arguments]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_worker_that_is_killed_costs_at_most_one_file(returns: Path, tmp_path: Path, jobs: str) -> None:
    process = subprocess.Popen(
        [*soon_lost(command(returns, tmp_path)), "--jobs", jobs],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    killed: set[str] = set()
    until = time.monotonic() + 30
    while process.poll() is None and len(killed) < 2 and time.monotonic() < until:
        # each as soon as it is there, before it was handed anything
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True)
        for child in set(listed.stdout.split()) - killed:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
            killed.add(child)
            break
    said, told = process.communicate(timeout=300)
    assert killed
    assert "Traceback" not in told
    assert process.returncode == 1
    assert said.count('"code": "WB021"') <= len(killed)
    assert said.count('"file": ') == len(list(returns.iterdir()))


def with_room(kilobytes: int, returns: Path, place: Path) -> subprocess.CompletedProcess[str]:
    """A check with a limit on the size of files: what goes beyond it is refused as by a full disk."""

    def little_room() -> None:
        import resource  # which Windows does not have

        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10, kilobytes << 10))

    environment = {**os.environ, "TMPDIR": "/dev/shm"} if Path("/dev/shm").is_dir() else None
    return finished(returns, place, preexec_fn=little_room, env=environment)


def without_copy(told: str, why: str) -> set[str]:
    """The returns of which it is said, one line each, that there is no copy, and why."""
    lines = [line for line in told.splitlines() if line.startswith("no feedback copy of ")]
    assert all(line.endswith(f" could not be written: {why}") for line in lines)
    names = {line.removeprefix("no feedback copy of ").split(": ")[0] for line in lines}
    assert len(names) == len(lines)
    return names


def copied(place: Path) -> set[str]:
    """The names of the copies that are there."""
    return {path.name for path in (place / "copies").iterdir()}


def test_without_room_for_verdicts_nothing_is_begun_and_one_line_says_so(
    returns: Path, calm: tuple[str, dict[str, bytes]], tmp_path: Path
) -> None:
    done = with_room(8, returns, tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert f"{tmp_path / 'kept' / FILE}: verdicts cannot be kept there: " in done.stderr
    assert written(tmp_path) == {}
    after = finished(returns, tmp_path)
    assert (after.stdout, written(tmp_path)) == calm


def test_without_room_for_copies_every_return_has_its_result_and_what_is_missing_is_said(
    returns: Path, calm: tuple[str, dict[str, bytes]], tmp_path: Path
) -> None:
    done = with_room(200, returns, tmp_path)
    assert "Traceback" not in done.stderr, done.stderr
    assert (done.returncode, done.stdout) == (1, calm[0])
    missing = without_copy(done.stderr, "File too large")
    assert missing
    assert missing == {name.removeprefix("copies/") for name in calm[1] if name != "report.xlsx"} - copied(tmp_path)
    assert done.stderr.count(f"{tmp_path / 'kept'}: verdicts could not be kept any more: ") == 1
    assert written(tmp_path).items() <= calm[1].items(), "and what is there is whole"
    after = finished(returns, tmp_path)
    assert (after.stdout, written(tmp_path)) == calm
    assert "no feedback copy" not in after.stderr


def test_a_folder_that_cannot_be_written_is_one_line(returns: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    done = finished(returns, tmp_path / "file")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert str(tmp_path / "file") in done.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for a few workbooks only."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no disk may be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_on_a_full_disk_every_return_has_its_result_and_what_is_missing_is_said(
    returns: Path, calm: tuple[str, dict[str, bytes]], small_disk: Path
) -> None:
    done = finished(returns, small_disk)
    assert done.stdout == calm[0]
    missing = without_copy(done.stderr, "No space left on device")
    assert missing
    assert missing == {name.removeprefix("copies/") for name in calm[1] if name != "report.xlsx"} - copied(small_disk)
    assert "Traceback" not in done.stderr
    is_sound(small_disk)
    copies = {name: data for name, data in written(small_disk).items() if name.startswith("copies")}
    assert copies.items() <= calm[1].items()
    assert list(small_disk.rglob(f"{PREFIX}*")) == []


def test_two_runs_at_once_into_the_same_folders_do_not_disturb_each_other(
    returns: Path, calm: tuple[str, dict[str, bytes]], tmp_path: Path
) -> None:
    processes = [
        subprocess.Popen(command(returns, tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in processes:
        said, told = process.communicate(timeout=300)
        assert said == calm[0], told
    assert written(tmp_path) == calm[1]
    assert list(tmp_path.rglob(f"{PREFIX}*")) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda copies: shutil.rmtree(copies),
        lambda copies: (copies / "plain.xlsx").unlink(),
        lambda copies: (copies / "plain.xlsx").write_bytes((copies / "plain.xlsx").read_bytes()[:2000]),
        lambda copies: (copies / "plain.xlsx").write_bytes(b""),
    ],
    ids=["all gone", "one gone", "one half", "one empty"],
)
def test_what_is_missing_of_the_copies_is_made_again(
    returns: Path, calm: tuple[str, dict[str, bytes]], calm_place: Path, change: Callable[[Path], object]
) -> None:
    change(calm_place / "copies")
    assert written(calm_place) != calm[1]
    done = finished(returns, calm_place)
    assert (done.stdout, written(calm_place)) == calm
