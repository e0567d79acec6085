"""The letter with the panel's answer: what is confirmed, what it asks, and what comes next (H34, H58, H59)."""

from __future__ import annotations

from collections.abc import Iterator

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision, ItemDecision, Kind
from hwit_validators.words import counted, in_runs, shown
from hwit_xl.checking.profile_file import Programme
from hwit_xl.papers.items import ABOUT_WITHHELD, says_withheld, words
from hwit_xl.papers.sender import sender
from hwit_xl.papers.word import Bold, Paper

Items = tuple[ItemDecision, ...]
_SUBJECTS = {Kind.PLAN: "Your plan", Kind.AMENDMENTS: "Your amendments", Kind.OUTCOMES: "Your outcomes"}
_ONE = {Kind.PLAN: "item", Kind.AMENDMENTS: "amendment", Kind.OUTCOMES: "outcome"}


def decision(decision: Decision, programme: Programme) -> bytes:
    """The letter with the panel's answer on a plan, on amendments or on outcomes met, as a .docx file.

    Raises:
        hwit_xl.problem.Problem: the programme's logo cannot be shown.
    """
    confirmed = _answered(decision, QuasDecision.CONFIRMED)
    asked = _answered(decision, QuasDecision.CLARIFICATION)
    waiting = _answered(decision, QuasDecision.WAITING)
    subject = _SUBJECTS[decision.kind]
    paper = Paper(
        programme,
        title=f"{subject}: {decision.school}",
        sender=sender(programme, decision.local_programme),
        foot=f"{decision.school} · {subject.lower()}",
    )
    paper.lines("The head teacher and the Healthy Schools co-ordinator", decision.school)
    paper.paragraph(shown(decision.decided_on) or "", style="HWIT Date")
    paper.paragraph("Dear colleagues,")
    paper.title(_headline(decision.kind, confirmed, asked, waiting), _tagline(decision))
    paper.paragraph(_opening(decision, asked, waiting))
    if decision.anew and decision.number > 1:
        paper.note(_ANEW, tone="query")
    if decision.comment:
        paper.note(decision.comment)
    _questions(paper, asked)
    _confirmed(paper, confirmed)
    if waiting:
        paper.heading("Not answered yet", level=2)
        paper.paragraph(f"The panel will still write to you about {in_runs(item.ref for item in waiting)}.")
    if any(says_withheld(item) for item in (*asked, *_with_words(confirmed))):
        paper.paragraph(ABOUT_WITHHELD, style="HWIT Small")
    with paper.together():
        paper.heading("What comes next", level=2)
        paper.steps(_next_steps(decision.kind, confirmed, asked, waiting))
        if asked:
            paper.paragraph("If a question is unclear, please ask us: we are glad to talk it over.")
        greeting = "With good wishes," if asked or waiting else "With congratulations from all of us,"
        paper.goodbye(greeting, otherwise=decision.panel)
    return paper.to_bytes()


_ANEW = (
    "This answer takes the place of the panel's earlier ones on what you sent. What is not confirmed below is not confirmed "
    "any more, even if an earlier letter, a certificate or a page of recognition said so."
)


def _tagline(decision: Decision) -> str:
    reader = f" and {decision.second_reader}" if decision.second_reader else ""
    return f"URN {decision.urn} · submitted on {shown(decision.submitted_on)} · read by {decision.panel}{reader}"


def _answered(decision: Decision, answer: QuasDecision) -> Items:
    return tuple(item for item in decision.items if item.answer is answer)


def _headline(kind: Kind, confirmed: Items, asked: Items, waiting: Items) -> str:
    subject, one, count = _SUBJECTS[kind], _ONE[kind], len(confirmed)
    many = counted(count, one)
    different = len(_by_question(asked))
    questions = "one question" if different == 1 else f"{different} questions"
    if asked and (kind is Kind.PLAN or not confirmed):
        return f"{subject}: {questions} first"
    if asked:
        return f"{many} confirmed, and {questions}"
    if waiting:
        return f"{subject}: the answer so far" if kind is Kind.PLAN else f"{many} confirmed so far"
    if kind is Kind.PLAN:
        return "Congratulations: your plan is confirmed"
    whole = f"your {one} is confirmed" if count == 1 else f"your {many} are confirmed"
    return f"Congratulations: {whole}" if kind is Kind.OUTCOMES else whole[0].upper() + whole[1:]


def _opening(decision: Decision, asked: Items, waiting: Items) -> str:
    thanks = (
        f"Thank you for what you sent to the local quality assurance panel (QUAS) on {shown(decision.submitted_on)}."
    )
    if asked:
        return (
            f"{thanks} The panel read it with interest. Before it can confirm everything it would like to understand "
            "something better. Its questions are below. Nothing is refused: once they are answered, the panel looks at "
            "those parts again."
        )
    return f"{thanks} {_NOT_DONE if waiting else _PRAISE[decision.kind]}"


