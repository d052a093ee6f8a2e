"""Asking: from words as typed to an answer, a choice or a refusal. Deterministic; no language model."""

from perfdata.asking.asking import Asking
from perfdata.asking.queries import Context

__all__ = ["Asking", "Context"]
