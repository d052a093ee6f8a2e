"""Collecting a round's figures: which are due and not in, and the reminders to those who owe them."""
