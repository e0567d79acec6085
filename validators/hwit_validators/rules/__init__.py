"""The rules: one module for each family. A rule is found here because its module is named below."""

from __future__ import annotations

from importlib import import_module

from hwit_validators.rules.between import AcrossRule
from hwit_validators.rules.engine import Rule

FAMILIES = {
    "AC": ("activities", "Activities"),
    "AG": ("agreement", "Agreement"),
    "AR": ("annual_review", "Annual review"),
    "BA": ("baselines", "Baselines"),
    "DG": ("development_group", "Development group"),
    "EL": ("entry", "Entry"),
    "IM": ("implement", "Implementation"),
    "MN": ("monitor", "Monitoring"),
    "NA": ("needs", "Needs analysis"),
    "OC": ("outcomes", "Outcomes"),
    "PA": ("partners", "Partners"),
    "PD": ("personal_data", "Personal data"),
    "PR": ("priorities", "Priorities"),
    "RV": ("review", "Review"),
    "SC": ("school", "School"),
    "SI": ("indicators", "Early success indicators"),
    "WB": ("workbook", "The file"),
    "XS": ("across", "Across stages and returns"),
}
"""What the two letters of a code stand for: the module of its rules, and its name for people."""

_DECLARED = [
    value
    for module, _ in FAMILIES.values()
    for value in vars(import_module(f"{__name__}.{module}")).values()
    if isinstance(value, Rule | AcrossRule)
]

ACROSS: tuple[AcrossRule, ...] = tuple(each for each in _DECLARED if isinstance(each, AcrossRule))
"""The rules between the returns of a batch."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (each.documentation if isinstance(each, AcrossRule) else each for each in _DECLARED),
        key=lambda rule: rule.code,
    )
)
"""Every rule, in the order of its code."""


def rule_named(code: str) -> Rule | None:
    """The rule of this code, in any case, or None."""
    return next((rule for rule in RULES if rule.code == code.strip().upper()), None)
