"""Corrections of what was said."""
