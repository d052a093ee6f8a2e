"""How fast, against what: ratios from one run over the sandbox. `make bench` prints them."""
