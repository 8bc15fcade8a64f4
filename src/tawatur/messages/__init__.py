"""Every sentence a user reads, by key, in English and Arabic: `say(key, lang, **fields)`.

The sentences are data: `en.toml` and `ar.toml` beside this file hold the same keys (a test holds it). A key is the error's code or the
name of a label. Placeholders are `{name}`.
"""

import tomllib
from functools import cache
from importlib import resources

LANGUAGES = ("en", "ar")


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All messages of one language. Raises FileNotFoundError for a language that has no file."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{lang}.toml").read_text(encoding="utf-8"))


def say(key: str, lang: str = "en", **fields: object) -> str:
    """The message `key` in `lang`, its placeholders filled; the key and the fields themselves where no message is written."""
    template = catalogue(lang).get(key)
    if template is None:
        return " ".join([key, *(f"{name}={value}" for name, value in fields.items())])
    return template.format(**fields)
