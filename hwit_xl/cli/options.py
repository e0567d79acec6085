"""Options that several commands share."""

from __future__ import annotations

import datetime as dt

import click


class Day(click.ParamType):
    """A date, as 2011-07-31 or 31/07/2011."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read the date; a wrong one is a usage error."""
        if isinstance(value, dt.date):
            return value
        for style in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(str(value), style).date()
            except ValueError:
                continue
        self.fail(f"{value} is not a date such as 2011-07-31 or 31/07/2011", param, ctx)


on_day = click.option(
    "--on", type=Day(), default=None, metavar="DATE", help="Judge the returns as on this day (today by default)."
)
