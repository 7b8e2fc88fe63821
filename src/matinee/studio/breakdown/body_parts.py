"""Parts of bodies: nothing that has to be found, though whose they are is seen."""

BODY = frozenset(
    {
        "hand", "face", "eye", "head", "arm", "leg", "foot", "finger", "shoulder", "knee", "back",
        "neck", "mouth", "ear", "nose", "hair", "chest", "chin", "forehead", "palm", "toe", "skin",
        "voice", "breath", "heart", "wrist", "elbow", "waist", "thigh", "cheek", "lip", "tooth",
        "body", "eyebrow", "temple", "lap", "heel", "shin", "belly", "stomach", "hip", "throat",
        "spine", "bone", "tongue", "brow", "thumb", "fist", "eyelid", "lung",
        "rump", "tail", "snout", "muzzle", "paw", "hoof", "claw", "beak", "mane", "flank",
    }
)  # fmt: skip
