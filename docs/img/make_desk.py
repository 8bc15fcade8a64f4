"""Draws the pictures of the desk again: every page over the record of examples/. Needs Chromium and playwright.

    python docs/img/make_desk.py
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tawatur.store.desk_open import make

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
RECORD = "\u0639\u0628\u0651\u0627\u0631\u0629 \u0627\u0644\u062e\u0644\u064a\u0635\u0629.tawatur"
PORT = "\u0627\u0644\u0645\u0631\u0641\u0623"
SPAN = "/doc?id=01-sunbuk-2019-03-14.html#c=658-714"
PAIR = "/compare?a=09-dirdar-2019-11-12.txt&b=10-khulaisa-2019-11-28.html"
SHOTS = (  # file, width, colours, language, address
    ("desk-overview.png", 1280, "light", "ar", "/"),
    ("desk-timeline.png", 1280, "light", "ar", "/timeline"),
    ("desk-stories.png", 1280, "light", "ar", "/stories"),
    ("desk-story.png", 1280, "light", "ar", "STORY"),
    ("desk-statements.png", 1280, "light", "ar", "/statements"),
    ("desk-facts.png", 1280, "light", "ar", "/facts"),
    ("desk-fact.png", 1280, "light", "ar", "FACT"),
    ("desk-commitments.png", 1280, "light", "ar", "/commitments"),
    ("desk-names.png", 1280, "light", "ar", "/names?type=PER"),
    ("desk-name.png", 1280, "light", "ar", "NAME"),
    ("desk-network.png", 1280, "dark", "ar", "/network"),
    ("desk-sources.png", 1280, "light", "ar", "/sources"),
    ("desk-compare.png", 1280, "light", "ar", PAIR),
    ("desk-document.png", 1280, "light", "ar", SPAN),
    ("desk-document-english.png", 1280, "dark", "en", SPAN),
    ("desk-search.png", 1280, "light", "ar", f"/search?q={PORT}"),
    ("desk-queue.png", 1280, "light", "ar", "/queue"),
    ("desk-judgements.png", 1280, "light", "ar", "/judgements"),
    ("desk-phone-overview.png", 390, "light", "ar", "/"),
    ("desk-phone-facts.png", 390, "dark", "ar", "/facts"),
    ("desk-phone-document.png", 390, "light", "ar", SPAN),
)


def main() -> None:
    """Builds, serves, takes the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        record = Path(folder) / RECORD
        tawatur = [sys.executable, "-m", "tawatur"]
        subprocess.run([*tawatur, "build", str(EXAMPLES), "-o", str(record), "--quiet"], check=True)
        make(record, record.with_name(f"{record.name}-desk"))
        serving = subprocess.Popen([*tawatur, "serve", str(record)], stdout=subprocess.PIPE, text=True)
        address = serving.stdout.readline().strip()
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        try:
            shoot(browser, address)
        finally:
            browser.close()
            serving.terminate()
            serving.wait(10)


def shoot(browser: object, address: str) -> None:
    """Every picture, in a context of its own."""
    base = address.partition("/?")[0]
    for name, width, colours, lang, path in SHOTS:
        context = browser.new_context(viewport={"width": width, "height": 844 if width < 600 else 900}, color_scheme=colours, reduced_motion="reduce")
        context.add_cookies([{"name": "desk_lang", "value": lang, "url": base}])
        view = context.new_page()
        view.goto(address)
        if name == "desk-overview.png":
            decide(view, base)
        if path == "FACT":
            path = view.evaluate("fetch('/facts.json').then(r => r.json()).then(p => p.rows[1].href)")
        if path == "STORY":
            path = view.evaluate("fetch('/stories.json').then(r => r.json()).then(p => p.stories[0].href)")
        if path == "NAME":
            path = view.evaluate("fetch('/names.json?type=PER').then(r => r.json()).then(p => p.names[0].href)")
        view.goto(base + path)
        view.evaluate("document.fonts.ready")
        view.wait_for_timeout(900)
        view.screenshot(path=HERE / name)
        context.close()


def decide(view: object, base: str) -> None:
    """A few decisions, so that the pages of judgements have something to show."""
    view.goto(base + "/timeline")
    for keys in ("ja", "js", "jx", "u"):
        for key in keys:
            view.keyboard.press(key)
            view.wait_for_timeout(400)


if __name__ == "__main__":
    main()
