"""Addresses of accounts."""

from django.urls import path

from sandbox.accounts import views

urlpatterns = [path("sign-up/", views.sign_up, name="sign_up")]
