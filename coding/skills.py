"""The controlled list of skills that cases practise."""

from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings


@lru_cache(maxsize=1)
def skill_names() -> dict[str, str]:
    """Skill slug -> name, as `fixtures/skills.yaml` lists them; read once."""
    path: Path = settings.SKILLS_PATH
    listed = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {slug: entry["name"] for slug, entry in listed.items()}
