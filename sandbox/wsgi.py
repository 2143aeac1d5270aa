"""The WSGI door that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from sandbox.storage.checks import require_safe_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox.settings")

application = get_wsgi_application()
require_safe_database()
