"""Runs a command on a terminal of its own, and answers it.

on_terminal.py [EXPECTED ANSWER]… -- COMMAND…: types each answer once the expected text is shown
(^C is Ctrl-C). Prints what the terminal showed; ends with the status of the command.
"""

import os
import pty
import select
import signal
import sys

SECONDS = 60


def main():
    split = sys.argv.index("--")
    script = sys.argv[1:split]
    answers = list(zip(script[::2], script[1::2]))
    pid, terminal = pty.fork()
    if pid == 0:
        command = sys.argv[split + 1 :]
        os.execvp(command[0], command)
    shown = talk(terminal, answers)
    if shown is None:
        os.killpg(pid, signal.SIGKILL)
        print(f"on_terminal.py: waited {SECONDS} s for: {answers}")
        sys.exit(99)
    status = os.waitpid(pid, 0)[1]
    sys.exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def talk(terminal, answers):
    """All that was shown, or None where the command went silent."""
    shown = fresh = b""
    while True:
        if not select.select([terminal], [], [], SECONDS)[0]:
            return None
        try:
            got = os.read(terminal, 65536)
        except OSError:  # Linux says so when the command has ended.
            got = b""
        if not got:
            return shown
        sys.stdout.buffer.write(got.replace(b"\r\n", b"\n"))
        sys.stdout.flush()
        shown += got
        fresh += got
        if answers and answers[0][0].encode() in fresh:
            fresh = b""
            os.write(terminal, answers.pop(0)[1].replace("^C", "\x03").encode())


main()
