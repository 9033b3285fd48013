"""Training of the encoder's adapter, and the drawing of its graph: PyTorch and onnx, in an environment of its own."""
