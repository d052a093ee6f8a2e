"""Answers on who answers for a measure, or for a service: by service and post, never by name.

In an open channel the service is named, and the officer's post only where nobody else reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfdata.asking.amounts import counted, joined
from perfdata.asking.answers import Answer, Item, Post
from perfdata.asking.choosing import chosen, whose
from perfdata.asking.queries import Context, Filter, Query
from perfdata.asking.said import Said, in_private
from perfdata.measures import Measure, Tier
from perfdata.snapshot import Snapshot

IN_PRIVATE = "For the officer’s post, ask me in a direct message."
NO_NAMES = "I name posts and services, never people."


def owner_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """Who answers for each measure; or for all that a filter chooses, by service."""
    said = Said()
    if query.measures:
        for code in query.measures:
            _of_measure(said, post_of(snapshot.measures[code], snapshot, context))
    else:
        wanted = query.wanted
        _of_measures(said, wanted, chosen(wanted, snapshot, context), snapshot, context)
    return said.answer(query, [NO_NAMES if in_private(context) else IN_PRIVATE])


def post_of(measure: Measure, snapshot: Snapshot, context: Context) -> Post:
    """Who answers for the measure, as far as this place may hear it."""
    boards = (snapshot.boards.get(code) for code in measure.boards)
    return Post(
        code=measure.code,
        title=measure.title,
        service=measure.service,
        directorate=measure.directorate,
        role=measure.owner_role if in_private(context) else "",
        boards=tuple(board.name for board in boards if board is not None),
        portfolio=portfolio_of(measure.service, snapshot),
        source_file=measure.source_file,
        source_row=measure.source_row,
    )


def portfolio_of(service: str, snapshot: Snapshot) -> str:
    """The title of the cabinet member who answers for a service; blank where the configuration names none."""
    portfolios = snapshot.council.portfolios
    return next((title for title, services in portfolios.items() if service in services), "")


def _of_measure(said: Said, post: Post) -> None:
    said.posts.append(post)
    where = f"in the {post.directorate} directorate"
    said.say(
        f"{post.title}: the {post.role} answers for it, in {post.service} ({post.directorate} directorate)."
        if post.role
        else f"{post.title}: {post.service} answers for it, {where}.",
        f"In the cabinet it is with the {post.portfolio}." if post.portfolio else "",
        _scrutinised(post.boards),
        f"Source: {post.source_file}, row {post.source_row}.",
    )


def _scrutinised(boards: Sequence[str]) -> str:
    return f"It is scrutinised by the {joined(boards)}." if boards else "No scrutiny board has it in its remit."


def _of_measures(said: Said, wanted: Filter, measures: Sequence[Measure], snapshot: Snapshot, context: Context) -> None:
    if not measures:
        said.say(f"I hold no measure {whose(wanted, snapshot)}, so I cannot say who answers for it.")
        return
    posts = [post_of(one, snapshot, context) for one in measures]
    said.posts += posts
    services = _distinct(one.service for one in posts)
    number = counted(said.count("measures", len(measures)), "measure")
    on_scorecard = said.count("scorecard", sum(one.tier is Tier.SCORECARD for one in measures))
    if len(services) == 1:
        said.say(
            f"{services[0]} answers for {number} {whose(wanted, snapshot)}, {on_scorecard} of them on the scorecard."
        )
    else:
        said.say(
            f"{counted(said.count('services', len(services)), 'service')} answer for the {number} "
            f"{whose(wanted, snapshot)}, {on_scorecard} of them on the scorecard."
        )
    directorates = _distinct(one.directorate for one in posts)
    boards = _distinct(board for one in posts for board in one.boards)
    for name, words in (
        ("Directorate", directorates),
        ("Posts", _distinct(one.role for one in posts)),
        ("Cabinet", _distinct(one.portfolio for one in posts)),
        ("Scrutiny", boards),
    ):
        if words:
            said.say(f"{name}: {'; '.join(words)}.")
    if len(services) > 1:
        said.items += [
            Item("", service, "", counted(said.count("measures of a service", held), "measure"), "", "")
            for service in services
            if (held := sum(one.service == service for one in posts))
        ]


def _distinct(words: Iterable[str]) -> list[str]:
    return [one for one in dict.fromkeys(words) if one]
