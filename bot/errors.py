"""What can go wrong with one source while the rest of the program goes on."""

from datetime import timedelta


class FeedError(Exception):
    """A feed, page or file could not be taken in this time; the text says why.

    The text is for people, in plain words; it is kept with the feed and shown by
    `/sources`. The error passes between processes.
    """


class StatusError(FeedError):
    """A server answered with a status that is no success."""

    def __init__(
        self, status: int, *, wait: timedelta = timedelta(), is_own: bool = True
    ) -> None:
        """Keep what a server said.

        Args:
            wait: how long it asks to be left alone.
            is_own: it said so of the address itself, not of one that this led to.
        """
        super().__init__(f"the server answered with status {status}")
        self.status = status
        self.wait = wait
        self.is_own = is_own


class OpmlError(Exception):
    """A list of feeds cannot be read; the text says why, in plain words."""
