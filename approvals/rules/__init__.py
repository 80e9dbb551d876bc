"""Rules about the dossier itself; importing a module registers its rule."""
