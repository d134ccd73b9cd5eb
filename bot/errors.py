"""What can go wrong with one source while the rest of the program goes on."""

from datetime import timedelta


class FeedError(Exception):
    """A feed, page or file could not be taken in this time; the text says why.

    The text is for people, in plain words; it is kept with the feed and shown by
    `/sources`. The error passes between processes.

    Attributes:
        wait: how long the server asks to be left alone.
    """

    wait = timedelta()


class StatusError(FeedError):
    """A server answered with a status that is no success."""

    def __init__(
        self,
        status: int,
        *,
        host: str = "",
        wait: timedelta = timedelta(),
        is_own: bool = True,
    ) -> None:
        """Keep what a server said.

        Args:
            host: its name.
            wait: as of every `FeedError`.
            is_own: it said so of the address itself, not of one that this led to.
        """
        super().__init__(f"the server answered with status {status}")
        self.status = status
        self.host = host
        self.wait = wait
        self.is_own = is_own


class RestError(FeedError):
    """A server was not asked, because it wants to be left alone for now."""

    def __init__(self, wait: timedelta) -> None:
        """Keep for how long."""
        super().__init__("the server asked to be left alone for now")
        self.wait = wait


class DisallowedError(FeedError):
    """A page was not asked for, because robots may not read it."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the site does not let robots read this page")


class OpmlError(Exception):
    """A list of feeds cannot be read; the text says why, in plain words."""
