"""Explanations of an answer that has changed since: on an open form the school's words stay where they are.

They do not count until somebody changes them. So the Feedback sheet keeps, in its hidden column, which answer they were
about and which words they were; for every other reader that is simply another answer.
"""

from __future__ import annotations

from dataclasses import replace

from hwit_validators.carried import digest
from hwit_validators.finding import Finding
from hwit_xl.checking.verdict import DROPPED, Verdict, about, judge_return
from hwit_xl.workbooks.feedback import Remark
from hwit_xl.workbooks.read import Explanation, Return

_AGAIN = "Change your words so that they fit the answer as it is now, and press Check again."


def judged(returned: Return, name: str) -> tuple[Return, Verdict]:
    """A return and what the rules say of it; words that were changed since they stopped counting, count again."""
    explanations = {}
    changed = {}
    for key, words in returned.explanations.items():
        answer, outdated, seen = words.about.partition(".")
        if outdated and seen != _print_of(words.text):
            changed[key] = words.text
        explanations[key] = Explanation(words.text, answer)
    returned = replace(returned, explanations=explanations)
    verdict = judge_return(returned, name)
    again = {
        found.key: Explanation(changed[found.key], about(found, returned.plan))
        for found in verdict.findings
        if found.key in changed
    }
    if again:
        returned = replace(returned, explanations=explanations | again)
        verdict = judge_return(returned, name)
    return returned, verdict


def remark(found: Finding, returned: Return) -> Remark:
    """A finding as the Feedback sheet shall show it, with what was typed beside it even where that does not count."""
    now = about(found, returned.plan)
    words = returned.explanations.get(found.key)
    if found.explanation or words is None:
        return Remark(found, now)
    if words.about == now:  # beside an error, or what was waived
        return Remark(replace(found, explanation=words.text), now)
    message = f"{found.message} {_AGAIN}" if found.message.endswith(DROPPED) else found.message
    kept = replace(found, explanation=words.text, message=message)
    return Remark(kept, f"{words.about}.{_print_of(words.text)}")


def _print_of(words: str) -> str:
    return digest(words)[:8]
