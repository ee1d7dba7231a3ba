"""Real S3 stores on loopback, from Debian's packages: Ceph's RGW (mon, osd in memory, rgw) and OpenStack Swift with s3api.
Each has a directory and ports of its own and ends with this process. They need root."""
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field

PATIENCE = 120


class NotHere(Exception):
    """This machine cannot run the store."""


@dataclass
class Store:
    """A store that runs, and what a client has to know of it."""
    endpoint: str
    access_key: str
    secret_key: str
    tls_endpoint: str = ""
    ca_file: str = ""
    gives_temporary_keys: bool = False
    processes: list = field(default_factory=list)

    def stop(self):
        for process in reversed(self.processes):
            process.kill()
        for process in self.processes:
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def need(programs, packages):
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        raise NotHere(f"{', '.join(missing)} not found: apt-get install --no-install-recommends {packages}")
    if os.geteuid() != 0:
        raise NotHere("the store's daemons need root")


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")


def start(store, log, *command, **more):
    with open(log, "a", encoding="utf-8") as output:
        store.processes.append(subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, **more))


def await_answer(store, url, log):
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError as error:
            gone = [process.args[0] for process in store.processes if process.poll() is not None]
            if gone or time.monotonic() > deadline:
                with open(log, encoding="utf-8", errors="replace") as file:
                    said = file.read()[-4000:]
                raise RuntimeError(f"{url}: {error}; ended: {gone}\n{said}") from error
            time.sleep(0.2)


def make_certificate(directory):
    """A certificate authority and a certificate of it for 127.0.0.1."""
    ca, key, request, certificate = (os.path.join(directory, name) for name in ("ca.pem", "tls.key", "tls.csr", "tls.pem"))
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test authority",
        "-keyout", os.path.join(directory, "ca.key"), "-out", ca)
    run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", request)
    extension = write(os.path.join(directory, "tls.ext"), "subjectAltName=IP:127.0.0.1\n")
    run("openssl", "x509", "-req", "-days", "2", "-in", request, "-CA", ca, "-CAkey", os.path.join(directory, "ca.key"),
        "-CAcreateserial", "-extfile", extension, "-out", certificate)
    return ca, key, certificate


CEPH = """[global]
fsid = {fsid}
mon host = [v2:127.0.0.1:{mon}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
mon allow pool size one = true
mon warn on pool no redundancy = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon max pg per osd = 1000
mon data avail crit = 1
mon data avail warn = 1
mon cluster log to file = false
run dir = {d}/run
admin socket = {d}/run/$name.asok
log file = {d}/$name.log
keyring = {d}/keyring
ms bind ipv6 = false
[mon.a]
mon data = {d}/mon
[osd.0]
osd data = {d}/osd
osd objectstore = memstore
memstore device bytes = 4294967296
osd class load list = *
osd class default list = *
[client.rgw.a]
rgw data = {d}/rgw
rgw frontends = beast endpoint=127.0.0.1:{plain} ssl_endpoint=127.0.0.1:{tls} ssl_certificate={certificate} \
ssl_private_key={key} tcp_nodelay=1
rgw thread pool size = 16
rgw enable apis = s3, admin, iam, sts
rgw dns name = localhost
rgw s3 auth use sts = true
rgw sts key = abcdefghijklmnop
"""


