"""Lessons as animated videos: timing, acting, drawing, sound, encoding. The door is build.py."""
