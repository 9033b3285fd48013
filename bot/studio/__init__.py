"""The studio: draws a lesson's panels as vector comics. The door is `comic.draw_panel`."""
