"""Which of many targets will be missed: as each measure's own forecast says, and the rest are not passed over."""

from __future__ import annotations

from decimal import Decimal

from handlers.views.answers import reply as shown
from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.measures import Polarity
from perfdata.snapshot import Snapshot


def test_what_will_be_missed_is_what_each_forecast_says(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    missed = asking.reply("which targets will we miss", snapshot, context)
    met = asking.reply("which targets will we hit", snapshot, context)
    assert isinstance(missed, Answer)
    assert isinstance(met, Answer)
    for answer, is_met in ((missed, False), (met, True)):
        assert answer.items
        for item in answer.items:
            numbers = {one.what: one.number for one in answer.quantities if one.code == item.code}
            measure = snapshot.measures[item.code]
            higher = measure.polarity is Polarity.HIGHER
            expected, target = measure.rounded(numbers["expected"]), measure.rounded(numbers["target"])
            assert (expected >= target if higher else expected <= target) is is_met, item
            alone = asking.reply(f"will {item.code} hit its target", snapshot, context)
            assert isinstance(alone, Answer)
            assert numbers["expected"] in {one.number for one in alone.quantities if one.what == "expected"}
        assert shown(answer)["text"]
    counts = {one.what: one.number for one in missed.counts}
    assert counts["can be forecast"] == len(missed.items) + len(met.items)
    assert counts["can be forecast"] + counts["not forecast"] == counts["measures looked at"]


def test_the_state_of_the_list_before_is_kept(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    later = asking.after(["whats red in housing"], snapshot, context)
    answer = asking.reply("which of them will miss", snapshot, later)
    assert isinstance(answer, Answer)
    assert "that are off target" in answer.paragraphs[0]
    assert all(one.status == "off target now" for one in answer.items)
    assert all(Decimal(one.number) >= 0 for one in answer.counts)
