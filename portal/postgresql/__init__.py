"""PostgreSQL as Django's backend speaks to it, but for one question less a request (`base`)."""
