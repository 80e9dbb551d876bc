"""Measures the product against the same work in bare SQL and against the smallest Django pages: `make bench`."""
