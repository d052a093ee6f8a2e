"""Settings and the council's own folder. Only the composition root reads them; the domain receives plain values."""
