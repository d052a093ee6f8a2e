"""The domain of performance: measures, verdicts, questions, alerts, nominations. Knows nothing of Slack."""
