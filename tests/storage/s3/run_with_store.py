#!/usr/bin/env python3
"""usage: run_with_store.py rgw|swift PROGRAM [ARGUMENT...]

Runs a program beside a real store, which SLIPWAY_TEST_S3_STORE, _ENDPOINT, _TLS_ENDPOINT and _CA_FILE and AWS's variables
describe; _TEMPORARY_KEY, _SECRET and _TOKEN are keys that end in an hour, of a store that gives any. The buckets
"packages" and "versioned" are there and empty. Ends with the program's status; 77, which ctest takes for skipped, where
this machine cannot run the store."""
import datetime
import hashlib
import hmac
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from real_stores import PATIENCE, STARTERS, NotHere

BUCKETS = ("packages", "versioned")
SKIPPED = 77


EVERYTHING = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'


def ask(store, method, path, query="", body=b"", service="s3"):
    """What the store answers, by a signature that is not the one under test. A query is sorted and encoded."""
    now = datetime.datetime.now(datetime.timezone.utc)
    moment, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    host, content = store.endpoint.split("//")[1], hashlib.sha256(body).hexdigest()
    names, scope = "host;x-amz-content-sha256;x-amz-date", f"{day}/us-east-1/{service}/aws4_request"
    fields = f"host:{host}\nx-amz-content-sha256:{content}\nx-amz-date:{moment}\n"
    request = f"{method}\n{path}\n{query}\n{fields}\n{names}\n{content}"
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = ("AWS4" + store.secret_key).encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    authorization = f"AWS4-HMAC-SHA256 Credential={store.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    with urllib.request.urlopen(urllib.request.Request(
            f"{store.endpoint}{path}{'?' + query if query else ''}", method=method, data=body or None,
            headers={"x-amz-date": moment, "x-amz-content-sha256": content, "Authorization": authorization}),
            timeout=60) as answer:
        return answer.read().decode()


def make_bucket(store, name):
    """Once the store can: Swift's proxy answers before the servers behind it do."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return ask(store, "PUT", f"/{name}")
        except urllib.error.HTTPError as error:
            if error.code < 500 or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def temporary_keys(store):
    """Access key, secret and token. The store asks for a right to have them, besides those of an owner."""
    query = {"Action": "PutUserPolicy", "PolicyDocument": EVERYTHING, "PolicyName": "all", "UserName": "slipway",
             "Version": "2010-05-08"}
    ask(store, "POST", "/", urllib.parse.urlencode(query, quote_via=urllib.parse.quote, safe="-_.~"), service="iam")
    answer = ask(store, "POST", "/", body=b"Action=GetSessionToken&Version=2011-06-15", service="sts")
    return [re.search(f"<{name}>(.*?)</{name}>", answer)[1] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")]


def environment_of(name, store):
    key, secret, token = temporary_keys(store) if store.gives_temporary_keys else ("", "", "")
    return dict(os.environ, SLIPWAY_TEST_S3_STORE=name, SLIPWAY_TEST_S3_ENDPOINT=store.endpoint,
                SLIPWAY_TEST_S3_TLS_ENDPOINT=store.tls_endpoint, SLIPWAY_TEST_S3_CA_FILE=store.ca_file,
                SLIPWAY_TEST_S3_TEMPORARY_KEY=key, SLIPWAY_TEST_S3_TEMPORARY_SECRET=secret,
                SLIPWAY_TEST_S3_TEMPORARY_TOKEN=token,
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
