"""How a real change is told from chance: a line under somebody's first such answer, and what its button opens."""

from __future__ import annotations

from handlers.ids import Action
from handlers.views.message import Block, Part
from handlers.views.parts import Bold, beside, bullets, button, modal, note, paragraph


def first_time() -> Part:
    """What stands once under an answer that speaks of a real change, or of usual variation."""
    return beside(
        "New to this? Every figure moves a little by chance: that is its usual variation. A real change is more than "
        "that.",
        button("What does this mean?", Action.EXPLAIN),
    )


def explanation_view() -> Block:
    """The explanation, to be read within a minute."""
    return modal("Is it really changing?", [part.block for part in explanation()])


def explanation() -> list[Part]:
    """Why figures move, what the limits are, what a real change is, what to ask, and where to see more."""
    return [
        paragraph(
            "A figure moves from month to month even where nothing has changed: a cold week, a bank holiday. "
            "That is its ",
            Bold("usual variation"),
            ". Asking what happened this month gets a story, not a cause.",
        ),
        paragraph(
            "From the figures so far I work out their average, and by how much one differs from the next. That gives a "
            "lower and an upper limit, the ",
            Bold("usual range"),
            ": while nothing changes, nearly every figure falls between the two.",
        ),
        paragraph(
            "I speak of ", Bold("a real change"), " where chance is an unlikely explanation, and say since when:"
        ),
        bullets(
            (
                "a figure is outside its usual range;",
                "a long run of figures is on one side of the average, or each is higher (or lower) than the last;",
                "most of the latest figures are close to the same limit.",
            )
        ),
        paragraph(
            Bold("What to ask."),
            " Of a real change: what is different since then? Of a figure off target within its usual variation: what "
            "in the way it is done would have to change?",
        ),
        note(
            "“Show me” under an answer draws the figures with their average and both limits. Whether a measure is on "
            "target is another question. The Performance Team has the method in full."
        ),
    ]
