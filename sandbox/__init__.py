"""A local stand-in for Slack: real HTTP and WebSocket, strict about what it refuses, with faults on demand.

It serves showing and testing. It knows nothing of the app that talks to it: people, channels and the app's manifest
are given to it as data.
"""

from sandbox.server import Sandbox
from sandbox.socket import Pace
from sandbox.workspace import Channel, Person, Team

__all__ = ["Channel", "Pace", "Person", "Sandbox", "Team"]
