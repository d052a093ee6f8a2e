"""Work of several threads in one transaction: while one commit waits for the disk, more work gathers for the next."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")
_Asked = tuple[Callable[[Session], Any], "Future[Any]"]


class Together:
    """Runs what is asked of it, one piece of work after the other, and commits as much as has gathered at one go.

    `writing` is held while a transaction is open; whoever waits for it with the first piece of work takes along what
    others ask for meanwhile. Nobody is answered before the commit. When it fails, each piece is done by itself, so that
    the fault of one is nobody else's; work must therefore do nothing but by its session.
    """

    def __init__(
        self, transaction: Callable[[], AbstractContextManager[Session]], writing: AbstractContextManager[Any]
    ) -> None:
        self._transaction = transaction
        self._writing = writing
        self._lock = threading.Lock()
        self._gathered: list[_Asked] = []

    def __call__(self, work: Callable[[Session], T]) -> T:
        """What `work` gives, when it has been committed. Raises what it raises, and what the commit does."""
        done: Future[T] = Future()
        with self._lock:
            first = not self._gathered
            self._gathered.append((work, done))
        if first:
            with self._writing:
                with self._lock:
                    asked, self._gathered = self._gathered, []
                self._run(asked)
        return done.result()

    def _run(self, asked: list[_Asked]) -> None:
        try:
            with self._transaction() as session:
                results = [work(session) for work, _ in asked]
        except BaseException as error:
            if len(asked) > 1:
                for one in asked:
                    self._run([one])
            else:
                asked[0][1].set_exception(error)
        else:
            for (_, done), result in zip(asked, results, strict=True):
                done.set_result(result)
