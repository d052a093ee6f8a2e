"""The owners' words: what a service says of its figures, before they are released and after."""
