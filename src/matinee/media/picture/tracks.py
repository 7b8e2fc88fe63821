"""One face through a shot is a track; tracks of one person, across the film, are an identity."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matinee.media.picture.faces import Face, overlap

_LINKED = 0.25
"""Overlap from which the face of the next sample is the same."""
_ONE_PERSON = 0.55
"""Distance of descriptors; dlib's own figure, for portraits, is 0.6."""


@dataclass
class Track:
    """Faces of one head: when each was seen, and the place of the best for a portrait."""

    shot: int
    at: list[float] = field(default_factory=list[float])
    faces: list[Face] = field(default_factory=list[Face])
    descriptors: list[NDArray[np.float32]] = field(default_factory=list[NDArray[np.float32]])
    identity: int = -1

    @property
    def best(self) -> int:
        """Which of its faces is largest and surest."""
        return int(np.argmax([face.height * face.score for face in self.faces]))


def link(
    tracks: list[Track], shot: int, at: float, faces: list[Face], *, gap: float
) -> list[Track]:
    """Give each face to the track that it continues, or to a new one; the tracks, by face.

    A track continues in its own shot only, and after at most ``gap`` seconds.
    """
    running = [track for track in tracks if track.shot == shot and at - track.at[-1] <= gap]
    given: list[Track] = []
    for face in faces:
        box = np.array(face.box)
        scores = [overlap(np.array(track.faces[-1].box), box) for track in running]
        if scores and max(scores) >= _LINKED:
            track = running.pop(int(np.argmax(scores)))
        else:
            track = Track(shot)
            tracks.append(track)
        track.at.append(at)
        track.faces.append(face)
        given.append(track)
    return given


def name_identities(tracks: list[Track]) -> int:
    """Number the people, by average linkage of their descriptors; how many there are.

    Tracks without a descriptor (too small, too short) stay -1.
    """
    known = [track for track in tracks if track.descriptors]
    if not known:
        return 0
    means = np.array([np.mean(track.descriptors, axis=0) for track in known])
    groups = [[index] for index in range(len(known))]
    distance = np.linalg.norm(means[:, None] - means[None, :], axis=2)
    np.fill_diagonal(distance, np.inf)
    while len(groups) > 1:
        a, b = (int(i) for i in np.unravel_index(int(distance.argmin()), distance.shape))
        if distance[a, b] > _ONE_PERSON:
            break
        size = len(groups[a]), len(groups[b])
        joined = (distance[a] * size[0] + distance[b] * size[1]) / sum(size)
        groups[a] += groups.pop(b)
        distance[a], distance[:, a] = joined, joined
        distance = np.delete(np.delete(distance, b, axis=0), b, axis=1)
        np.fill_diagonal(distance, np.inf)
    order = sorted(groups, key=lambda group: -sum(len(known[i].at) for i in group))
    for number, group in enumerate(order):
        for index in group:
            known[index].identity = number
    return len(order)
