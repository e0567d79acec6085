"""Make the pictures of the documentation from real files: the demonstration, a moderation, one school's journey, the add-in.

Needs LibreOffice and poppler (``soffice``, ``pdftoppm``, ``pdftotext``), and python3-uno for the add-in. Run it from anywhere:
``python docs/make_pictures.py``, or ``python docs/make_pictures.py journey`` for the pictures of one part only: ``forms``,
``moderation``, ``journey`` or ``addin``.
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner
from picture_of_tab import picture_of_tab

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.record import Record
from hwit_validators.tables import Amendment, Outcome, School
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.addin import buttons
from hwit_xl.addin.install import macros
from hwit_xl.cli import cli
from hwit_xl.workbooks.building import examples
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build

PICTURES = Path(__file__).parent / "pictures"
TESTS = Path(__file__).parent.parent / "tests"
SHEET_DPI, PAPER_DPI = 100, 75


def main(parts: list[str]) -> None:
    """Make the pictures of these parts, or of all."""
    known = {"forms": forms, "moderation": moderation, "journey": journey, "addin": addin}
    for part in parts or list(known):
        with tempfile.TemporaryDirectory() as name:
            known[part](Path(name))


def hwit(*arguments: object) -> None:
    """Run one command that must succeed."""
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)
    if result.exit_code:
        raise SystemExit(f"hwit {' '.join(map(str, arguments))}\n{result.output}")


def fill_in(stage: int, path: Path, plan: str, as_if_on: dt.date | None = None, **instead: tuple[Record, ...]) -> Path:
    """Write a return from a worked plan; ``instead`` gives other records for some of its tables."""
    form = form_of_stage(stage)
    built = build(form, {**examples.load(plan).tables(form, as_if_on=as_if_on), **instead})
    path.parent.mkdir(parents=True, exist_ok=True)
    package.save(built.workbook, path, chart_texts=built.chart_texts)
    return path


def forms(folder: Path) -> None:
    """The sheets of the forms, and what a check hands back."""
    CliRunner().invoke(cli, ["demo", str(folder / "demo")], catch_exceptions=False)  # exit code 1: mistakes are planted
    results = folder / "demo-results"
    copies = results / "feedback"
    take(one(copies, "Parkside*"), "start", "Start here")
    take(one(copies, "Quarry Hill*"), "outcomes", "Outcomes", last=True)
    take(one(copies, "Quarry Hill*"), "feedback", "Feedback")
    take(one(copies, "Quarry Hill*"), "indicators", "Indicators")
    take(results / "report.xlsx", "report", "Findings")
    take(fill_in(7, folder / "progress.xlsx", "secondary", dt.date.today()), "progress", "Progress")
    for stage, name, page in ((0, "criteria", "Criteria"), (1, "members", "Group members"), (2, "needs", "Needs"), (3, "priorities", "Priorities"),
                              (5, "activities", "Activities"), (6, "actions", "Actions"), (8, "results", "Results")):  # fmt: skip
        take(fill_in(stage, folder / f"{name}.xlsx", "primary"), name, page)


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
    hwit(
        "sample", "draw", returns, "--seed", "The first six lottery balls of 24 November", "--risk", risk,
        "--by", "A. Co-ordinator", "--to", folder / "sample",
    )  # fmt: skip
    take(folder / "sample" / "sample.xlsx", "sample", "Sample")
    take(folder / "sample" / "sample.xlsx", "certificate", "Certificate")
    workbook = min((folder / "sample" / "moderators").iterdir())
    take(workbook, "moderator", "Moderation")
    take(workbook, "claims", "Claims")


_PLACES = (
    "Ashgrove", "Brookside", "Calder Vale", "Dene Park", "Elm Bank", "Fairlea", "Greenway", "Holly Mount", "Ivy Lane",
    "Jubilee", "Kingsmead", "Longacre",
)  # fmt: skip

PANEL = ("--panel", "Jo Harding", "--second-reader", "Sam Okoro")
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60">
<path d="M8 46C20 12 44 12 56 46Z" fill="#2e7d4f"/><path d="M44 46C58 20 78 20 92 46Z" fill="#7fb77e"/>
<circle cx="94" cy="18" r="10" fill="#e5b85c"/><rect x="4" y="48" width="112" height="4" fill="#0b4f5c"/></svg>
"""
PROFILE = """programme = "Anytown Healthy Schools"
[letters]
address = ["Civic Centre", "Market Street", "Anytown AN1 1AA"]
signed_by = "Jo Harding"
role = "Programme manager"
contact = "healthy.schools@anytown.example.gov.uk, 01632 960123"
logo = "logo.svg"
"""


