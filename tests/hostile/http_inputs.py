"""Hostile HTTP: each case is what goes over the wire and what may come back. A request that could be read in two ways is
refused, and nothing behind it is taken for a request."""
from dataclasses import dataclass

BAD = (400,)
HOST = b"Host: a\r\n"


@dataclass
class Case:
    name: str
    bytes: bytes
    statuses: tuple = BAD
    answers: int = 1  # at most so many: one more would be a smuggled request
    closes: bool = True
    head_only: bool = False
    slow: bool = False  # waits for a deadline of the server


def request(line, *fields, body=b"", host=HOST):
    return line + b" HTTP/1.1\r\n" + host + b"".join(field + b"\r\n" for field in fields) + b"\r\n" + body


SMUGGLED = b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST /api/v1/tokens"


def framing():
    chunked = b"Transfer-Encoding: chunked"
    yield Case("both lengths", request(POST, b"Content-Length: 4", chunked, body=b"0\r\n\r\n" + SMUGGLED))
    yield Case("both lengths, other order", request(POST, chunked, b"Content-Length: 4", body=b"0\r\n\r\n" + SMUGGLED))
    yield Case("two lengths", request(POST, b"Content-Length: 0", b"Content-Length: 36", body=SMUGGLED))
    yield Case("a list of lengths", request(POST, b"Content-Length: 0, 36", body=SMUGGLED))
    for length in (b"-1", b"+5", b"0x10", b"1e1", b"5 5", b"99999999999999999999999", b"18446744073709551616", b"",
                   b"5;5", b"\x005", b"\xb5", b"5,"):
        yield Case(f"length {length!r}", request(POST, b"Content-Length: " + length, body=SMUGGLED))
    for coding in (b"chunked, chunked", b"gzip, chunked", b"identity", b"xchunked", b"chunked;q=1", b"\x0bchunked",
                   b"chunked\x00", b"gzip", b"chunked, identity", b"\"chunked\"", b"chun ked", b"deflate"):
        yield Case(f"coding {coding!r}", request(POST, b"Transfer-Encoding: " + coding, body=b"0\r\n\r\n" + SMUGGLED),
                   statuses=(400, 501))
    yield Case("two codings", request(POST, chunked, b"Transfer-Encoding: identity", body=b"0\r\n\r\n" + SMUGGLED),
               statuses=(400, 501))
    yield Case("the coding twice", request(POST, chunked, chunked, body=b"0\r\n\r\n" + SMUGGLED), statuses=(400, 501))
    yield Case("a coding in HTTP/1.0", b"POST /api/v1/tokens HTTP/1.0\r\n" + chunked + b"\r\n\r\n0\r\n\r\n" + SMUGGLED)
    yield Case("a blank before the colon", request(POST, b"Transfer-Encoding : chunked", body=b"0\r\n\r\n" + SMUGGLED))
    yield Case("a folded coding", request(POST, b"Transfer-Encoding:\r\n chunked", body=b"0\r\n\r\n" + SMUGGLED),
               statuses=(400, 401, 501))
    yield Case("a tab before the colon", request(POST, b"Content-Length\t: 5", body=SMUGGLED))
    yield Case("an underscore for a dash", request(b"GET /healthz", b"Content_Length: 500", body=SMUGGLED),
               statuses=(200,), answers=2, closes=False)


def chunks(admin):
    start = request(b"PUT /api/v1/repositories/hostile", b"Transfer-Encoding: chunked",
                    b"Authorization: Bearer " + admin)
    for name, body in {
        "a size of 2^64": b"10000000000000000\r\nx", "a size beyond it": b"fffffffffffffffffffff\r\nx",
        "a negative size": b"-1\r\nx", "no size": b"\r\nx\r\n0\r\n\r\n", "a size in words": b"five\r\nhello", "0x5": b"0x5\r\nhello\r\n0\r\n\r\n",
        "a bare line feed": b"5\nhello\n0\n\n\r\n\r\n0\r\n\r\n", "no line end behind": b"5\r\nhelloXX0\r\n\r\n",
        "a bare return": b"5\rhello", "NUL in the size": b"5\x00\r\nhello",
        "a long extension": b"5;" + b"x" * 20_000 + b"\r\nhello\r\n0\r\n\r\n",
        "a size with many zeros": b"0" * 40_000 + b"5\r\nhello\r\n0\r\n\r\n",
        "a long trailer": b"5\r\nhello\r\n0\r\nTrailer: " + b"x" * 40_000 + b"\r\n\r\n",
        "a bad trailer": b"5\r\nhello\r\n0\r\n\x00: x\r\n\r\n",
    }.items():
        yield Case(f"chunks: {name}", start + body, statuses=(400, 413, 422, 431), closes=False)


