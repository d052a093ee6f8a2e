"""Files in: read strictly, clean cell by cell, collect every fault, then store all or nothing in one transaction."""
