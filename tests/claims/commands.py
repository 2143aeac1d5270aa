"""Run a management command and take what it says."""

from io import StringIO

from django.core.management import call_command


def run(command, *args):
    """Exit code, standard output and standard error of a command."""
    out, err = StringIO(), StringIO()
    try:
        call_command(command, *map(str, args), stdout=out, stderr=err)
    except SystemExit as stopped:
        return stopped.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()
