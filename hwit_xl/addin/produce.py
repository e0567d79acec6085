"""What the buttons write: a submission, the next form, text for the self-evaluation form. Nothing is ever replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from hwit_validators.model.decision import State
from hwit_validators.plan import Plan
from hwit_validators.words import counted, listed
from hwit_xl.addin import words
from hwit_xl.addin.desk import Desk
from hwit_xl.checking.verdict import Verdict
from hwit_xl.files.names import free
from hwit_xl.files.writing import NotWritten, write_folder
from hwit_xl.next_form.next_stage import ensure_goes_on, next_form
from hwit_xl.panel.manifest import Manifest
from hwit_xl.panel.submission import Submission, submission, submission_name, submitted_kind
from hwit_xl.problem import Problem, concerning
from hwit_xl.self_evaluation.text import sef_text
from hwit_xl.workbooks.reading.read import Return

_NOTHING = "Nothing was written"


def submit(desk: Desk) -> str:
    """Write a submission to the panel. Returns what to tell; "" if the person would rather not.

    Raises:
        Problem: there is nothing to submit, or not yet.
    """
    returned, verdict = _ready(desk, "produce the submission", decisions=True, suits=submitted_kind)
    with concerning(_NOTHING):
        made = submission(returned, verdict, desk.programme, {})
        if replies := _replies(desk, made.manifest):
            made = submission(returned, verdict, desk.programme, replies)
    folder = desk.ask.folder("Choose where to put the folder for the panel.")
    if folder is None:
        return ""
    target = free(folder / submission_name(returned, made.manifest))
    _write(target, made.files)
    return _submitted(target, made)


def _replies(desk: Desk, manifest: Manifest) -> dict[str, str]:
    """What the school answers to questions of the panel about items it has not changed."""
    if manifest.state is not State.RESUBMITTED:
        return {}
    open_items = [item for item in manifest.items if item.question and not item.changed]
    if open_items and not desk.ask.takes_lines:
        questions = "\n".join(f"- {item.ref}: {item.question}" for item in open_items)
        desk.ask.tell(
            f"The panel asked about items that you have not changed:\n{questions}\n\nThis program cannot ask for your "
            "answers. Change the items, or make the submission with hwit submit --reply on the command line."
        )
        return {}
    replies = {}
    for item in open_items:
        desk.ask.tell(f"The panel asked about {item.ref}: {item.question}\n\nYou can type an answer next.")
        if reply := desk.ask.line(f"Your answer about {item.ref}:"):
            replies[item.ref] = reply
    return replies


def _submitted(target: Path, made: Submission) -> str:
    manifest = made.manifest
    said = f"The submission is in {target}\n\n{counted(len(manifest.items), 'item')} for the panel. "
    said += "Read the PDF, then send the whole folder to your Local Programme."
    if manifest.open_queries:
        count = counted(len(manifest.open_queries), "query stands", "queries stand")
        said += f"\n\n{count} without an explanation. The panel will see that."
    if manifest.state is State.RESUBMITTED:
        left = [item.ref for item in manifest.items if item.question and not item.changed and not item.reply]
        if left:
            said += f"\n\n{listed(left)}: just as when the panel asked, and without an answer."
    return said


def next_stage(desk: Desk) -> tuple[str, Path | None]:
    """Write the form that follows. Returns what to tell, and the new workbook.

    Raises:
        Problem: no form follows this one, or not yet.
    """
    returned, _ = _ready(desk, "start the next stage", decisions=True, suits=ensure_goes_on)
    with concerning(_NOTHING):
        made = next_form(returned)
    folder = desk.ask.folder("Choose where to put the new form.")
    if folder is None:
        return "", None
    target = free(folder / f"{returned.called} - {made.file_name}.xlsx")
    _write(folder, {target.name: made.data})
    said = f"The form {made.form.title} is in {target}\n\nEverything you have entered so far is in it, locked."
    if made.kept:
        said += f" {counted(made.kept, 'explanation travels', 'explanations travel')} with it."
    if made.aside:
        said += "\n\nNo longer asked for:\n" + "\n".join(f"- {line}" for line in made.aside)
    if made.lost:
        said += "\n\nNot carried over:\n" + "\n".join(f"- {line}" for line in made.lost)
    return said, target


def sef(desk: Desk) -> str:
    """Write text for the self-evaluation form. Returns what to tell; "" if the person would rather not.

    Raises:
        Problem: there is nothing to claim, or not yet.
    """
    from hwit_xl.self_evaluation.paper import paper, sef_name  # only this button needs Word's library

    form = desk.programme.profile.sef
    returned, verdict = _ready(desk, "make the text", suits=lambda plan: sef_text(plan, (), form))
    with concerning(_NOTHING):
        text = sef_text(returned.plan, verdict.findings, form)
    folder = desk.ask.folder("Choose where to put the text.")
    if folder is None:
        return ""
    target = free(folder / sef_name(returned))
    _write(folder, {target.name: paper(text)})
    said = f"The text is in {target}\n\n{counted(len(text.claims), 'point')} to claim."
    if text.elsewhere:
        belong = "belongs" if len(text.elsewhere) == 1 else "belong"
        said += f" {listed(each.outcome.ref for each in text.elsewhere)} {belong} under another line of the form."
    for left in text.left_out:
        said += f"\n{left.outcome.ref} is left out: {left.why}"
    return said + words.beside(desk.beside)


def _ready(
    desk: Desk, aim: str, *, decisions: bool = False, suits: Callable[[Plan], object] = lambda plan: None
) -> tuple[Return, Verdict]:
    """What the workbook says, once it may be used for something.

    Args:
        suits: raises what is wrong if the stage is no use for it, which putting errors right would not change.

    Raises:
        Problem: it was never saved, cannot be read, or errors stand in it.
    """
    if not desk.saved:
        raise Problem(f"This form has not been saved yet. Save it first, and then {aim}. Nothing was written.")
    returned, verdict = desk.read(decisions_needed=decisions)
    with concerning(_NOTHING):
        suits(returned.plan)
    if verdict.blocks:
        raise Problem(words.errors_first(sum(1 for found in verdict.findings if found.blocks), aim))
    return returned, verdict


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files that are not there yet, with the folders above them: all of them, or none.

    Raises:
        Problem: that could not be done.
    """
    try:
        write_folder(folder, files.items(), replace=False)
    except NotWritten as refused:
        raise Problem(f"{refused}. Choose another folder.") from refused
