"""Action plans: who does what by when after a surgery, what is reported of it, and the chase until it is done."""
