"""Every error that the domain raises on purpose.

    ScrutineerError           carries `sentence`: what is wrong, where, and what to do; fit to show to anyone
    ├── Refused               a request that the rules do not allow
    │   ├── NotAllowed        this person, here, may not do this
    │   └── IllegalMove       the thing is in a state that does not allow it
    ├── NotFound              nothing of that name or code is held
    ├── BadInput              a word, date or file that cannot be read
    └── BadConfiguration      the council's settings contradict themselves; stops the start

Anything else that is raised is a fault of ours: the person sees an apology with a reference, the log has the rest.
"""

from __future__ import annotations


class ScrutineerError(Exception):
    """Base of all errors with a sentence that may be shown as it stands."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(ScrutineerError):
    """The rules do not allow what was asked."""


class NotAllowed(Refused):
    """This person may not do this in this place."""


class IllegalMove(Refused):
    """The subject is in a state that does not allow the move."""


class NotFound(ScrutineerError):
    """Nothing of that name, code or number is held."""


class BadInput(ScrutineerError):
    """Something that was typed or given cannot be read."""


class BadConfiguration(ScrutineerError):
    """The council's configuration is incomplete or contradicts itself."""
