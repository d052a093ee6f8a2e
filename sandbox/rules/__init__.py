"""What Slack refuses, with its own codes. `refusal` names the sources that the rules cite."""
