"""What ``scrub`` and ``adjudicate`` share: they read scenario files."""

from claims.facts import Scenario
from claims.scenario import read_scenario
from coding.management.file_command import FileCommand


class ScenarioCommand(FileCommand[Scenario]):
    """Answers scenario files."""

    file_help = "scenario file (YAML)"

    def read(self, text: str, *, path: str) -> Scenario:
        """The scenario that the file describes; raises DocumentError."""
        return read_scenario(text, path=path)
