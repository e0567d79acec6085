"""``python -m hwit_xl``: the command line, as ``hwit``."""

from hwit_xl.cli import main

main()
