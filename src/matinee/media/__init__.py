"""Picture, sound and text measured by models that ship in wheels; nothing here generates."""
