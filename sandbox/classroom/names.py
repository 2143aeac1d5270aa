"""What people are called on the pages of a course: by name, or by pseudonym where it is blind.
PURE but for the dice."""

import secrets
from collections.abc import Collection

ADJECTIVES = (
    "Amber", "Brisk", "Calm", "Coral", "Dapper", "Eager", "Fair", "Gentle", "Hazel", "Ivory",
    "Jolly", "Keen", "Lively", "Mellow", "Noble", "Olive", "Plucky", "Quiet", "Rosy", "Silver",
    "Tidy", "Umber", "Velvet", "Warm", "Young", "Zesty",
)  # fmt: skip
ANIMALS = (
    "Badger", "Bison", "Crane", "Curlew", "Dipper", "Falcon", "Finch", "Gecko", "Heron", "Ibex",
    "Jackdaw", "Kestrel", "Lark", "Lynx", "Marten", "Newt", "Otter", "Pika", "Plover", "Puffin",
    "Quail", "Raven", "Seal", "Stoat", "Swift", "Tern", "Vole", "Wren",
)  # fmt: skip


def new_pseudonym(taken: Collection[str]) -> str:
    """A pseudonym that nobody in `taken` has; numbered once the plain ones run out."""
    used = {name.casefold() for name in taken}
    for number in range(1, 10_000):
        for _ in range(20):
            name = f"{secrets.choice(ADJECTIVES)} {secrets.choice(ANIMALS)}"
            name = name if number == 1 else f"{name} {number}"
            if name.casefold() not in used:
                return name
    raise AssertionError("there are millions of pseudonyms")
