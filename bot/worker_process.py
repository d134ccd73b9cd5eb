"""A worker process: reads calls from its input and answers on its output.

A call and an answer are a length of eight bytes, most significant first, and a pickle
of it: `(function, arguments, seconds)` there, `(True, result)` or `(False, error)`
back. The process ends with its input.
"""

import contextlib
import logging
import math
import os
import pickle
import resource
import signal
import sys
import traceback
import warnings
from typing import BinaryIO, Final

_MEMORY: Final = 2 << 30
#: What a process gets beyond its time before it ends itself: by then nobody waits.
_GRACE: Final = 2


def main() -> None:
    """Answer calls until the input ends."""
    # Nothing that a called function prints may stand between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.disable()
    warnings.simplefilter("ignore")
    _restrain()
    while (call := _read_frame(sys.stdin.buffer)) is not None:
        answer = _answer(call)
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()


def _restrain() -> None:
    """Leave the processor to the event loop, and memory to everybody."""
    os.nice(5)
    # Some systems do not know this limit.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _read_frame(stream: BinaryIO) -> bytes | None:
    length = stream.read(8)
    if len(length) < 8:
        return None
    frame = stream.read(int.from_bytes(length, "big"))
    return frame or None


def _answer(call: bytes) -> bytes:
    try:
        function, arguments, seconds = pickle.loads(call)  # noqa: S301 - our parent's
        # The alarm ends the process even where the parent was killed and no line of
        # Python runs any more.
        signal.alarm(math.ceil(seconds) + _GRACE)
        answer = pickle.dumps((True, function(*arguments)))
    except Exception as error:
        answer = _failure(error)
    finally:
        signal.alarm(0)
    return answer


def _failure(error: Exception) -> bytes:
    """Return an error as an answer, with its traceback as a note."""
    story = traceback.format_exc()
    error.add_note(f"in the worker process:\n{story}")
    try:
        answer = pickle.dumps((False, error))
        # Not every error that can be written can be read again.
        pickle.loads(answer)  # noqa: S301 - written a line above
    except Exception:
        answer = pickle.dumps((False, RuntimeError(story)))
    return answer


if __name__ == "__main__":
    main()
