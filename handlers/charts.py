"""“Show me” and “The figures”: a measure's picture or table, in the thread of the answer that it was pressed on."""

from __future__ import annotations

from handlers.context import Interaction
from handlers.references import ChartRef
from handlers.replies import Reply, Show
from handlers.views import answers, limits
from handlers.views import charts as views
from handlers.views.problems import problem
from perfdata.asking.queries import Context, Refusal
from perfdata.charts.chart import freeze
from perfdata.store import outbox


def picture(interaction: Interaction) -> Reply | None:
    """The picture of the measure, once in a thread."""
    return _show(interaction, "picture")


def figures(interaction: Interaction) -> Reply | None:
    """The figures of the measure as a table, once in a thread."""
    return _show(interaction, "figures")


def _show(interaction: Interaction, show: str) -> Reply | None:
    asked = interaction.pressed(ChartRef)
    alone = bool(interaction.body.get("container", {}).get("is_ephemeral"))
    chart = interaction.bot.asking.chart(
        asked.measure,
        asked.period,
        interaction.snapshot,
        Context(interaction.person, interaction.privately if alone else interaction.place),
        # Nothing can be uploaded for one person alone, so that it must fit into Slack's own chart.
        most=limits.CHART_POINTS if alone and show == "picture" else None,
    )
    if isinstance(chart, Refusal):
        return Show(answers.reply(chart))
    if alone:
        return Show(views.private_message(chart, figures=show == "figures"))
    person, channel, thread = interaction.person, interaction.place.channel_id, interaction.thread_ts
    owed = outbox.owe(
        interaction.session,
        key=f"{show}:{person.team_id}:{channel}:{thread}:{asked.measure}:{asked.period}:{interaction.snapshot.version}",
        team_id=person.team_id,
        channel_id=channel,
        thread_ts=thread,
        kind=outbox.Kind.CHART,
        payload={"show": show, "chart": freeze(chart)},
        now=interaction.now,
    )
    return None if owed else Show(problem("That is in this thread already."))
