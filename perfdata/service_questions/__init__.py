"""Questions that a board's members put to the service that a measure belongs to, and the service's answers."""
