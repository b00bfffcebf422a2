"""The files that bodies are kept in: those of `__files`, beside the folder of the mappings."""

from pathlib import Path

from mockserver.scenarios.format.includes import LARGEST

FOLDER, MAPPINGS = "__files", "mappings"


class Unreadable(Exception):
    """A file cannot be the body of an answer; the message has the reason."""


class Files:
    """The files of one folder, and of those below it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def text(self, name: str) -> str:
        """Return the text of a file; raise `Unreadable` for one that is elsewhere, too large, or no text."""
        try:
            path = (self._folder / name).resolve()
            if not path.is_relative_to(self._folder):
                raise Unreadable(f"is not below {FOLDER}")
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except (OSError, ValueError) as error:  # a null byte is in no path
            raise Unreadable(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
        if len(content) > LARGEST:
            raise Unreadable(f"has more than {LARGEST} bytes")
        try:
            return content.decode()
        except UnicodeDecodeError:
            raise Unreadable("is no text in UTF-8") from None


def files_of(mappings: Path) -> Files:
    """Return the files that belong to a file or folder of mappings, wherever it lies in WireMock's folder."""
    if (mappings / FOLDER).is_dir():
        return Files(mappings / FOLDER)
    path = mappings.resolve()
    above = next((folder for folder in (path, *path.parents) if folder.name == MAPPINGS), path)
    return Files(above.parent / FOLDER)
