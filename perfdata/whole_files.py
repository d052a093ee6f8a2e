"""A file under its name whole, or not at all: what leaves the system is never half a file."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from perfdata.errors import BadInput, Refused


def write_whole(path: Path, chunks: Iterable[bytes], *, force: bool, private: bool = False) -> None:
    """Write a file beside `path` and put it in its place when it is complete; a `private` one only its owner can read.

    Raises BadInput where it cannot be written there, and Refused where a file is there already, unless `force`.
    """
    check_path(path, force=force)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        unfinished.touch(mode=0o600 if private else 0o666, exist_ok=False)
        with unfinished.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        raise BadInput(f"{path} cannot be written. Check that you may write there and that there is room.") from None
    finally:
        unfinished.unlink(missing_ok=True)


def check_path(path: Path, *, force: bool) -> None:
    """Raise, as `write_whole` does, where a file cannot be written under that path."""
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder {path.parent}. Make it, or give another path.")
    if path.is_dir():
        raise BadInput(f"{path} is a folder. Give the path of a file.")
    if path.exists() and not force:
        raise Refused(f"{path} is there already. Give another path, or --force to write over it.")