def heads():
    for name, bytes_ in {
        "no Host": b"GET / HTTP/1.1\r\n\r\n", "two Hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "a Host with a path": b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "a Host with a user": b"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n",
        "a Host with a blank": b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "a Host with NUL": b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n",
        "a Host with quotes": b"GET / HTTP/1.1\r\nHost: a\"><script>\r\n\r\n",
        "HTTP/9.9": b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", "no version": b"GET /\r\n\r\n", "HTTP/1.10": b"GET / HTTP/1.10\r\nHost: a\r\n\r\n",
        "http in small letters": b"GET / http/1.1\r\nHost: a\r\n\r\n", "two blanks": b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        "a tab for a blank": b"GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", "a leading blank": b" GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n", "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "NULs": b"\x00" * 64 + b"\r\n\r\n", "a bare return in the line": b"GET /\rx HTTP/1.1\r\nHost: a\r\n\r\n",
        "a bare return in a field": b"GET / HTTP/1.1\r\nHost: a\r\nX: a\rY: b\r\n\r\n",
        "a field without a colon": request(b"GET /", b"nonsense"), "a field without a name": request(b"GET /", b": x"),
        "a blank in a name": request(b"GET /", b"a b: c"), "NUL in a name": request(b"GET /", b"a\x00b: c"),
        "NUL in a value": request(b"GET /", b"a: b\x00c"), "a name in UTF-8": request(b"GET /", b"\xc3\xa4: b"),
        "only line ends behind a word": b"GET\r\n\r\n", "a colon alone": b"GET / HTTP/1.1\r\n:\r\n\r\n",
        "a control character in the line": b"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", "DEL in the line": b"GET /\x7f HTTP/1.1\r\nHost: a\r\n\r\n",
        "a fragment": request(b"GET /healthz#x"), "a target without a slash": request(b"GET healthz"),
        "an asterisk for GET": request(b"GET *"), "two questions": request(b"GET /metrics??a"),
    }.items():
        yield Case(f"head: {name}", bytes_, statuses=(400, 404, 422, 505), closes=False)
    yield Case("head: bare line feeds", b"GET /healthz HTTP/1.1\nHost: a\n\n", statuses=(400,))
    yield Case("head: a huge field", request(b"GET /", b"X: " + b"x" * 70_000), statuses=(431,))
    yield Case("head: line ends alone", b"\r\n" * 40_000, statuses=(431,))
    yield Case("head: a huge target", request(b"GET /" + b"x" * 70_000), statuses=(431,))
    yield Case("head: many fields", request(b"GET /", *[b"X%d: y" % i for i in range(5000)]), statuses=(431,))
    yield Case("head: a huge method", b"G" * 70_000 + b" / HTTP/1.1\r\n\r\n", statuses=(400, 431))
    yield Case("head: a folded field", request(b"GET /healthz", b"X: a\r\n b"), statuses=(200, 400), closes=False)


