"""How a program ended, as the shell has it."""
import signal


def signal_name(status):
    """The signal that ended it; empty where none did."""
    if status is None or status <= 128:
        return ""
    try:
        return signal.Signals(status - 128).name
    except ValueError:
        return ""
