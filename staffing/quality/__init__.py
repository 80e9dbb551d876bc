"""Rules about the data of the register (五性): one rule, one function, one file, one statement over all units."""