def journey(desk: Path) -> None:
    """One school's way past the panel, by the commands that a school and its programme use, all in one folder."""
    (desk / "logo.svg").write_text(LOGO, encoding="utf-8")
    (desk / "hwit.toml").write_text(PROFILE, encoding="utf-8")
    hwit("recognise", fill_in(1, desk / "stage 1.xlsx", "primary"), *as_programme(desk, completed(1)))
    paper(one(desk, "*welcome*.docx"), "welcome")
    plan_confirmed(desk)
    monitored(desk)
    outcomes_met(desk)


def as_programme(desk: Path, on: dt.date) -> tuple[object, ...]:
    """Options that give a document the programme's name, and its day."""
    return "--profile", desk / "hwit.toml", "--on", on


def plan_confirmed(desk: Path) -> None:
    """Stage 4: a plan, a question of the panel, its answer, the certificate, and the next stage's form."""
    outcomes = tuple(
        outcome.model_copy(update={"evidence_plan": "The yearly survey, with the same question each time."})
        if outcome.ref == "O2"
        else outcome
        for outcome in examples.load("primary").tables(form_of_stage(4))[Outcome.table]
    )
    path = fill_in(4, desk / "stage 4.xlsx", "primary", **{Outcome.table: outcomes})
    hwit("submit", path, *as_programme(desk, completed(4)), "-o", desk / "plan")
    question = ("--clarify", "O2=How are parents asked?")
    hwit("decide", desk / "plan", *question, "--confirm", "all", *PANEL, *as_programme(desk, completed(4, 7)))
    paper(one(desk, "*plan decision*.docx"), "decision_letter")
    fill_in(4, path, "primary")
    reply = ("--reply", "O2=On paper, at parents' evening.")
    hwit("submit", path, *reply, *as_programme(desk, completed(4, 10)), "-o", desk / "plan again")
    paper(desk / "plan again" / "submission.pdf", "submission_plan")
    hwit("decide", desk / "plan again", "--confirm", "all", *PANEL, *as_programme(desk, completed(4, 14)))
    hwit("recognise", one(desk, f"*{completed(4, 14)}.json"), *as_programme(desk, completed(4, 14)))
    paper(one(desk, "*certificate*.pdf"), "certificate_of_plan")
    hwit("next", path, "--on", completed(4, 14), "-o", desk / "stage 5.xlsx")
    take(desk / "stage 5.xlsx", "carried", "Priorities")


def monitored(desk: Path) -> None:
    """Stage 7: revisions, an amendment that the panel confirms, progress, and a milestone to celebrate."""
    waiting = tuple(
        change.model_copy(update={"decision": QuasDecision.WAITING, "decided_on": None})
        for change in examples.load("primary").tables(form_of_stage(7))[Amendment.table]
    )
    path = fill_in(7, desk / "stage 7.xlsx", "primary", **{Amendment.table: waiting})
    take(path, "revisions", "Revisions")
    hwit("submit", path, *as_programme(desk, completed(7)), "-o", desk / "amendment")
    paper(desk / "amendment" / "submission.pdf", "submission_amendment")
    answered = completed(7, 12)
    hwit("decide", desk / "amendment", "--confirm", "all", *PANEL, *as_programme(desk, answered))
    hwit("new", "--from", path, "-o", path, "--force", "--on", answered)
    take(path, "amendments", "Amendments")
    hwit("progress", path, "--on", answered, "--excel", desk / "progress.xlsx", "--pdf", desk / "governors.pdf")
    paper(desk / "governors.pdf", "progress_page")
    take(desk / "progress.xlsx", "progress_chart", "O1")
    hwit("celebrate", path, "--on", answered, "--indicator", "E3")
    paper(one(desk, "*celebration*.pdf"), "celebration")


def outcomes_met(desk: Path) -> None:
    """Stage 8: outcomes that are met, their recognition, text for the self-evaluation form, and the next cycle."""
    path = fill_in(8, desk / "stage 8.xlsx", "primary")
    hwit("sef", path, "--on", completed(8))
    paper(one(desk, "*self-evaluation*.docx"), "sef")
    hwit("submit", path, *as_programme(desk, completed(8)), "-o", desk / "outcomes met")
    paper(desk / "outcomes met" / "submission.pdf", "submission_outcome")
    answered = completed(8, 9)
    hwit("decide", desk / "outcomes met", "--confirm", "all", *PANEL, *as_programme(desk, answered))
    hwit("recognise", one(desk, "*outcomes decision*.json"), *as_programme(desk, answered))
    paper(one(desk, "*outcome O1*.pdf"), "outcome_recognition")
    hwit("next", path, "--on", answered, "-o", desk / "cycle 2.xlsx")
    take(desk / "cycle 2.xlsx", "history", "Earlier cycles")
    take(desk / "cycle 2.xlsx", "needs_begun", "Needs")


