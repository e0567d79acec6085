"""Names of files and folders as they are given to a command."""

from __future__ import annotations

import os
from typing import Any

import click

from hwit_xl.problem import Problem


class NamedPath(click.Path):
    """A path that has a name: an empty one, as a script gives whose variable is not set, would mean the current folder."""

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Take the path; one without a name is refused.

        Raises:
            Problem: it has none.
        """
        if not os.fspath(value):
            name = param.get_error_hint(ctx).replace("'", "") if param and ctx else "a path"
            raise Problem(f"{name}: the name is empty; write . if you mean the folder you are in")
        return super().convert(value, param, ctx)
