"""Rate limits, when switched on. Source: docs.slack.dev/apis/web-api/rate-limits and D/methods/chat.postMessage."""

import time
from dataclasses import dataclass

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
"""What each tier allows a method in a workspace; tier 0 has no limit here ("special" in the documentation)."""
POST_BURST = 4
"""chat.postMessage: one a second in each channel, "short bursts" allowed. Stricter: a burst is this many."""


@dataclass
class _Bucket:
    left: float
    filled_at: float


class RateLimits:
    """Token buckets by method, and by channel for posting."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def wait(self, method: str, tier: int, channel: str) -> int | None:
        """Seconds for Retry-After, or None when the call may go on."""
        if method == "chat.postMessage":
            return self._take((method, channel), 1.0, POST_BURST)
        if tier == 0:
            return None
        return self._take((method, ""), PER_MINUTE[tier] / 60, PER_MINUTE[tier])

    def _take(self, key: tuple[str, str], per_second: float, most: float) -> int | None:
        now = time.monotonic()
        bucket = self._buckets.setdefault(key, _Bucket(most, now))
        bucket.left = min(most, bucket.left + (now - bucket.filled_at) * per_second)
        bucket.filled_at = now
        if bucket.left < 1:
            return max(1, round((1 - bucket.left) / per_second))
        bucket.left -= 1
        return None