def addin(folder: Path) -> None:
    """The tab as its description has it, and forms in which buttons were pressed.

    LibreOffice takes the place of Excel, by the engine of ``tests/office``: the functions behind the buttons are the real ones.
    """
    (PICTURES / "addin_tab.png").write_bytes(picture_of_tab(macros.ribbon()))
    sys.path.append(str(TESTS))
    from office import engine
    from office.pressing import AtWork, Person
    from support.libreoffice import Office

    office = Office(folder / "profile")
    try:
        app, person = engine.app(office), Person()
        with office.open(fill_in(4, folder / "stage 4.xlsx", "primary")) as form:
            work = AtWork(app, form, person, 4)
            work.type(Outcome, "evidence_plan", 0, "tbc")
            work.type(Outcome, "target", 1, "")
            work.type(Outcome, "target_date", 2, "next summer")
            work.press(buttons.check)
            form.export(folder / "checked.pdf", "calc_pdf_Export")
        today = dt.date.today()
        with office.open(fill_in(7, folder / "stage 7.xlsx", "primary", today)) as form:
            work = AtWork(app, form, person, 7)
            buttons.progress(work.book, person, today)
            form.export(folder / "progressed.pdf", "calc_pdf_Export")
    finally:
        office.quit()
    print(*person.told, sep="\n\n")  # docs/add-in.md quotes what the buttons said
    take(folder / "checked.pdf", "addin_outcomes", "Outcomes", last=True)
    take(folder / "checked.pdf", "addin_feedback", "Feedback", above="F7")
    take(folder / "progressed.pdf", "addin_progress", "Progress")


def completed(stage: int, days_later: int = 0) -> dt.date:
    """The day on which the worked plan's return of a stage was completed, or some days later."""
    return examples.load("primary").completed_on(form_of_stage(stage)) + dt.timedelta(days_later)


def one(folder: Path, pattern: str) -> Path:
    """The one file of this kind in a folder."""
    [found] = folder.glob(pattern)
    return found


def take(workbook: Path, picture: str, sheet: str, *, last: bool = False, above: str = "") -> None:
    """Save a picture of the first (or last) printed page of a sheet of a workbook, without the empty space at its foot.

    ``above``: a word that stands once on the page; only what is above its row is taken.
    """
    with tempfile.TemporaryDirectory() as name:
        pdf = as_pdf(workbook, Path(name))
        pages = [number for number, page in enumerate(_text(pdf).split("\f"), start=1) if _footer(page) == sheet]
        if not pages:
            raise SystemExit(f"{workbook.name} has no printed page of the sheet {sheet}")
        number = pages[-1] if last else pages[0]
        save(pdf, picture, number, SHEET_DPI, height=_filled(pdf, number, above))


def paper(document: Path, picture: str) -> None:
    """Save a picture of the first page of a PDF or Word document."""
    with tempfile.TemporaryDirectory() as name:
        save(as_pdf(document, Path(name)), picture, 1, PAPER_DPI)


def as_pdf(document: Path, folder: Path) -> Path:
    """A workbook or Word document as LibreOffice prints it; a PDF as it is."""
    if document.suffix == ".pdf":
        return document
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", str(folder), str(document)],
        check=True, capture_output=True,
    )  # fmt: skip
    return one(folder, "*.pdf")


def save(pdf: Path, picture: str, page: int, dpi: int, height: float | None = None) -> None:
    """Save one page of a PDF as a picture, or only the upper part of it, of a height in points."""
    chosen = ["-f", str(page), "-l", str(page)]
    if height:
        chosen += ["-x", "0", "-y", "0", "-W", str(20 * dpi), "-H", str(round(height * dpi / 72))]
    target = str(PICTURES / picture)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", "-singlefile", *chosen, str(pdf), target], check=True)
    print(f"{picture}.png: page {page} of {pdf.name}")


def _text(pdf: Path, *options: str) -> str:
    command = ["pdftotext", *(options or ["-layout"]), str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _footer(page: str) -> str:
    """The sheet's name, which stands at the foot of each printed page beside the number."""
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    return lines[-1].partition("  ")[0].strip() if lines else ""


def _filled(pdf: Path, page: int, above: str = "") -> float:
    """How far down a page its text goes, in points, with some room below it, the footer left out."""
    words = _text(pdf, "-bbox", "-f", str(page), "-l", str(page))
    if above:
        [top] = re.findall(rf'yMin="([0-9.]+)"[^>]*>{above}<', words)
        return float(top) - 4
    lines = [(float(top), float(end)) for top, end in re.findall(r'yMin="([0-9.]+)".*yMax="([0-9.]+)"', words)]
    footer, _ = max(lines)
    return min(max(end for _, end in lines if end < footer) + 24, footer - 2)


if __name__ == "__main__":
    main(sys.argv[1:])
