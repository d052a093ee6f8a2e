"""What shows that an action is done is taken down as text: links and files by name, nothing fetched, nothing run."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.views.action_plans import owed_action
from perfdata.action_plans.reporting import report
from perfdata.action_plans.showing import Showing, showing
from perfdata.errors import BadInput
from perfdata.store.tables import ActionUpdateRow, OutboxRow
from perfdata.surgeries.lifecycles import ActionMove
from tests.nominating.conftest import Scene, scene
from tests.surgeries.test_deciding import rows
from tests.surgeries.test_surgery import OWNER, agreed, doing, held, on

__all__ = ["scene"]

FILE = "https://norbridge.slack.com/files/U0HOUSING1/F0LETS2027/lets_inspected%20(final).xlsx"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cabinet report, item 7: page 3", Showing("Cabinet report, item 7: page 3")),
        (" https://norbridge.gov.uk/lets?x=1 ", Showing("https://norbridge.gov.uk/lets?x=1")),
        (FILE, Showing(FILE, "F0LETS2027", "lets_inspected (final).xlsx")),
        (f"The list: <{FILE}|here>", Showing(f"The list: <{FILE}|here>", "F0LETS2027", "lets_inspected (final).xlsx")),
        ("https://evil.example/files/U1/F1/x", Showing("https://evil.example/files/U1/F1/x")),
        ("", Showing("")),
    ],
)
def test_links_and_files_are_read_from_their_words(text: str, found: Showing) -> None:
    assert showing(text) == found


@pytest.mark.parametrize("text", ["javascript:alert(1)", "see file:///etc/passwd", "data:text/html,x", "ftp://host/x"])
def test_other_links_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="begins with https"):
        showing(text)


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
def test_a_file_is_told_by_its_name_and_as_text(scene: Scene) -> None:
    number = agreed(scene, held(scene).id)
    given: dict[str, Any] = {
        "action_id": number,
        "move": ActionMove.EVIDENCE,
        "text": "Done",
        "evidence": f"<{FILE}|*x*>",
    }
    done = doing(on(scene, date(2027, 1, 20)), report, OWNER, **given)
    assert done.updates[-1].file == "lets_inspected (final).xlsx"
    [update] = rows(scene, ActionUpdateRow)
    assert (update.file_id, update.evidence) == ("F0LETS2027", f"<{FILE}|*x*>")
    [told] = [one for one in rows(scene, OutboxRow) if one.kind == "action"]
    said = owed_action(told.payload)
    assert "what shows it: the file “lets_inspected (final).xlsx”" in said["text"]
    assert "&lt;https://norbridge.slack.com" in said["text"]
    assert '"type": "link"' not in str(said["blocks"]).replace("'", '"')
