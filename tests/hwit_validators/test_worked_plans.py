"""The worked plans are sound: every form of every school, judged on the day it was completed, by every rule."""

from __future__ import annotations

import pytest

from hwit_validators.model.finding import Severity
from hwit_validators.plan import Plan
from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_validators.tables.forms import FORMS, Form
from hwit_xl.workbooks.building import examples
from support.plans import circumstances, example


@pytest.mark.parametrize("name", examples.names())
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_worked_plan_is_sound(name: str, form: Form) -> None:
    worked = example(name)
    plan = Plan(form, worked.tables(form), circumstances(worked.completed_on(form)))
    checked = check(plan, RULES)
    assert not checked.broken
    serious = [finding for finding in checked.findings if finding.severity is not Severity.ADVICE]
    assert [(finding.code, finding.ref, finding.message) for finding in serious] == []
