#!/usr/bin/env python3
"""A reverse proxy for tests: passes everything on unchanged, Host included, except what it is told to disturb.

    proxy.py UPSTREAM [--flip REGEX] [--change REGEX FROM TO] [--after REGEX COMMAND [--skip N] [--times N]]
             [--lose REGEX N] [--refuse REGEX STATUS N]

--flip REGEX            changes one byte in the middle of the bodies of answers whose path matches
--change REGEX FROM TO  replaces the first FROM by TO in the bodies of answers whose path matches
--after REGEX COMMAND   after each of the answers whose path matches has been sent, runs the command, while the client
                        waits for its next answer; not for the first --skip ones (default 0), at most --times times (default 1)
--lose REGEX N          passes on the first N requests whose path matches and hangs up in place of their answers
--refuse REGEX STATUS N answers the first N requests whose path matches with that status and `Retry-After: 0`, by itself
Prints "listening on URL", then one line per request on standard error."""
import argparse
import http.client
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

arguments = argparse.ArgumentParser()
arguments.add_argument("upstream")
arguments.add_argument("--flip")
arguments.add_argument("--change", nargs=3, metavar=("REGEX", "FROM", "TO"))
arguments.add_argument("--after", nargs=2, metavar=("REGEX", "COMMAND"))
arguments.add_argument("--skip", type=int, default=0)
arguments.add_argument("--times", type=int, default=1)
arguments.add_argument("--lose", nargs=2, metavar=("REGEX", "N"), default=("(?!)", "0"))
arguments.add_argument("--refuse", nargs=3, metavar=("REGEX", "STATUS", "N"), default=("(?!)", "503", "0"))
options = arguments.parse_args()
left = {"lose": int(options.lose[1]), "refuse": int(options.refuse[2])}

one_at_a_time = threading.Lock()
DROPPED = {"connection", "keep-alive", "transfer-encoding", "proxy-connection"}


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def pass_on(self):
        with one_at_a_time:
            upstream = http.client.HTTPConnection(urlsplit(options.upstream).netloc, timeout=60)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))) or None
            if self.is_time_to("refuse", options.refuse[0]):
                return self.refuse(int(options.refuse[1]))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in DROPPED}
            upstream.request(self.command, self.path, body, headers)
            answer = upstream.getresponse()
            content = answer.read()
            if self.is_time_to("lose", options.lose[0]):
                print("lost", self.command, self.path, file=sys.stderr, flush=True)
                self.close_connection = True
                return None
            self.answer(answer, content)
            upstream.close()
            self.disturb()

    def is_time_to(self, disturb, path):
        if not re.search(path, self.path) or left[disturb] == 0:
            return False
        left[disturb] -= 1
        return True

    def refuse(self, status):
        print("refused", self.command, self.path, file=sys.stderr, flush=True)
        self.send_response_only(status)
        self.send_header("Retry-After", "0")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, answer, content):
        if options.flip and content and re.search(options.flip, self.path):
            middle = len(content) // 2
            content = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1:]
        if options.change and re.search(options.change[0], self.path):
            content = content.replace(options.change[1].encode(), options.change[2].encode(), 1)
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in DROPPED | {"content-length"}:
                self.send_header(name, value)
        length = answer.getheader("Content-Length") if self.command == "HEAD" else len(content)
        if length is not None and answer.status not in (204, 304):
            self.send_header("Content-Length", str(length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        self.wfile.flush()
        print(answer.status, self.command, self.path, file=sys.stderr, flush=True)

    def disturb(self):
        if not options.after or not re.search(options.after[0], self.path):
            return
        options.skip -= 1
        if options.skip < 0 and options.times > 0:
            options.times -= 1
            subprocess.run(options.after[1], shell=True, check=True, stdout=sys.stderr)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = pass_on

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
