"""What one would write first: a bot that reads the export with pandas at each question and knows one measure."""

from __future__ import annotations

import os
from typing import Any

import pandas as pd
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient


def answer(export: str, dictionary: str) -> str:
    """The latest recycling figure, read anew from both files."""
    measures = pd.read_csv(dictionary)
    measure = measures[measures["title"].str.contains("recycling", case=False)].iloc[0]
    figures = pd.read_csv(export)
    latest = figures[(figures["Code"] == measure["code"]) & figures["Value"].notna()].iloc[-1]
    return f"{measure['title']}: {latest['Value']}{measure['unit']} in {latest['Period']} (target {latest['Target']})."


def main() -> None:
    """Run until killed."""
    app = App(client=WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]))
    export, dictionary = os.environ["BENCH_EXPORT"], os.environ["BENCH_DICTIONARY"]

    @app.event("app_mention")
    def reply(event: dict[str, Any], client: WebClient) -> None:
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=answer(export, dictionary))

    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
