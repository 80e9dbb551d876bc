"""Rules of lending."""
