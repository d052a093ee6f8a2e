"""What one would write first: a bot that reads a file with pandas at each question, and knows one measure.

It reads the Council Scorecard workbook as it is e-mailed, or the performance system's export, as told.
"""

from __future__ import annotations

import os
from typing import Any

import pandas as pd
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

MEASURE = "reuse, recycling or composting"


def from_workbook(path: str) -> str:
    """The newest month's recycling figure; the months stand in the second heading row."""
    sheet = pd.read_excel(path, header=None)
    row = sheet[sheet[1].astype(str).str.contains(MEASURE)].iloc[0]
    months = sheet.iloc[5]
    column = months[months.notna() & row.notna()].index[-1]
    return f"{row[1]}: {row[column]:.1%} in {months[column]}."


def from_export(export: str, dictionary: str) -> str:
    """The latest recycling figure, looked up by its title."""
    measures = pd.read_csv(dictionary)
    measure = measures[measures["title"].str.contains(MEASURE)].iloc[0]
    figures = pd.read_csv(export)
    latest = figures[(figures["Code"] == measure["code"]) & figures["Value"].notna()].iloc[-1]
    return f"{measure['title']}: {latest['Value']}{measure['unit']} in {latest['Period']} (target {latest['Target']})."


def main() -> None:
    """Run until killed."""
    app = App(client=WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]))
    workbook = os.environ.get("BENCH_WORKBOOK", "")

    @app.event("app_mention")
    def reply(event: dict[str, Any], client: WebClient) -> None:
        text = (
            from_workbook(workbook)
            if workbook
            else from_export(os.environ["BENCH_EXPORT"], os.environ["BENCH_DICTIONARY"])
        )
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=text)

    @app.event("message")
    def leave_alone() -> None:
        """What people say in the channel, and every mention once more: acknowledged, or Slack would repeat it."""

    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
