"""Stories of surgeries from the alert to the end, one for each model, played in the chat; `docs/stories` tells them."""
