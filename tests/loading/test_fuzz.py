"""A short run of the fuzzing with a fixed seed; the long one is part of the soak."""

from __future__ import annotations

from tests.loading.fuzz import as_text, fuzz


def test_damaged_files_are_answered() -> None:
    """No crash, no hang, no growth, nothing that cannot be shown."""
    summary = fuzz(600, seed=2026, most=60)
    assert summary.clean, as_text(summary)
    assert summary.files == 60
    assert sum(summary.refused.values()) + summary.accepted == 60
    assert len(summary.refused) > 3
