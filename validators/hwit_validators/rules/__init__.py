"""The rules: one module for each stage or family. A rule is found here because its module is named below."""

from __future__ import annotations

from types import ModuleType

from hwit_validators.across import AcrossRule
from hwit_validators.rule import Rule
from hwit_validators.rules import (
    across,
    activities,
    agreement,
    annual_review,
    baselines,
    changes,
    confirmation,
    development_group,
    entry,
    implement,
    indicators,
    members,
    milestones,
    monitor,
    needs,
    outcome_figures,
    outcomes,
    partners,
    personal_data,
    priorities,
    results,
    review,
    school,
    settled,
    workbook,
)

_MODULES: tuple[ModuleType, ...] = (
    workbook,
    school,
    entry,
    annual_review,
    members,
    development_group,
    needs,
    priorities,
    outcomes,
    outcome_figures,
    indicators,
    agreement,
    partners,
    activities,
    baselines,
    implement,
    monitor,
    milestones,
    changes,
    results,
    review,
    personal_data,
    settled,
    confirmation,
)

ACROSS: tuple[AcrossRule, ...] = tuple(value for value in vars(across).values() if isinstance(value, AcrossRule))
"""The rules between the returns of a batch."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        [
            *(value for module in _MODULES for value in vars(module).values() if isinstance(value, Rule)),
            *(rule.documentation for rule in ACROSS),
        ],
        key=lambda rule: rule.code,
    )
)
"""Every rule, in the order of its code."""


def rule_named(code: str) -> Rule | None:
    """The rule of this code, in any case, or None."""
    return next((rule for rule in RULES if rule.code == code.strip().upper()), None)
