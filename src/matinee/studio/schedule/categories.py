"""What a strip's elements are called in the Universal Category Identification Standard.

Those of breakdown sheets, what tells of a scene as a whole, and what only boards know.
"""

from matinee.studio.breakdown.model import Category

SET, SIDE, LIGHT, LOCATION, CAST = 0, 1, 2, 6, Category.CAST.ucid

NAMES = {
    SET: "Set",
    SIDE: "INT/EXT",
    LIGHT: "Day/Night",
    3: "Script Day",
    4: "Unit",
    5: "Sequence",
    LOCATION: "Location",
    **{category.ucid: category.label for category in Category},
    111: "Grip",
    112: "Electric",
    124: "Comments",
    126: "Other",
}

CATEGORIES = {name: number for number, name in NAMES.items()}
"""A name that is not in it is written as Other."""
