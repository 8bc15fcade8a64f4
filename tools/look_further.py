"""Ends `make demo`: how to look further at the record that was just built."""

import sys
from pathlib import Path

COMMANDS = (
    ("timeline {record}", "dated events, in order"),
    ("statements {record} --speaker NAME", "who said what, through whom"),
    ("facts {record} --verdict contradict", "where sources disagree"),
    ("commitments {record}", "what was promised, by when"),
    ("sources {record}", "the documents, their dates and origins"),
    ("search {record} WORDS", "any spelling finds any spelling"),
)


def main() -> None:
    out = Path(sys.argv[1])
    record = out / "example.tawatur"
    print(f"\nThe record: {record} (one SQLite file). The same brief as a page: {out / 'brief.html'}\nLook further:")
    for command, what in COMMANDS:
        print(f"  .venv/bin/tawatur {command.format(record=record):55} {what}")


if __name__ == "__main__":
    main()
