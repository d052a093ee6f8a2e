"""A board's own choices about its alert: when it comes, how long it is, and what it names."""

from __future__ import annotations

from perfdata.council import BoardOptions, Council


def options_of(council: Council, board: str) -> BoardOptions:
    """The choices of the board with that code."""
    return council.board_options.get(board) or BoardOptions()
