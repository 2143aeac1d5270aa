"""The other side of the bench: a bare Django project with session, user and templates."""
