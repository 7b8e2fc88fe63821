"""Categories of elements by the Universal Category Identification Standard."""

CATEGORIES = {
    "Set": 0,
    "INT/EXT": 1,
    "Day/Night": 2,
    "Script Day": 3,
    "Unit": 4,
    "Sequence": 5,
    "Location": 6,
    "Cast Members": 100,
    "Background Actors": 101,
    "Stunts": 102,
    "Vehicles": 103,
    "Props": 104,
    "Special Effects": 105,
    "Wardrobe": 106,
    "Makeup/Hair": 107,
    "Animals": 108,
    "Animal Wranglers": 109,
    "Camera": 110,
    "Grip": 111,
    "Electric": 112,
    "Sound": 113,
    "Music": 114,
    "Art Department": 115,
    "Set Dressing": 116,
    "Greenery": 117,
    "Security": 118,
    "Special Equipment": 119,
    "Additional Labor": 120,
    "Visual Effects": 121,
    "Mechanical Effects": 122,
    "Notes": 123,
    "Comments": 124,
    "Miscellaneous": 125,
    "Other": 126,
}
"""The Universal Category Identification Standard; a name that is not in it is written as Other."""

NAMES = {number: name for name, number in CATEGORIES.items()}

SET, SIDE, LIGHT, LOCATION, CAST = 0, 1, 2, 6, 100
