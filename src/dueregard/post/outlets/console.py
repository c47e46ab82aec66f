import sys

from dueregard.post.letters import Letter


class ConsoleOutlet:
    """Writes each letter to the standard output of the worker, for developers."""

    def deliver(self, letter: Letter) -> None:
        """Write the letter, its words as they are read and not as they travel."""
        email = letter.as_email()
        headers = "".join(f"{name}: {email[name]}\n" for name in ("From", "To", "Subject", "Message-ID"))
        sys.stdout.write(f"{headers}\n{letter.text}\n")
        sys.stdout.flush()

    def close(self) -> None:
        """Nothing is open."""
