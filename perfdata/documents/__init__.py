"""Documents for people who are not in the chat: a surgery's pack and its minutes, as values, in words, and as Word."""
