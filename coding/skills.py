"""The controlled list of skills that cases practise."""

from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings


@lru_cache(maxsize=4)
def skill_names(desk: str = "") -> dict[str, str]:
    """Skill slug -> name, as `fixtures/skills.yaml` lists them; of one desk, if it is named."""
    path: Path = settings.SKILLS_PATH
    listed = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {slug: entry["name"] for slug, entry in listed.items() if desk in ("", entry["desk"])}
