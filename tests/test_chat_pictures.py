"""The pictures of the guides show what the bot says today; `python -m tests.chat_pictures` draws them anew."""

import pytest

from tests.chat_pictures import PICTURES, SCENES, Scene, draw, play


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.name}.{scene.lang}")
async def test_picture_shows_what_the_bot_says(scene: Scene) -> None:
    drawn = draw(await play(scene))

    assert (PICTURES / f"{scene.name}.{scene.lang}.svg").read_text("utf-8") == drawn


def test_there_is_no_picture_of_what_is_no_scene() -> None:
    assert {path.name for path in PICTURES.iterdir()} == {f"{scene.name}.{scene.lang}.svg" for scene in SCENES}
