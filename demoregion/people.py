"""Invented people for the posts: names, birth dates, ID numbers of the non-existent division 000000."""