_NOT_DONE = "The panel has answered a part of it, and will write to you about the rest."
_PRAISE = {
    Kind.PLAN: "The panel has confirmed your whole plan: its priorities, its outcomes and milestones with their dates, "
    "and how you will show what was reached. Please thank everybody who had a part in it: it is clear what will be "
    "better for your children and young people, and by when.",
    Kind.AMENDMENTS: "The panel has confirmed what you asked to change. Looking at the figures and acting on them is "
    "what monitoring is for.",
    Kind.OUTCOMES: "The panel has looked at your evidence and confirms what you have reached. This is a real change for "
    "your children and young people. Please thank everybody who brought it about.",
}


def _questions(paper: Paper, asked: Items) -> None:
    if asked:
        paper.heading("What the panel asks", level=2)
    for question, about in _by_question(asked).items():
        if len(about) == 1:
            paper.paragraph(Bold(f"{about[0].ref}  "), words(about[0]), with_next=True)
            paper.note(question, tone="query")
        else:
            paper.paragraph("About ", Bold(in_runs(item.ref for item in about)), ":", with_next=True)
            paper.note(question, tone="query", with_next=True)
            paper.listing([("Ref", 0.6), ("What it says", 8)], [(item.ref, words(item)) for item in about])


def _by_question(asked: Items) -> dict[str, list[ItemDecision]]:
    """What the panel asks, in the order of the items: each question once, with the items it is about."""
    questions: dict[str, list[ItemDecision]] = {}
    for item in asked:
        questions.setdefault(item.comment or "Please make this clearer.", []).append(item)
    return questions


def _with_words(confirmed: Items) -> Items:
    """What is confirmed and stands in the letter with its words; indicators stand there only by their references.

    One that has a remark has its words too.
    """
    return tuple(item for item in confirmed if not item.ref.startswith("E") or item.comment)


def _confirmed(paper: Paper, confirmed: Items) -> None:
    if not confirmed:
        return
    named = _with_words(confirmed)
    milestones = [item for item in confirmed if item not in named]
    remarks = any(item.comment for item in named)
    paper.heading("What is confirmed", level=2)
    if named:
        paper.listing(
            [("Ref", 0.6), ("What it says", 5), *([("The panel's remark", 3)] if remarks else [])],
            [(item.ref, words(item), *([item.comment] if remarks else [])) for item in named],
        )
    if milestones:
        also = "Also the" if named else "The"
        many = len(milestones) > 1
        count, dates = ("indicators", "their dates") if many else ("indicator", "its date")
        paper.paragraph(f"{also} early success {count} {in_runs(item.ref for item in milestones)}, with {dates}.")


def _next_steps(kind: Kind, confirmed: Items, asked: Items, waiting: Items) -> Iterator[tuple[str, str]]:
    yield (
        Bold("Keep the decision file "),
        "that comes with this letter in the folder of your workbook. Your workbooks read the panel's answer from it.",
    )
    if asked:
        yield from _TO_ANSWER if confirmed else _TO_ANSWER[:-1]
    whole = not asked and not waiting
    if whole or (confirmed and kind is not Kind.PLAN):
        yield from _AFTER[kind] if whole else _AFTER[kind][:1]


_TO_ANSWER = (
    (
        Bold("Talk about the questions in your group. "),
        "Then change the answer in your workbook, or explain in a sentence or two why it stands.",
    ),
    (
        Bold("Submit again: "),
        "press Produce QUAS submission, or use “hwit submit”, whose option “--reply” takes an explanation.",
    ),
    (Bold("Leave the rest as it is. "), "What is confirmed stays confirmed as long as it says the same."),
)
_AFTER = {
    Kind.PLAN: (
        (
            Bold("Hang up your certificate, "),
            "and show the emblem of the enhancement model wherever you like: the right to use it is yours from today.",
        ),
        (
            Bold("Begin stage 5: "),
            "press Start next stage, or use “hwit next”. You choose activities and partners, and measure where you "
            "start from before the work begins.",
        ),
        (
            Bold("If a plan must change later: "),
            "your group may revise a milestone; an outcome changes only when the panel confirms it.",
        ),
    ),
    Kind.AMENDMENTS: (
        (
            Bold("Write the panel's answer and its date "),
            "on the Amendments sheet, or let “hwit new --from” do it. From then on progress is measured against what "
            "was confirmed.",
        ),
        (Bold("Tell your group and your governors "), "what has changed, and why."),
    ),
    Kind.OUTCOMES: (
        (
            Bold("Celebrate. "),
            "A page of recognition comes for each confirmed outcome, to be hung up where everybody sees it.",
        ),
        (
            Bold("Tell inspectors and governors: "),
            "“hwit sef” writes the text for your self-evaluation form.",
        ),
        (
            Bold("Look ahead. "),
            "When your outcomes are done, “hwit next” begins a new cycle, with an up-to-date needs analysis and a new "
            "priority.",
        ),
    ),
}