def make_ceph_keys(keyring):
    run("ceph-authtool", "--create-keyring", keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *")
    for name, *caps in (("client.admin", "mon", "allow *", "osd", "allow *", "mgr", "allow *"),
                        ("osd.0", "mon", "allow profile osd", "mgr", "allow profile osd", "osd", "allow *"),
                        ("client.rgw.a", "mon", "allow rw", "osd", "allow rwx")):
        pairs = [part for pair in zip(["--cap"] * (len(caps) // 2), caps[::2], caps[1::2]) for part in pair]
        run("ceph-authtool", keyring, "--gen-key", "-n", name, *pairs)


def start_rgw(directory):
    need(("ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "ceph", "ceph-authtool", "monmaptool"),
         "radosgw ceph-mon ceph-osd ceph-common")
    for name in ("mon", "osd", "rgw", "run"):
        os.mkdir(os.path.join(directory, name))
    fsid, mon, plain, tls = str(uuid.uuid4()), free_port(), free_port(), free_port()
    ca, key, certificate = make_certificate(directory)
    conf = write(os.path.join(directory, "ceph.conf"),
                 CEPH.format(d=directory, fsid=fsid, mon=mon, plain=plain, tls=tls, key=key, certificate=certificate))
    keyring, monmap, log = (os.path.join(directory, name) for name in ("keyring", "monmap", "output"))
    make_ceph_keys(keyring)
    run("monmaptool", "--create", "--clobber", "--fsid", fsid, "--addv", "a", f"[v2:127.0.0.1:{mon}]", monmap)
    run("ceph-mon", "-c", conf, "--mkfs", "-i", "a", "--monmap", monmap, "--keyring", keyring)

    store = Store(f"http://127.0.0.1:{plain}", "slipwaykey", "slipwaysecret", f"https://127.0.0.1:{tls}", ca, True)
    try:
        start(store, log, "ceph-mon", "-c", conf, "-i", "a", "-f")
        osd = str(uuid.uuid4())
        run("ceph", "-c", conf, "osd", "new", osd, "0", timeout=PATIENCE)
        run("ceph-osd", "-c", conf, "-i", "0", "--mkfs", "--osd-uuid", osd)
        start(store, log, "ceph-osd", "-c", conf, "-i", "0", "-f")
        start(store, log, "radosgw", "-c", conf, "-n", "client.rgw.a", "--keyring", keyring, "-f")
        await_answer(store, store.endpoint, log)
        run("radosgw-admin", "-c", conf, "-n", "client.admin", "user", "create", "--uid=slipway", "--display-name=Slipway",
            f"--access-key={store.access_key}", f"--secret={store.secret_key}", "--caps=user-policy=*", timeout=PATIENCE)
    except BaseException:
        store.stop()
        raise
    return store


SWIFT_SERVER = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = root
swift_dir = {d}
devices = {d}/node
mount_check = false
log_address = {d}/no-log
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
"""

SWIFT_PROXY = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = root
swift_dir = {d}
log_address = {d}/no-log
[pipeline:main]
pipeline = catch_errors cache s3api tempauth bulk slo symlink versioned_writes proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{memcached}
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
storage_domain = localhost
s3_acl = false
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
[filter:symlink]
use = egg:swift#symlink
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
"""


def start_swift(directory):
    need(("swift-proxy-server", "swift-account-server", "swift-container-server", "swift-object-server", "swift-ring-builder",
          "memcached"), "swift-proxy swift-account swift-container swift-object memcached")
    os.makedirs(os.path.join(directory, "node", "d1"))
    write(os.path.join(directory, "swift.conf"), "[swift-hash]\nswift_hash_path_suffix = a\nswift_hash_path_prefix = b\n")
    ports = {name: free_port() for name in ("object", "container", "account", "proxy", "memcached")}
    environment = dict(os.environ, SWIFT_DIR=directory)
    log = os.path.join(directory, "output")
    for name in ("object", "container", "account"):
        ring = os.path.join(directory, f"{name}.builder")
        run("swift-ring-builder", ring, "create", "4", "1", "1")
        run("swift-ring-builder", ring, "add", f"r1z1-127.0.0.1:{ports[name]}/d1", "1")
        run("swift-ring-builder", ring, "rebalance")
        write(os.path.join(directory, f"{name}-server.conf"), SWIFT_SERVER.format(d=directory, name=name, port=ports[name]))
    write(os.path.join(directory, "proxy-server.conf"),
          SWIFT_PROXY.format(d=directory, port=ports["proxy"], memcached=ports["memcached"]))

    store = Store(f"http://127.0.0.1:{ports['proxy']}", "test:tester", "testing")
    try:
        start(store, log, "memcached", "-l", "127.0.0.1", "-p", str(ports["memcached"]), "-U", "0", "-u", "root")
        for name in ("object", "container", "account", "proxy"):
            start(store, log, f"swift-{name}-server", os.path.join(directory, f"{name}-server.conf"), env=environment)
        await_answer(store, store.endpoint, log)
    except BaseException:
        store.stop()
        raise
    return store


STARTERS = {"rgw": start_rgw, "swift": start_swift}
