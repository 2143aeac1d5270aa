"""The scripted partner: it fills an empty seat and acts through the services like anybody."""

from django.conf import settings
from django.db import models


class Skill(models.TextChoices):
    """How well a scripted partner works."""

    PERFECT = "perfect", "Perfect: makes no slip and sends back what is wrong"
    TYPICAL = "typical", "Typical: slips in every other case, and mends it"
    CARELESS = "careless", "Careless: slips in every case, and gives money up"


class ScriptedPartner(models.Model):
    """The account by which a partner of one skill acts. Nobody can sign in with it."""

    skill = models.CharField(max_length=8, choices=Skill.choices, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scripted"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.skill} partner"
