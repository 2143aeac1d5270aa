"""The app with the lock taken out, for a server that serves as a control."""

from sandbox.wsgi import application
from tests.races.careless import take_the_lock_out

__all__ = ["application"]

take_the_lock_out()
