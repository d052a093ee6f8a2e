"""Tests of the documents: what is in a pack and in minutes, and whether everybody can read them."""
