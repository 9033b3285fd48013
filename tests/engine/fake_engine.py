"""A stand-in for Rasa as a process of its own: port, name, and what is wrong with it (`ok`, `dies`, `errs`, `dumb`).

Every answer takes a tenth of a second, or what a fourth word says: turns are under way while engines change.
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT, NAME, WHAT = int(sys.argv[1]), sys.argv[2], sys.argv[3]
SLOW = float(sys.argv[4]) if len(sys.argv) > 4 else 0.1
turns = 0


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        global turns
        asked = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        status, answer = 200, {"intent": {"name": "greet"}, "intent_ranking": [], "safety": {"tier": "now"}}
        if "/webhooks/" in self.path:
            turns += 1
            time.sleep(SLOW)
            answer = [{"text": NAME}]
            if WHAT == "errs":
                status, answer = 500, {}
            elif WHAT == "dies" and turns > 2:
                sys.stdout.flush()
                import os

                os._exit(1)
        elif WHAT == "dumb" or "\\u4f60\\u597d" in asked or "你好" in asked:
            answer["safety"] = {"tier": "none"}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


if WHAT == "never":
    time.sleep(600)
ThreadingHTTPServer.request_queue_size = 64
ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
