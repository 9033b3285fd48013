"""A WeChat platform on loopback, to rehearse against and to test with. For development; production never loads it."""
