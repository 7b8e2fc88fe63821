"""An artist's key frames carried through a shot."""
