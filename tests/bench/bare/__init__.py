"""The other side of the bench: what a bare Django project does, with session, user and a template."""