def targets():
    for target in ("/%00", "/main/%00", "/main%2fdeb", "/..", "/../etc/passwd", "/main/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
                   "/..%2f..%2fetc%2fpasswd", "/main/..%5c..%5cetc", "/%c0%ae%c0%ae/etc/passwd", "/%c0%af", "/%e0%80%af", "/%ff", "/%",
                   "/%4", "/%zz", "/%25%32%65", "/./main", "/main/./deb", "/static/../slipway.db", "/static/%2e%2e/slipway.db",
                   "/main/deb/pool/../../../slipway.db", "/main/blobs/sha256", "/slipway.db", "/admin-token", "/keys/main",
                   "/main/%0d%0aSet-Cookie:%20a=b", "/main/%0atime=2026-01-01T00:00:00Z%20level=error%20event=FORGED", "/%f0%9f%92%a9",
                   "/%ed%a0%80", "/main/deb/dists/dev/by-hash/SHA256/" + "0" * 64, "/main/deb/dists/dev/by-hash/SHA256/..",
                   "/main/setup.sh%00", "/api/v1/repositories/..", "/api/v1/repositories/%2e%2e", "/api/v1/repositories/%00",
                   "/api/v1/repositories/main/channels/%0d%0a", "/api/v2", "/api//v1", "/API/V1", "/healthz/", "/metrics/x",
                   "/api/v1/repositories/main/packages/" + "g" * 64, "/api/v1/tokens/../tokens",
                   "/api/v1/repositories/main/channels/dev/packages?limit=%00", "/api/v1/repositories/main/channels/dev/packages?limit=1e9",
                   "/api/v1/repositories/main/channels/dev/packages?cursor=%ff%fe", "/api/v1/repositories/main/channels/dev/packages?cursor=" + "A" * 4000,
                   "/api/v1/repositories/main/channels/dev/revisions?cursor=-1", "/api/v1/repositories/main/channels/dev/revisions/999999999999999999999",
                   "/api/v1/repositories/main/channels/dev/revisions/-1", "/api/v1/repositories/main/channels/dev/diff?from=x&to=y",
                   "/api/v1/repositories/main/channels/dev/expiry?days=-5", "/api/v1/repositories/main/channels/dev/expiry?versions=99999999999999999999",
                   "/api/v1/events?after=-1", "/readyz?for=nothing", "/readyz?for", "/healthz?x=1", "/metrics?" + "a&" * 2000):
        yield Case(f"target {target[:60]}", request(b"GET " + target.encode()), statuses=(200, 400, 401, 403, 404, 410, 422), closes=False)
    for target, statuses in (("http://a/healthz", (200,)), ("http://evil.example/healthz", (200,)), ("https://a/healthz", (200, 400)),
                             ("ftp://a/healthz", (400,)), ("http://", (400,)), ("http://a:99999999/healthz", (400,)), ("http://u:p@a/", (400,))):
        yield Case(f"absolute {target}", request(b"GET " + target.encode()), statuses=statuses, closes=False)


def methods():
    for method in (b"TRACE", b"CONNECT", b"PROPFIND", b"PATCH", b"get", b"FOO", b"OPTIONS", b"PUT", b"DELETE", b"POST"):
        for target in (b"/healthz", b"/main/", b"/api/v1/repositories/main/channels/dev", b"*", b"a:443"):
            yield Case(f"{method.decode()} {target.decode()}", request(method + b" " + target), closes=False,
                       statuses=(204, 200, 400, 401, 403, 404, 405, 409, 411, 422, 501))


def bodies():
    for target in (b"/healthz", b"/", b"/main/", b"/metrics", b"/api/v1/openapi.json", b"/main/deb/dists/dev/InRelease", b"/nothing"):
        for framing_ in (b"Content-Length: 1000000", b"Transfer-Encoding: chunked"):
            body = b"x" * 1_000_000 if framing_.startswith(b"C") else b"5\r\nhello\r\n0\r\n\r\n"
            yield Case(f"a body of GET {target.decode()}, {framing_.decode()[:7]}", request(b"GET " + target, framing_, body=body))
    yield Case("a body that is a request", request(b"GET /healthz", b"Content-Length: %d" % len(SMUGGLED), body=SMUGGLED))
    yield Case("a body of HEAD", request(b"HEAD /healthz", b"Content-Length: 5", body=b"hello"), head_only=True)
    yield Case("a body of DELETE", request(b"DELETE /api/v1/tokens/1", b"Content-Length: 5", body=b"hello"))
    yield Case("a body for a page", request(b"POST /main/", b"Content-Length: 5", body=b"hello"), statuses=(405,))
    yield Case("a body without a token", request(POST, b"Content-Length: 5", body=b"hello"), statuses=(401,))
    yield Case("a gigantic length without a token", request(POST, b"Content-Length: 9223372036854775807"), statuses=(401,))
    for expectation in (b"100-continue, x", b"nothing", b"200-ok", b"\"100-continue\"", b"100-continue;q=1"):
        yield Case(f"Expect {expectation.decode()}", request(POST, b"Expect: " + expectation, b"Content-Length: 5"), statuses=(417,))
    yield Case("100-continue without a token", request(POST, b"Expect: 100-continue", b"Content-Length: 5"), statuses=(401,))


