"""Pictures of figures as values, and their drawing; what a picture is of, and its words, are worked out in `asking`."""
