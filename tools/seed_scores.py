"""Scores every layer on the seeds' gold in ../shared, prints the table, and fails when a figure falls below its floor.

Floors live in tests/floors.toml; lowering one needs a line in CHANGELOG.md that says why. Without ../shared it says so and passes.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FLOORS = ROOT / "tests" / "floors.toml"
TAWATUR = Path(sys.executable).with_name("tawatur")


def predictions(out: Path) -> dict[str, Path]:
    """The commands' output over the seeds: pages as they are (`bare`), with the affair's year told (`year`), and with their dates (`dated`)."""
    pages = sorted(map(str, (SHARED / "seeds").glob("*.txt")))
    dated = out / "dated.jsonl"
    dated.write_bytes(subprocess.run([sys.executable, SHARED / "score" / "seeds_input.py"], check=True, capture_output=True).stdout)
    runs = {
        "annotate": ["annotate", *pages],
        "annotate_year": ["annotate", "--published-after", "2021-01-01", "--published-before", "2021-12-31", *pages],
        "annotate_dated": ["annotate", str(dated)],
        "compare": ["compare", *pages],
        "compare_dated": ["compare", str(dated)],
    }
    files = {}
    for name, command in runs.items():
        files[name] = out / f"{name}.jsonl"
        with files[name].open("wb") as file:
            subprocess.run([TAWATUR, *command], check=True, stdout=file)
    return files


def score(layer: str, gold: Path, predicted: Path) -> dict[str, object]:
    command = [sys.executable, SHARED / "score" / "score.py", layer, gold, predicted, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def look_up(table: dict[str, object], path: str) -> float:
    """`value.f1` in the scorer's table."""
    value: object = table
    for part in path.split("."):
        value = value[part]  # type: ignore[index]
    return float(value)  # type: ignore[arg-type]


def main() -> int:
    if not SHARED.is_dir():
        print("seed scores: skipped, no ../shared beside this checkout")
        return 0
    out = ROOT / "out" / "seeds"
    out.mkdir(parents=True, exist_ok=True)
    files, low = predictions(out), 0
    print(f"{'layer':12} {'input':15} {'figure':26} {'value':>7} {'floor':>7}")
    for row in tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floor"]:
        table = score(row["layer"], SHARED / "gold" / "seeds" / f"{row['layer']}.jsonl", files[row["input"]])
        value = look_up(table, row["figure"])
        short = value > row["most"] if "most" in row else value < row["least"]
        low += short
        print(f"{row['layer']:12} {row['input']:15} {row['figure']:26} {value:7.3f} {row.get('least', row.get('most')):7.3f}{'  BELOW THE FLOOR' if short else ''}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