def fields():
    target = b"GET /static/style.css"
    for field in (b"Range: bytes=" + b",".join(b"%d-%d" % (i, i) for i in range(1500)), b"Range: bytes=0-,0-,0-,0-,0-", b"Range: bytes=-0",
                  b"Range: bytes=9-1", b"Range: bytes=99999999999999999999-", b"Range: lines=1-2", b"Range: bytes=", b"Range: bytes=a-b",
                  b"If-None-Match: \"", b"If-None-Match: " + b"\"x\"," * 3000, b"If-None-Match: W/W/\"x\"", b"If-Modified-Since: never",
                  b"If-Modified-Since: Sun, 06 Nov 1994 25:61:61 GMT", b"If-Modified-Since: " + b"9" * 5000, b"If-Range: \"x", b"If-Match: *",
                  b"If-Match: nothing", b"If-Unmodified-Since: x", b"X-Forwarded-For: 127.0.0.1\\r\\nFORGED", b"X-Forwarded-For: " + b"1," * 3000,
                  b"Authorization: Bearer", b"Authorization: Basic !!!!", b"Authorization: Basic " + b"A" * 8000, b"Authorization: " + b"\xff" * 100,
                  b"Accept-Encoding: " + b"gzip;q=0," * 500, b"Cookie: " + b"a=b;" * 2000, b"Upgrade: websocket", b"Connection: close, keep-alive, x",
                  b"Sec-Fetch-Site: \x80", b"User-Agent: <script>alert(1)</script>", b"Referer: javascript:alert(1)"):
        yield Case(f"field {field[:40]!r}", request(target, field), statuses=(200, 206, 304, 400, 404, 412, 416), closes=False)
    for secret in (b"slw_" + b"x" * 40, b"slw_", b"x" * 8000, b"slw_%00", b"' OR 1=1 --", b"slw_\xc3\xa4"):
        yield Case(f"token {secret[:12]!r}", request(b"GET /api/v1/tokens", b"Authorization: Bearer " + secret), statuses=(400, 401, 429), closes=False)


def pipelines():
    good, bad = request(b"GET /healthz"), b"NONSENSE\r\n\r\n"
    yield Case("pipeline: bad between good", good + bad + good, statuses=(200, 400), answers=2)
    yield Case("pipeline: fifty", good * 50, statuses=(200,), answers=50, closes=False)
    yield Case("pipeline: behind a body nobody reads", request(b"GET /healthz", b"Content-Length: 5", body=b"hello") + good)
    yield Case("pipeline: behind close", request(b"GET /healthz", b"Connection: close") + good, statuses=(200,))
    yield Case("pipeline: behind a refused upload", request(b"PUT /api/v1/repositories/main/channels/dev/packages/a.deb",
                                                            b"Content-Length: 5", body=b"hello") + good, statuses=(401,))
    yield Case("pipeline: line ends before", b"\r\n\r\n\r\n" + good, statuses=(200,), closes=False)
    yield Case("pipeline: HTTP/1.0", b"GET /healthz HTTP/1.0\r\n\r\n" + good, statuses=(200,))


