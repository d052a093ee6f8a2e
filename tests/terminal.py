"""`bot.py` as a test types it: in this process, which saves the second that an interpreter takes to begin."""

from __future__ import annotations

import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import bot

COUNCIL = Path(__file__).parent.parent / "config" / "norbridge"


class Terminal:
    """The command line of the sample council on 24 November 2026, on a database in `folder`, which begins empty."""

    def __init__(self, folder: Path) -> None:
        self._environment = {
            "DATABASE_URL": f"sqlite:///{folder / 'held.db'}",
            "SCRUTINEER_CONFIG": str(COUNCIL),
            "SCRUTINEER_TODAY": "2026-11-24",
            "SLACK_BOT_TOKEN": "",
        }

    def __call__(self, *words: str | Path) -> tuple[int, str, str]:
        """Run a command; exit code, standard output and standard error."""
        said, problem = io.StringIO(), io.StringIO()
        with patch.dict(os.environ, self._environment), redirect_stdout(said), redirect_stderr(problem):
            try:
                code = bot.main([str(word) for word in words])
            except SystemExit as left:
                # Wrong usage ends the program by itself.
                code = left.code if isinstance(left.code, int) else 1
        return code, said.getvalue(), problem.getvalue()

    def json(self, *words: str | Path) -> tuple[int, Any]:
        """Run a command with --json; exit code and document."""
        code, said, _ = self(*words, "--json")
        return code, json.loads(said)
