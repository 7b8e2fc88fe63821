"""The whole house copied while it works, brought back elsewhere, and the proof that it was."""
