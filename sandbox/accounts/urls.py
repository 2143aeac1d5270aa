"""Addresses of accounts."""

from django.urls import path

from sandbox.accounts import views

urlpatterns = [
    path("sign-up/", views.sign_up, name="sign_up"),
    path("account/", views.account, name="account"),
    path("account/data/", views.own_data, name="own_data"),
    path("account/erase/", views.erase, name="erase"),
]
