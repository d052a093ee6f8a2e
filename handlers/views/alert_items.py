"""One measure in an alert, in words: the state first, then the figure, how long, whether it is real, what changed."""

from __future__ import annotations

from handlers.views.facts import earlier_words, name_words, run_words
from perfdata.alerts import Alert, AlertItem, News
from perfdata.alerts.record import days_late
from perfdata.asking.amounts import counted, day_words
from perfdata.asking.wording import STATUS_WORDS
from perfdata.facts import Facts
from perfdata.verdicts.precedence import State
from perfdata.verdicts.reading import Assurance
from perfdata.verdicts.status import Status

LEADS = {
    State.NEWLY_OFF_CHANGED: "Newly off target",
    State.NEWLY_OFF_BELOW_REACH: "Newly off target",
    State.STILL_OFF_WORSENING: "Still off target and getting worse",
    State.STILL_OFF_BELOW_REACH: "Still off target",
    State.STILL_OFF_IMPROVING: "Still off target, but improving",
    State.STILL_OFF_PERSISTENT: "Still off target",
    State.EARLY_WARNING: "Getting worse, though not off target",
}
"""What an item begins with; the others depend on the figure."""

BEFORE = {
    State.WITHHELD: "it was withheld",
    State.MISSING: "it was not reported",
    State.NO_COMPARISON: "it had no target",
    State.NEWLY_OFF_CHANGED: "it was newly off target, a real change",
    State.NEWLY_OFF_BELOW_REACH: "it was newly off target",
    State.STILL_OFF_WORSENING: "it was off target and getting worse",
    State.STILL_OFF_BELOW_REACH: "its usual range did not reach the target",
    State.STILL_OFF_IMPROVING: "it was off target but improving",
    State.STILL_OFF_PERSISTENT: "it was off target, without a real change",
    State.EARLY_WARNING: "it was getting worse",
    State.OFF_NO_CHART: "it was off target",
    State.RECOVERED: "it was back from off target",
    State.OFF_BY_CHANCE: "it was off target, but no worse than usual",
    State.ON_BY_CHANCE: "it was on target, beyond its usual range",
    State.STEADY: "it was steady",
}
"""How the state of the last round is said when it has changed."""

_BELOW_REACH = (State.NEWLY_OFF_BELOW_REACH, State.STILL_OFF_BELOW_REACH)


def item_words(alert: Alert, item: AlertItem) -> str:
    """All that is said of a measure that is news, but for the service's own words."""
    facts = item.facts
    said = [f"{_lead(item)}: {name_words(facts)}, {_figure(facts)}.", _how_long(item), _chance(item)]
    said.append(_changed(alert, item))
    if item.asked_until is not None:
        said.append(f"The service has been asked, and has until {day_words(item.asked_until)}.")
    return " ".join(sentence for sentence in said if sentence)


def _figure(facts: Facts) -> str:
    target = f", target {facts.target_words}" if facts.target_words else ""
    provisional = " (provisional)" if facts.provisional else ""
    return f"{facts.value_words} for {facts.period_words}{provisional}{target}"


def stated_words(alert: Alert, item: AlertItem) -> str:
    """A figure that is missing, withheld or cannot be compared, in one line."""
    facts = item.facts
    if item.state is State.WITHHELD:
        return f"{name_words(facts)}: {facts.period.words} is withheld, because it is small enough to identify people."
    if item.state is State.NO_COMPARISON:
        provisional = ", provisional" if facts.provisional else ""
        return f"{name_words(facts)}: {facts.value_words} for {facts.period_words}{provisional}; no target is set."
    late = f"{counted(days_late(item, alert.closed_on), 'day')} late"
    again = f", the {_times(item.missing_for)} in a row" if item.missing_for > 1 else ""
    due = f"due on {day_words(facts.due_on)}, {late}{again}"
    line = f"{name_words(facts)}: nothing for {facts.period.words}, {due}."
    if facts.last_reported is None:
        return f"{line} None has been reported before."
    return f"{line} The last figure was {earlier_words(facts.last_reported)}"


def folded_words(alert: Alert, item: AlertItem) -> str:
    """A measure among those that are folded into one line: its name, figure, target and usual range."""
    facts = item.facts
    when = "" if facts.period == alert.period else f" for {facts.period_words}"
    target = f", target {facts.target_words}" if facts.target_words else ""
    usual = f", usually {item.usual}" if item.usual else ""
    provisional = ", provisional" if facts.provisional else ""
    return f"{facts.title} ({facts.value_words}{when}{target}{usual}{provisional})"


def _lead(item: AlertItem) -> str:
    facts = item.facts
    if item.state is State.RECOVERED:
        return "Back on target" if facts.status is Status.ON_TARGET else f"Eased, {STATUS_WORDS[facts.status]} now"
    return LEADS.get(item.state) or ("Newly off target" if item.standing.newly else "Still off target")


def _how_long(item: AlertItem) -> str:
    facts = item.facts
    if item.standing.still:
        return run_words(facts, so=_named_for_that(item))
    if facts.previous is None:
        return "It is the first figure."
    before = f"It was {facts.previous.value_words} for {facts.previous.period_words}"
    return f"{before}." if item.standing.was_off else f"{before}, {STATUS_WORDS[facts.previous.status]}."


def _chance(item: AlertItem) -> str:
    within = f"Within its usual range ({item.usual})." if item.state is State.OFF_BY_CHANCE and item.usual else ""
    return " ".join(words for words in (within, item.remark) if words)


def _changed(alert: Alert, item: AlertItem) -> str:
    """What has changed since the last round, where the figure before does not say it already."""
    if item.by_choice:
        return "It is named whenever it is off target."
    if item.before is None:
        return "It is new on this list."
    if item.standing.newly or item.state is State.RECOVERED or item.before is item.state or _named_for_that(item):
        return ""
    if item.state.off and item.before is State.STEADY:
        return f"In {alert.since.words} it was not off target."
    if item.before in _BELOW_REACH and item.usual and item.standing.assurance is Assurance.HIT_AND_MISS:
        return f"In {alert.since.words} that range did not reach the target; now it does."
    return f"In {alert.since.words} {BEFORE[item.before]}."


def _named_for_that(item: AlertItem) -> str:
    """What follows from how long it has been off target, where that is why it is named; else blank."""
    if item.by_choice:
        return ""
    if item.news is News.AGAIN:
        return "so it is named again"
    return "so it is named now" if has_lasted(item) else ""


def has_lasted(item: AlertItem) -> bool:
    """Whether nothing makes it news but that it has been off target for so long."""
    return item.state is State.STILL_OFF_PERSISTENT and item.before in (State.OFF_BY_CHANCE, State.OFF_NO_CHART)


def _times(count: int) -> str:
    words = ("second", "third", "fourth", "fifth", "sixth")
    return words[count - 2] if count - 2 < len(words) else f"{count}th"
