"""Watches, of people and of boards."""
