// What the daemon touches, for good: its data, the directories of its sockets and of gpg's homes, certificates (by
// their directories: a renewal puts new files there, often behind symbolic links), and what every program of the system
// reads. Nothing of what it may write may be executed, so that no upload can become a program.
#include "server/sandbox_rules.hpp"

#include "server/net/listen_address.hpp"

#include <algorithm>
#include <cstdlib>
#include <unistd.h>

namespace slipway::server {
namespace {

namespace fs = std::filesystem;

void add_with_target(std::vector<fs::path>& paths, const fs::path& path) {
    paths.push_back(path);
    std::error_code missing;  // what is not there needs no rule; whoever needs it will say so
    const auto target = fs::canonical(path, missing);
    if (!missing && target != path) paths.push_back(target);
}

/// The directory, and where something in it is a symbolic link to another disk, that place.
void add_data(std::vector<fs::path>& paths, const fs::path& data) {
    add_with_target(paths, data);
    std::error_code unreadable;
    for (fs::directory_iterator at(data, unreadable), end; !unreadable && at != end; at.increment(unreadable))
        if (at->is_symlink(unreadable)) add_with_target(paths, at->path());
}

void add_directory_of(std::vector<fs::path>& paths, const fs::path& file) {
    if (file.empty()) return;
    paths.push_back(file.has_parent_path() ? file.parent_path() : fs::path("."));
    std::error_code missing;
    if (const auto target = fs::canonical(file, missing); !missing) paths.push_back(target.parent_path());
}

/// Where gpg's homes and sockets are (signing/gpg/gpg_home.cpp), and SQLite's temporary files.
void add_temporary(std::vector<fs::path>& paths) {
    for (const char* variable : {"RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR", "TMPDIR", "SQLITE_TMPDIR"}) {
        const char* value = std::getenv(variable);
        const std::string path = value == nullptr ? "" : value;
        if (path.starts_with('/')) paths.emplace_back(path.substr(0, path.find(':')));  // systemd may list several
    }
    paths.insert(paths.end(), {"/dev/shm", "/tmp", "/var/tmp", "/run/user/" + std::to_string(::getuid())});
}

void add_listeners(SandboxRules& rules, const std::vector<std::string>& listen) {
    std::vector<std::uint16_t> ports;
    for (const auto& text : listen) {
        const auto address = net::ListenAddress::parse(text);
        if (!address) continue;  // the start will refuse it
        if (address->kind == net::ListenAddress::Kind::unix_socket)
            add_directory_of(rules.write, address->host);
        else
            ports.push_back(address->port);
    }
    // Port 0 is one that the kernel chooses, and that is then bound by its number.
    if (std::ranges::find(ports, 0) == ports.end()) rules.ports = std::move(ports);
}

/// Connections to them are made again and again, and their names looked up each time: also by TCP, where answers are
/// too long for a datagram, and by files that links in /etc lead to.
void add_peers(SandboxRules& rules, const Peers& peers) {
    for (const auto& file : peers.files) add_directory_of(rules.read, file);
    rules.connect = peers.ports;
    if (rules.connect && rules.connect->empty()) return;
    constexpr std::uint16_t port_of_names = 53;
    if (rules.connect) rules.connect->push_back(port_of_names);
    add_directory_of(rules.read, "/etc/resolv.conf");
}

}  // namespace

SandboxRules sandbox_rules(const Config& config, const Peers& peers) {
    SandboxRules rules;
    rules.write = {"/dev/null", "/dev/zero", "/dev/full"};
    add_data(rules.write, config.data);
    add_temporary(rules.write);
    add_listeners(rules, config.listen);
    rules.read = {"/etc", "/proc", "/sys/devices/system/cpu", "/dev/random", "/dev/urandom"};
    add_directory_of(rules.read, config.tls.certificate);
    add_directory_of(rules.read, config.tls.private_key);
    add_peers(rules, peers);
    rules.execute = {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/nix/store", "/gnu/store"};
    return rules;
}

Result<> confine_daemon(const Config& config, const Peers& peers, const Log& log) {
    if (!config.sandbox) {
        log.warning("not confined", {{"message", "the configuration says sandbox = \"off\""}});
        return {};
    }
    const auto sandbox =
        TRY(confine(sandbox_rules(config, peers)).during("confining the daemon; sandbox = \"off\" leaves it out"));
    const std::string landlock = sandbox.landlock == 0 ? "not offered" : std::to_string(sandbox.landlock);
    const std::string seccomp = sandbox.seccomp ? "on" : "not offered";
    if (sandbox.landlock == 0 || !sandbox.seccomp)
        log.warning("confined in part", {{"landlock", landlock}, {"seccomp", seccomp}});
    else
        log.info("confined", {{"landlock", landlock}, {"seccomp", seccomp}});
    return {};
}

}  // namespace slipway::server
