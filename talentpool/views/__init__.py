"""The pages of talentpool."""
