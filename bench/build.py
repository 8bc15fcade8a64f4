"""`make bench`: building a real pile into a record, in passes of CPU, with peak memory, and CPU a document at 1,000 and at 16,000 documents.

Figures to hold: at most 500 passes and 2 GiB for ant-2018; a document at 16,000 costs at most 1.2 times what it costs at 1,000.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from passes import Memory, cpu, one_pass, rows


def build(some: list[dict[str, object]], folder: Path) -> float:
    """CPU seconds of `tawatur build` over `some`, all its processes."""
    pile, record = folder / f"{len(some)}.jsonl", folder / f"{len(some)}.tawatur"
    pile.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in some), encoding="utf-8")
    began = cpu()
    tawatur = Path(sys.executable).with_name("tawatur")
    subprocess.run([tawatur, "build", str(pile), "-o", str(record), "--quiet", "--max-failures", str(len(some))], check=True, stderr=subprocess.DEVNULL)
    used = cpu() - began
    print(f"  {len(some):6} documents: {used:7.1f} s CPU, {1000 * used / len(some):6.2f} ms a document, record {record.stat().st_size / 2**20:.0f} MiB", flush=True)
    return used


def main() -> None:
    every = rows("ant-2018")
    unit = one_pass(str(row["text"]) for row in every)
    print(f"ant-2018: {len(every)} documents; one pass = {unit:.3f} s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        step = max(1, len(every) // 1000)
        small = build(every[::step][:1000], folder) / 1000
        large = build(every[:16000], folder) / 16000
        with Memory() as memory:
            whole = build(every, folder)
    print(f"whole pile: {whole / unit:.0f} passes (at most 500); peak memory {memory.peak:.2f} GiB (at most 2)")
    print(f"CPU a document, 16,000 : 1,000 = {large / small:.2f} (at most 1.2)")


if __name__ == "__main__":
    main()
