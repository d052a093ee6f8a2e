"""The same workspace and bot as the tests of Slack."""

from tests.slack.conftest import asking, farewells, loaded_url, slack, stopped_slack

__all__ = ["asking", "farewells", "loaded_url", "slack", "stopped_slack"]
