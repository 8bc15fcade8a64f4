"""Both languages have the same messages with the same placeholders."""

import re

from tawatur.messages import LANGUAGES, catalogue


def test_catalogues_hold_the_same_keys_and_placeholders() -> None:
    english = catalogue("en")
    for lang in LANGUAGES:
        other = catalogue(lang)
        assert sorted(other) == sorted(english)
        for key, template in english.items():
            assert sorted(re.findall(r"\{(\w+)\}", other[key])) == sorted(re.findall(r"\{(\w+)\}", template)), key
