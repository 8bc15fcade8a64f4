"""Draws the pictures of this folder again: the brief of examples/ on a laptop and on a phone. Needs Chromium and playwright.

    python docs/img/make.py
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
SHOTS = (  # file, width, height, colours, what stands at the top of the picture
    ("brief-laptop.png", 1280, 1000, "light", "body"),
    ("brief-said.png", 1280, 1000, "light", "#h-said"),
    ("brief-phone.png", 390, 844, "dark", "body"),
)


def page(folder: Path) -> Path:
    """The brief of the examples, as a user makes it."""
    record, html = folder / "\u0639\u0628\u0651\u0627\u0631\u0629 \u0627\u0644\u062e\u0644\u064a\u0635\u0629.tawatur", folder / "brief.html"
    tawatur = [sys.executable, "-m", "tawatur.cli"] if shutil.which("tawatur") is None else ["tawatur"]
    subprocess.run([*tawatur, "build", str(EXAMPLES), "-o", str(record)], check=True)
    subprocess.run([*tawatur, "--lang", "ar", "brief", str(record), "--format", "html", "-o", str(html)], check=True)
    return html


def main() -> None:
    """Builds, opens, takes the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        html = page(Path(folder))
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for name, width, height, colours, top in SHOTS:
            view = browser.new_page(viewport={"width": width, "height": height}, color_scheme=colours)
            view.emulate_media(reduced_motion="reduce", color_scheme=colours)
            view.goto(html.as_uri())
            view.evaluate("top => document.querySelector(top).scrollIntoView()", top)
            view.screenshot(path=HERE / name)
        browser.close()


if __name__ == "__main__":
    main()
