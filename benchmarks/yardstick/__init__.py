"""The smallest Django pages of each kind, on the same database: what nobody who uses Django can do without."""
