"""The same product on the command line: each file prints what one command answers."""
