"""Stills of faces in the public domain, that packages carry.

Eileen Collins (NASA), and a cameraman from the side (Lav Varshney, CC0): in scikit-image. Grace
Hopper (US Navy): in matplotlib.
"""

from matinee.demo.film.carried import Carried, from_wheel

_SCIKIT_IMAGE = "scikit-image==0.26.0"
_SCIKIT_IMAGE_SHA256 = "74aa5518ccea28121f57a95374581d3b979839adc25bb03f289b1bc9b99c58af"
COLLINS = Carried(
    "eileen-collins.png",
    _SCIKIT_IMAGE,
    _SCIKIT_IMAGE_SHA256,
    source=False,
    take=from_wheel("skimage/data/astronaut.png"),
    sha256="88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
)
CAMERAMAN = Carried(
    "cameraman.png",
    _SCIKIT_IMAGE,
    _SCIKIT_IMAGE_SHA256,
    source=False,
    take=from_wheel("skimage/data/camera.png"),
    sha256="b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a",
)
HOPPER = Carried(
    "grace-hopper.jpg",
    "matplotlib==3.11.2",
    "07d9b9fa60cd4c393692f50d0bb03123242ddf61c99bb0e95e75feb354e7c1a8",
    source=False,
    take=from_wheel("matplotlib/mpl-data/sample_data/grace_hopper.jpg"),
    sha256="a8ca6d734765703b09728ab47fe59f473d93ae3967fc24c7c0288c3c7adb7130",
)
