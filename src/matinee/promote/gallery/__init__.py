"""Pictures from the film itself: shortlisted, cropped, reviewed, and served to members."""
