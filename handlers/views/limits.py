"""Slack's limits, and ours where Slack states none, each once by name.

Characters unless said otherwise. Source: Slack's Block Kit reference; where copies of it differ, the lower number.
"""

from __future__ import annotations

BLOCKS_IN_MESSAGE = 50
BLOCKS_IN_VIEW = 100
VIEW_AS_JSON = 250_000
"""In bytes, with all that is not ASCII written as JSON's escapes, as the SDK sends it."""

ELEMENTS_IN_ACTIONS = 25
BUTTONS_IN_ROW = 5
"""Ours: what a telephone shows without a wall of buttons."""
OPTIONS_IN_MENU = 5

MESSAGE_TEXT = 12_000
"""Slack cuts `text` at 40,000. With `BLOCKS_AS_JSON` as it is, the words of a message fit, so that `text` is whole."""

BLOCKS_AS_JSON = 10_000
"""Slack refuses somewhere above 13,000, which it does not document."""

RICH_TEXT = 3_000
"""Ours, from the limit of a section: Slack states none for rich text."""

HEADER = 150
CONTEXT_TEXT = 2_000
BUTTON_LABEL = 75
BUTTON_VALUE = 2_000
ACCESSIBILITY_LABEL = 75
OPTION_LABEL = 75
OPTION_VALUE = 150
OPTIONS = 100
OPTIONS_IN_MENU = 5
INPUT_LABEL = 2_000
TYPED = 3_000
CHECKBOXES = 10
MODAL_TITLE = 24
MODAL_BUTTON = 24
PRIVATE_METADATA = 3_000

CHART_TITLE = 50
CHART_LABEL = 20
"""Of a category, and of a series."""
CHART_POINTS = 20
CHARTS_IN_MESSAGE = 2

ALT_TEXT = 2_000
UPLOAD_ALT_TEXT = 1_000
TABLE_ROWS = 101
"""With the row of headings."""
TABLE_CAPTION = 255
"""Ours: Slack states none."""
