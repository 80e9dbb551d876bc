"""Imports from Excel: existing people, units and opening balances; a whole file or nothing."""
