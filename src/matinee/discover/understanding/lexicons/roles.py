"""What is said behind a name of the part that somebody has in a film."""

from matinee.discover.understanding.lexicons.listing import listed, spelled_out

AS_DIRECTOR = listed(
    "has directed, directed, directs, as director, as a director, as the director, directing, "
    "behind the camera, direct, made, has made, ever made, helmed, has helmed, wrote and directed, "
    "writes and directs, has written and directed, directed and wrote"
)
AS_PLAYER = listed(
    "in front of the camera, as an actor, as an actress, as actor, as the star, as the lead, in "
    "the lead, in the cast, on screen, in a starring role, in a leading role, acting, stars, star "
    "in, starred in, acts in, plays in, acted in, appeared in, appears in, played in, was in, is "
    "in, acting in it, is acting in it, in it"
) + spelled_out(
    "(has|had|have|) (wrote|writes|written|scripted|scripts|penned|pens|produced|produces|scored|"
    "scores|composed|cowrote|co wrote|edited|adapted|narrated|narrates|voiced|voices) (it|the "
    "script|the screenplay|the score|the music|the words|the dialogue|for the screen|)"
)
"""Whoever plays, writes, composes: credited, in whatever role."""
