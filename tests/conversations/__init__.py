"""Conversations as members have them: read by a test through the stand-in for Slack, and by members in the docs."""
