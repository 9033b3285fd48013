"""The font that drawn words are set in, and how it was cut."""
