"""The ways in and out: read what arrived, call one function of the domain, render what it gives."""