def forms(upload):
    path = b"POST /api/v1/repositories/main/channels/dev/packages"
    token = b"Authorization: Bearer " + upload

    def form(content_type, body):
        return request(path, token, b"Content-Type: " + content_type, b"Content-Length: %d" % len(body), body=body)

    plain = b"multipart/form-data; boundary=b"
    part = b"--b\r\nContent-Disposition: form-data; name=\"package\"; filename=\"%s\"\r\n\r\n"
    for name, content_type, body in (
        ("nothing", plain, b""), ("no boundary in it", plain, b"hello"), ("only the end", plain, b"--b--\r\n"), ("no end", plain, part % b"a.deb" + b"x"),
        ("an empty boundary", b"multipart/form-data; boundary=", b"--\r\n"), ("a long boundary", b"multipart/form-data; boundary=" + b"b" * 2000, b"x"),
        ("a boundary of blanks", b"multipart/form-data; boundary=\"   \"", b"x"), ("a boundary with a line end", b"multipart/form-data; boundary=\"a\\\r\"", b"x"),
        ("a part of no bytes", plain, part % b"a.deb" + b"\r\n--b--\r\n"), ("a part without a disposition", plain, b"--b\r\n\r\nx\r\n--b--\r\n"),
        ("a part without a name", plain, b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"),
        ("a disposition of another kind", plain, b"--b\r\nContent-Disposition: attachment; filename=a.deb\r\n\r\nx\r\n--b--\r\n"),
        ("an open quote", plain, b"--b\r\nContent-Disposition: form-data; name=\"package; filename=a.deb\r\n\r\nx\r\n--b--\r\n"),
        ("names twice", plain, b"--b\r\nContent-Disposition: form-data; name=\"package\"; name=\"x\"; filename=\"a.deb\"; filename=\"b.deb\"\r\n\r\nx\r\n--b--\r\n"),
        ("a huge part head", plain, b"--b\r\nX: " + b"x" * 200_000 + b"\r\n\r\nx\r\n--b--\r\n"),
        ("many part fields", plain, b"--b\r\n" + b"X: y\r\n" * 20_000 + b"\r\nx\r\n--b--\r\n"),
        ("a nested form", plain, b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n"),
        ("a field that is no file", plain, b"--b\r\nContent-Disposition: form-data; name=\"distro\"\r\n\r\ndeb\r\n--b--\r\n"),
        ("NUL in a part head", plain, b"--b\r\nContent-Disposition: form-data; name=\"pack\x00age\"; filename=\"a.deb\"\r\n\r\nx\r\n--b--\r\n"),
        ("bytes behind the end", plain, part % b"a.deb" + b"x\r\n--b--\r\n" + b"y" * 100_000),
        ("many parts", plain, (part % b"a.deb" + b"x\r\n") * 2000 + b"--b--\r\n"),
        ("half a boundary", plain, part % b"a.deb" + b"x\r\n--" * 1000 + b"\r\n--b--\r\n"),
    ):
        yield Case(f"form: {name}", form(content_type, body), statuses=(400, 413, 415, 422), closes=False)
    for filename in (b"../../etc/passwd", b"..\\..\\x.deb", b"/etc/passwd", b"", b".", b"..", b"a\x00.deb", b"a.deb\x0d\x0aX: y", b"\xff\xfe.deb", b"x" * 5000 + b".deb",
                     b"a.exe", b"%2e%2e%2fa.deb", b"CON", b"a.deb/", b"-rf.deb"):
        yield Case(f"file name {filename[:20]!r}", form(plain, part % filename + b"not a package\r\n--b--\r\n"), statuses=(400, 413, 422), closes=False)
    for name in (b"..%2f..%2fx.deb", b"%00.deb", b"x.exe", b"%ff.deb", b"x" * 3000 + b".deb", b"%0a.deb"):
        yield Case(f"put {name[:20]!r}", request(b"PUT /api/v1/repositories/main/channels/dev/packages/" + name, token, b"Content-Length: 3", body=b"abc"),
                   statuses=(400, 404, 413, 422), closes=False)
    for digest in (b"sha-256=:x:", b"sha-256=:" + b"A" * 4000 + b":", b"md5=:AAAA:", b"=", b"sha-256", b"sha-256=:AAAA:, sha-256=:BBBB:"):
        yield Case(f"digest {digest[:20]!r}", request(b"PUT /api/v1/repositories/main/channels/dev/packages/a.deb", token, b"Content-Length: 3",
                                                      b"Content-Digest: " + digest, body=b"abc"), statuses=(400, 422), closes=False)


def all_cases(admin, upload):
    yield from framing()
    yield from chunks(admin)
    yield from heads()
    yield from targets()
    yield from methods()
    yield from bodies()
    yield from fields()
    yield from pipelines()
    yield from forms(upload)
