"""The one test of this folder that is there without a browser, to say that the others were left out."""

import pytest

from tests.browser.conftest import LEFT_OUT, browser_program


def test_there_is_a_browser(request: pytest.FixtureRequest) -> None:
    if browser_program() is None:
        pytest.skip(LEFT_OUT)
    assert request.getfixturevalue("browser").version
