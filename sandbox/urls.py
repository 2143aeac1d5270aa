"""Every address of the sandbox."""

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.urls import include, path

from sandbox import health, views
from sandbox.accounts import views as accounts
from sandbox.accounts.forms import SignInForm
from sandbox.styleguide import styleguide

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("glossary/", views.glossary, name="glossary"),
    path("health/", health.ready, name="health"),
    path("health/live/", health.live, name="health_live"),
    path("sign-in/", auth_views.LoginView.as_view(authentication_form=SignInForm), name="login"),
    path("sign-out/", accounts.sign_out, name="logout"),
    path("", include("sandbox.accounts.urls")),
    path("", include("sandbox.classroom.urls")),
    path("practice/", include("sandbox.practice.urls")),
    path("cases/", include("sandbox.authoring.urls")),
    path("coding/", include("coding.urls")),
    path("claims/", include("claims.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))

handler400 = "sandbox.views.bad_request"
handler403 = "sandbox.views.forbidden"
handler404 = "sandbox.views.not_found"
handler500 = "sandbox.views.server_error"
