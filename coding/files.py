"""Read an authored file from disk; whatever is wrong with it is a DocumentError."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from coding.documents import DocumentError
from coding.strict_yaml import MAX_BYTES


def read_text(path: str | Path) -> str:
    """The text of a UTF-8 file of at most 256 KiB. Raises DocumentError when it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise _refused(path, f"is larger than {MAX_BYTES // 1024} KiB; split or shorten it")
        return content.decode("utf-8-sig")
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise _refused(path, "is not UTF-8 text; save it as UTF-8") from error
    except DocumentError:
        raise
    except ValueError as error:
        raise _refused(path, f"cannot be read: {error}") from error


def case_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and the case files (``*.md``) of the folders."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.md"))
        else:
            yield path


def _refused(path: str | Path, message: str) -> DocumentError:
    shown = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    return DocumentError(path=shown, line=1, field="", message=message)
