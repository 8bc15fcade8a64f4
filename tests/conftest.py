"""Properties are tried on the same examples on every run, so that a red run is about the change; HYPOTHESIS_PROFILE=search looks for new ones."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("search")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture
def at_rest() -> Iterator[None]:
    """The collector of garbage rests: late in a long run it walks over everything that the tests before left, which says nothing of the code that is timed."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
