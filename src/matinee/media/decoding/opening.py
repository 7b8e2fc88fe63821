"""The one way in which a container is opened: as a film file, and from disk alone."""

from pathlib import Path

import av
from av.container import InputContainer

_OPTIONS = {
    # A playlist or a list of files would have us read what it names.
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,avi,mxf,ogg,asf,flv",
    "protocol_whitelist": "file",
    "probesize": "20000000",
}


def opened(path: Path) -> InputContainer:
    """The container, to be closed by whoever asked; FFmpegError or OSError where it is no film."""
    return av.open(str(path), options=_OPTIONS)
