"""What GCAT's names and codes of rockets, launchers and sites are in the words of the ledger and of Launch Library.

A code that is not here is not compared, and `import_gcat` names it: add its line.
"""

# How the name of a rocket begins there: how it begins in other words.
VEHICLES = {
    "Chang Zheng": ("Long March",),
    "Lijian": ("Kinetica", "Lijian"),
    "Jielong": ("Smart Dragon", "Jielong"),
    "Gushenxing": ("Ceres", "Gushenxing"),
    "Shuangquxian": ("Hyperbola", "Shuangquxian"),
    "Yinli": ("Gravity", "Yinli"),
    "Delta 4": ("Delta IV",),
}
_CASC = ("CASC", "China Aerospace Science and Technology Corporation", "China Rocket")
PROVIDERS = {
    "SPX": ("SpaceX",),
    "CALT": _CASC,
    "SAST": _CASC,
    "CASC": _CASC,
    "ZKYT": ("CAS Space",),
    "RLABN": ("Rocket Lab",),
    "ISRO": ("Indian Space Research Organization", "ISRO"),
}
SITES = {
    "JQ": ("Jiuquan",),
    "XSC": ("Xichang",),
    "CC": ("Cape Canaveral", "Florida"),
    "KSC": ("Kennedy", "Florida"),
    "STB": ("Starbase",),
    "MAHIA": ("Mahia", "Māhia", "Onenui", "Rocket Lab Launch Complex 1"),
    "SHAR": ("Satish Dhawan", "Sriharikota"),
}


def vehicle_names(stated: str) -> tuple[str, ...]:
    """The ways to name a rocket, the stated one among them where it has no others."""
    for start, others in VEHICLES.items():
        if stated.startswith(start):
            return tuple(other + stated[len(start) :] for other in others)
    return (stated,) if stated else ()


def provider_names(code: str) -> tuple[str, ...]:
    """Of the parts of a code like ZHSH/SAST those that are known, each with its names."""
    return tuple(name for part in code.split("/") for name in PROVIDERS.get(part, ()))


def site_names(code: str) -> tuple[str, ...]:
    return SITES.get(code, ())
