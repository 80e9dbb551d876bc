"""Rules about quota (DOMAIN §2.2 and the local ones of the seeds); importing a module registers its rule."""
