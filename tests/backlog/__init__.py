"""Questions put to the Performance Team, and words that it teaches."""
