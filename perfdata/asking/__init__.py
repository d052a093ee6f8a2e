"""Asking: from words as typed to an answer, a choice or a refusal. Deterministic; no language model."""
