"""The sample council's configuration, by the name that alerts use."""

from __future__ import annotations

import pytest

from perfdata.council import Council


@pytest.fixture
def council(sample: Council) -> Council:
    """The sample council's configuration; its data are in `loaded`."""
    return sample
