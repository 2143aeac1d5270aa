"""The other side of the bench: a page of 25 rows as a bare Django project writes it, with session,
user and a template."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from sandbox.accounts.models import User

PAGE = """<!doctype html><html lang="en"><head><title>Rows</title></head><body>
<p>{{ user.username }}</p>
<table><thead><tr><th>Name</th><th>User name</th><th>Joined</th></tr></thead>
<tbody>{% for row in rows %}<tr><td><a href="/rows/{{ row.pk }}/">{{ row.display_name }}</a></td>
<td>{{ row.username }}</td><td>{{ row.date_joined|date:"M j, Y" }}</td></tr>{% endfor %}</tbody>
</table></body></html>"""


def rows(request: HttpRequest) -> HttpResponse:
    """25 rows by the ORM, drawn by a template."""
    assert not isinstance(request.user, AnonymousUser), "signed in"
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render({"rows": User.objects.all()[:25], "user": request.user}))


urlpatterns = [path("rows/", rows), path("", include("sandbox.urls"))]
