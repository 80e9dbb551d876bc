"""One rule, one function, one file, one test (DOMAIN §2.2): what may be planned and with which posts."""
