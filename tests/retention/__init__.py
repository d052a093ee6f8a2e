"""Tests of what is kept, for how long, and of what is held about one person."""
