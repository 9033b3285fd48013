"""What a text is about: views of it, a head each, and their fusion. Pure; the engine and the study use it alike."""
