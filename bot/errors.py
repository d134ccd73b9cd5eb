"""What can go wrong with one source while the rest of the program goes on."""


class FeedError(Exception):
    """A feed, page or file could not be taken in this time; the text says why.

    The text is for people, in plain words; it is kept with the feed and shown by
    `/sources`. The error passes between processes.
    """


class OpmlError(Exception):
    """A list of feeds cannot be read; the text says why, in plain words."""
