"""The WSGI door that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from sandbox.storage.checks import require_safe_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox.settings")

gc.disable()  # What a start makes stays, so that looking through it for garbage is in vain ...
application = get_wsgi_application()
require_safe_database()
_ = get_resolver().url_patterns  # The views, that the first visitor does not wait for.
gc.freeze()  # ... and is in vain later; left alone, it stays the pages that workers share.
gc.enable()
