"""A refusal with Slack's own code.

Sources cited in this package: D = docs.slack.dev/reference; D/methods/X is a method's page with its list of errors;
D/blocks, D/elements, D/objects and D/views are Block Kit's pages; SDK = slack_sdk/models. "Stricter" marks a reading
that the documentation leaves open and that the sandbox takes the hard way.
"""

from collections.abc import Sequence

from sandbox.feed import Json


class Refused(Exception):
    """The call or the act is refused: `code` as Slack names it, `problems` in words, `facts` for the answer."""

    def __init__(self, code: str, problems: str | Sequence[str] = (), **facts: object) -> None:
        self.code = code
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        self.facts = facts
        super().__init__(f"{code}: {'; '.join(self.problems)}" if self.problems else code)

    def as_answer(self) -> Json:
        """The body of an `ok: false` answer."""
        answer: Json = {"ok": False, "error": self.code, **self.facts}
        if self.problems:
            answer["response_metadata"] = {"messages": [f"[ERROR] {problem}" for problem in self.problems]}
        return answer
