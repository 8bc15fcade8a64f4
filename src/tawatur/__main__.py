"""`python -m tawatur` is the command `tawatur`."""

from tawatur.cli import main

main(prog_name="tawatur")
