"""The letter to a school that joins: what the model is, the first steps, and whom to ask (H07)."""

from __future__ import annotations

import datetime as dt

from hwit_validators.tables import School
from hwit_validators.words import listed, shown
from hwit_xl import templates
from hwit_xl.checking.profile_file import Programme
from hwit_xl.papers.sender import UNNAMED
from hwit_xl.papers.sender import sender as programme_name
from hwit_xl.papers.word import Bold, Paper


def welcome(school: School, programme: Programme, on: dt.date) -> bytes:
    """The letter to a school that has joined (H07), as a .docx file.

    Raises:
        hwit_xl.problem.Problem: the programme's logo cannot be shown.
    """
    name = school.name or "your school"
    sender = programme_name(programme, school.local_programme)
    paper = Paper(programme, title=f"Welcome: {name}", sender=sender, foot=name)
    people = [(school.head_teacher, "Head teacher"), (school.coordinator, "Healthy Schools co-ordinator")]
    known = [(person, role) for person, role in people if person]
    paper.lines(*(f"{person}, {role}" for person, role in known), name)
    paper.paragraph(shown(on) or "", style="HWIT Date")
    paper.paragraph(f"Dear {listed(person for person, _ in known) or 'colleagues'},")
    paper.title("Welcome to the enhancement model")
    _what_it_is(paper, name, school)
    _the_way(paper)
    _first_steps(paper, school)
    _recognition(paper)
    _whom_to_ask(paper, programme, sender)
    paper.goodbye("With every good wish for the work ahead,")
    return paper.to_bytes()


def _what_it_is(paper: Paper, name: str, school: School) -> None:
    joined = f"joined it on {shown(school.joined_on)}" if school.joined_on else "is part of it"
    paper.paragraph(
        f"The Healthy Schools enhancement model builds on your National Healthy School Status, and we are delighted "
        f"that {name} {joined}. You choose what matters most for your children and young people, change it, and show "
        "by figures and by their own voices that it has changed."
    )
    if school.cluster:
        paper.paragraph(
            f"You work together with the other schools of {school.cluster}. The group is shared; your school keeps its "
            "own lead, its own figures and its own place in the model."
        )


def _the_way(paper: Paper) -> None:
    common = templates.words("common")
    stages, phases = common["stages"], common["phases"]
    paper.heading("Eight stages in two to three years", level=2)
    paper.listing(
        [("What it is for", 2), ("Stages", 3.1), ("What you will have at the end", 4)],
        [
            (phases[phase], "\n".join(f"{number}  {stages[str(number)]}" for number in numbers), result)
            for phase, numbers, result in _PHASES
        ],
    )


_PHASES = (
    (
        "plan",
        range(1, 6),
        "Two priorities, one from the local plan and one of your own; outcomes with a figure and a date for each; and "
        "milestones on the way. The local panel confirms this plan at the end of stage 4.",
    ),
    ("deliver", range(6, 8), "Activities that run, readings every term, and milestones that you reach and celebrate."),
    ("understand", range(8, 9), "Outcomes met, each confirmed by the panel, and a new priority to turn to."),
)


def _first_steps(paper: Paper, school: School) -> None:
    paper.heading("Your first steps", level=2)
    reviewed = "" if school.annual_review_on else " Your annual review belongs to it once a year."
    paper.steps(
        [
            [Bold("Bring a group together. "), "Senior leaders, teaching and support staff, pupils, parents and carers, "
             "governors and partners all have a voice in it."],
            [Bold("Fill in the stage 1 workbook. "), "It asks who is in the group, who does what, and "
             "when you meet. Each later workbook brings along what you wrote before."],
            [Bold("Keep the foundation firm. "), "The criteria of your Healthy School Status still hold." + reviewed],
            [Bold("Tell people. "), "Share this letter with staff, governors and parents, and put the work into your "
             "school development plan."],
        ]
    )  # fmt: skip


def _recognition(paper: Paper) -> None:
    paper.heading("What you earn on the way", level=2)
    paper.bullets(
        [
            [Bold("A certificate and our branding, "), "when the panel has confirmed your plan. From then on you may "
             "show the emblem of the enhancement model on letters, on your website and at your gate: it tells people "
             "that your plan is sound."],
            [Bold("A celebration of your own, "), "each time you reach a milestone."],
            [Bold("National recognition, "), "for every outcome that the panel confirms as met."],
        ],
        with_next=True,
    )  # fmt: skip


def _whom_to_ask(paper: Paper, programme: Programme, sender: str) -> None:
    contact = programme.profile.letters.contact
    ask = f"Ask us: {contact}." if contact else "Ask us whenever you need us."
    paper.note(
        Bold("You are not alone in this. "),
        f"{ask} {'Your Local Programme' if sender == UNNAMED else sender} can point you to data about your area and to partners, and can put "
        "you in touch with schools that work on the same priorities.",
        with_next=True,
    )
