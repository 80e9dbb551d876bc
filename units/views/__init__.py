"""Doors of units: `units` reads, `divisions` keeps the internal divisions."""
