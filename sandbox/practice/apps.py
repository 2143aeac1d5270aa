"""Practising alone."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Self-paced work: choose a case, play both desks, see the marks."""

    name = "sandbox.practice"
    label = "practice"
