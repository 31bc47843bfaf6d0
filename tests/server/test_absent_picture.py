"""Where the busts' mesh was not fetched, a reader is told so in the picture's place."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from server.absent_picture import absent_picture


@pytest.mark.parametrize(("width", "height"), [(320, 160), (160, 320), (40, 40)])
def test_the_reason_is_whole_in_a_frame_of_the_pictures_size(width: int, height: int) -> None:
    reason = "Le maillage <des bustes> n’est pas sur cette machine & son nom est long."
    root = ElementTree.fromstring(absent_picture(reason, width, height))
    assert (root.get("width"), root.get("height")) == (str(width), str(height))
    lines = [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}tspan")]
    assert " ".join(lines) == reason
    assert max(map(len, lines)) <= 30
