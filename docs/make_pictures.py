"""Make the pictures of the documentation from the demonstration's own files.

Needs LibreOffice and poppler (``soffice``, ``pdftoppm``, ``pdftotext``). Run it from anywhere: ``python docs/make_pictures.py``.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import tempfile
from pathlib import Path

from click.testing import CliRunner

from hwit_validators.forms import form_of_stage
from hwit_validators.records import School
from hwit_xl.cli import cli
from hwit_xl.workbooks import examples, package
from hwit_xl.workbooks.build import build

PICTURES = Path(__file__).parent / "pictures"
DPI = 100


def main() -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        CliRunner().invoke(cli, ["demo", str(folder / "demo")], catch_exceptions=False)
        results = folder / "demo-results"
        [feedback] = (results / "feedback").glob("Quarry Hill*")
        for picture, page in (
            ("start", "Start here"),
            ("outcomes", "Outcomes"),
            ("feedback", "Feedback"),
            ("indicators", "Indicators"),
        ):
            take(feedback, picture, page, last=picture == "outcomes")
        take(results / "report.xlsx", "report", "Findings")
        stage_7 = form_of_stage(7)
        example = examples.load("secondary")
        built = build(stage_7, example.tables(stage_7, as_if_on=dt.date.today()))
        package.save(built.workbook, folder / "progress.xlsx", chart_texts=built.chart_texts)
        take(folder / "progress.xlsx", "progress", "Progress")
        for stage, name, page in ((0, "criteria", "Criteria"), (1, "members", "Group members"), (2, "needs", "Needs"), (3, "priorities", "Priorities"),
                                  (5, "activities", "Activities"), (6, "actions", "Actions"), (8, "results", "Results")):  # fmt: skip
            form = form_of_stage(stage)
            built = build(form, examples.load("primary").tables(form))
            package.save(built.workbook, folder / f"{name}.xlsx", chart_texts=built.chart_texts)
            take(folder / f"{name}.xlsx", name, page)
        moderation(folder)


def moderation(folder: Path) -> None:
    """Draw a sample from annual reviews of invented schools, and take pictures of what comes of it."""
    returns = folder / "reviews"
    returns.mkdir()
    review, completed = form_of_stage(0), dt.date.today() - dt.timedelta(days=2)
    for number in range(24):
        plans = examples.names()
        tables = examples.load(plans[number % len(plans)]).tables(review, as_if_on=completed)
        [school] = tables[School.table]
        assert isinstance(school, School)
        named = {"urn": str(900201 + number), "name": f"{_PLACES[number % 12]} {school.phase} School"}
        if number >= 12:
            named["name"] = f"Upper {named['name']}"
        built = build(review, {**tables, School.table: (school.model_copy(update=named),)})
        package.save(built.workbook, returns / f"{named['urn']}.xlsx", chart_texts=built.chart_texts)
    risk = folder / "risk.csv"
    risk.write_text("URN,Reason\n900203,Clarification was sought twice last year\n", encoding="utf-8")
    arguments = ["sample", "draw", returns, "--seed", "The first six lottery balls of 24 November", "--risk", risk]
    arguments += ["--by", "A. Co-ordinator", "--to", folder / "sample"]
    CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)
    take(folder / "sample" / "sample.xlsx", "sample", "Sample")
    take(folder / "sample" / "sample.xlsx", "certificate", "Certificate")
    workbook = min((folder / "sample" / "moderators").iterdir())
    take(workbook, "moderator", "Moderation")
    take(workbook, "claims", "Claims")


_PLACES = (
    "Ashgrove", "Brookside", "Calder Vale", "Dene Park", "Elm Bank", "Fairlea", "Greenway", "Holly Mount", "Ivy Lane",
    "Jubilee", "Kingsmead", "Longacre",
)  # fmt: skip


def take(workbook: Path, picture: str, sheet: str, *, last: bool = False) -> None:
    """Save a picture of the first (or last) printed page of a sheet, without its empty margins below."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(
            ["soffice", "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", str(folder), str(workbook)],
            check=True, capture_output=True,
        )  # fmt: skip
        [pdf] = folder.glob("*.pdf")
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
        ).stdout
        pages = [number for number, page in enumerate(text.split("\f"), start=1) if _footer(page) == sheet]
        number = str(pages[-1] if last else pages[0])
        subprocess.run(
            [
                "pdftoppm",
                "-r",
                str(DPI),
                "-png",
                "-singlefile",
                "-f",
                number,
                "-l",
                number,
                str(pdf),
                str(PICTURES / picture),
            ],
            check=True,
        )
        print(f"{picture}.png: page {number} of {workbook.name}")


def _footer(page: str) -> str:
    """The sheet's name, which stands at the foot of each printed page beside the number."""
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    return lines[-1].partition("  ")[0].strip() if lines else ""


if __name__ == "__main__":
    main()
