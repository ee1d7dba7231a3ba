#!/usr/bin/env python3
"""usage: run_with_store.py rgw|swift PROGRAM [ARGUMENT...]

Runs a program beside a real store, which SLIPWAY_TEST_S3_STORE, _ENDPOINT, _TLS_ENDPOINT and _CA_FILE and AWS's variables
describe. The buckets "packages" and "versioned" are there and empty. Ends with the
program's status; 77, which ctest takes for skipped, where this machine cannot run the store."""
import datetime
import hashlib
import hmac
import os
import subprocess
import sys
import tempfile
import urllib.request

from real_stores import STARTERS, NotHere

BUCKETS = ("packages", "versioned")
SKIPPED = 77


def make_bucket(store, name):
    """By a signature that is not the one under test."""
    now = datetime.datetime.now(datetime.timezone.utc)
    moment, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    host, nothing = store.endpoint.split("//")[1], hashlib.sha256(b"").hexdigest()
    names, scope = "host;x-amz-content-sha256;x-amz-date", f"{day}/us-east-1/s3/aws4_request"
    request = f"PUT\n/{name}\n\nhost:{host}\nx-amz-content-sha256:{nothing}\nx-amz-date:{moment}\n\n{names}\n{nothing}"
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = ("AWS4" + store.secret_key).encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    authorization = f"AWS4-HMAC-SHA256 Credential={store.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    urllib.request.urlopen(urllib.request.Request(
        f"{store.endpoint}/{name}", method="PUT",
        headers={"x-amz-date": moment, "x-amz-content-sha256": nothing, "Authorization": authorization}), timeout=60).close()


def environment_of(name, store):
    return dict(os.environ, SLIPWAY_TEST_S3_STORE=name, SLIPWAY_TEST_S3_ENDPOINT=store.endpoint,
                SLIPWAY_TEST_S3_TLS_ENDPOINT=store.tls_endpoint, SLIPWAY_TEST_S3_CA_FILE=store.ca_file,
                AWS_ACCESS_KEY_ID=store.access_key, AWS_SECRET_ACCESS_KEY=store.secret_key)


def main(name, program):
    # Not below TMPDIR, which may be long: daemons listen on sockets in it, whose names are short.
    with tempfile.TemporaryDirectory(prefix="s3.", dir="/tmp", ignore_cleanup_errors=True) as directory:
        try:
            store = STARTERS[name](directory)
        except NotHere as reason:
            print(f"skipped: {reason}")
            return SKIPPED
        try:
            for bucket in BUCKETS:
                make_bucket(store, bucket)
            return subprocess.run(program, env=environment_of(name, store), check=False).returncode
        finally:
            store.stop()


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in STARTERS:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
