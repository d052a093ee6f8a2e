"""apps.connections.open: where to dial for Socket Mode. Source: D/methods/apps.connections.open."""

from sandbox.backend import Backend
from sandbox.feed import Json


def connections_open(backend: Backend, args: Json) -> Json:
    """A fresh address for one connection."""
    address = backend.base_url.replace("http://", "ws://")
    return {"url": f"{address}/link/?ticket={backend.socket.new_ticket()}"}
