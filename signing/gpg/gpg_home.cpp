#include "signing/gpg/gpg_home.hpp"

#include "signing/gpg/gpg_processes.hpp"
#include "signing/gpg/gpgconf.hpp"

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace slipway::signing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view directory_prefix = "slipway-gpg-";
constexpr std::size_t longest_parent = 60;

// SHA-512 is used for the data and for the key: apt, rpm since 4.6 and Sequoia's policies accept it, and SHA-1's
// cut-off dates do not matter. Everything that looks at other keys, networks or terminals is switched off, because it
// only costs time.
constexpr std::string_view gpg_options =
    "batch\n"
    "no-tty\n"
    "no-auto-check-trustdb\n"
    "no-auto-key-locate\n"
    "no-auto-key-retrieve\n"
    "trust-model always\n"
    "no-emit-version\n"
    "no-comments\n"
    "digest-algo SHA512\n"
    "cert-digest-algo SHA512\n"
    "pinentry-mode loopback\n";

// No private key is stored under a passphrase here. A fixed count saves the agent the seconds in which it would measure
// how slow a passphrase check should be.
constexpr std::string_view agent_options =
    "s2k-count 65536\n"
    "disable-scdaemon\n"
    "no-allow-external-cache\n"
    "allow-loopback-pinentry\n"
    "auto-expand-secmem 64M\n";

Error failed(std::string_view what, const fs::path& path) {
    return Error(Fault::io, std::string(what) + " " + path.string() + ": " + std::strerror(errno));
}

Result<> write_options(const fs::path& path, std::string_view options) {
    std::ofstream file(path, std::ios::binary);
    file << options << std::flush;
    if (!file) return failed("cannot write", path);
    return {};
}

/// Directories in memory come first: private keys are in the homes, and a power cut must not leave them on a disk.
std::vector<fs::path> possible_parents() {
    std::vector<fs::path> parents;
    for (const char* name : {"RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR"}) {
        const char* value = std::getenv(name);
        const std::string path = value == nullptr ? "" : value;
        parents.emplace_back(path.substr(0, path.find(':')));  // systemd lists several directories so
    }
    parents.emplace_back("/dev/shm");
    parents.emplace_back("/tmp");
    std::erase_if(parents, [](const fs::path& path) {
        return !path.is_absolute() || path.native().size() > longest_parent || ::access(path.c_str(), W_OK | X_OK) != 0;
    });
    return parents;
}

void remove_with_processes(const fs::path& path) {
    await_no_gpg_processes(path);
    std::error_code not_removed;  // a destructor cannot report it; the next start tries again
    fs::remove_all(path, not_removed);
}

bool is_abandoned(const fs::path& path) {
    struct stat about {};
    if (::lstat(path.c_str(), &about) != 0 || !S_ISDIR(about.st_mode) || about.st_uid != ::getuid()) return false;
    const UniqueFd lock(::open((path / "lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    return lock && ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0;
}

void remove_abandoned(const fs::path& parent) {
    std::error_code unreadable;
    for (fs::directory_iterator at(parent, unreadable), end; !unreadable && at != end; at.increment(unreadable))
        if (at->path().filename().string().starts_with(directory_prefix) && is_abandoned(at->path()))
            remove_with_processes(at->path());
}

/// The lock file gets its name after it is locked, so the directory never looks abandoned.
Result<UniqueFd> lock_in(const fs::path& directory) {
    const auto unnamed = directory / "lock.new";
    UniqueFd lock(::open(unnamed.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!lock || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return failed("cannot lock", unnamed);
    if (::link(unnamed.c_str(), (directory / "lock").c_str()) != 0) return failed("cannot lock", directory);
    return lock;
}

}  // namespace

Result<PrivateDirectory> PrivateDirectory::create(Keys keys) {
    const auto parents = possible_parents();
    if (parents.empty()) return Error(Fault::io, "no directory for gpg: neither /dev/shm nor /tmp can be written");
    for (const auto& parent : parents) remove_abandoned(parent);
    std::string name = (parents.front() / directory_prefix).string() + "XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) return failed("cannot make", name);
    auto lock = lock_in(name);
    if (!lock.ok()) {
        remove_with_processes(name);
        return std::move(lock).error();
    }
    if (keys == Keys::public_keys) return PrivateDirectory(name, std::move(lock).release(), std::nullopt);
    auto keeper = HomeKeeper::start(name);
    if (!keeper.ok()) {
        remove_with_processes(name);
        return std::move(keeper).error();
    }
    return PrivateDirectory(name, std::move(lock).release(), std::move(keeper).release());
}

PrivateDirectory::~PrivateDirectory() {
    if (lock_) remove_with_processes(path_);
}

Result<std::unique_ptr<GpgHome>> GpgHome::create(fs::path path, AgentUse agent) {
    if (::mkdir(path.c_str(), 0700) != 0) return failed("cannot make", path);
    std::unique_ptr<GpgHome> home(new GpgHome(std::move(path)));
    const std::string options = std::string(gpg_options) + (agent == AgentUse::never ? "no-autostart\n" : "");
    TRY(write_options(home->path() / "gpg.conf", options));
    TRY(write_options(home->path() / "gpg-agent.conf", agent_options));
    return home;
}

GpgHome::~GpgHome() {
    await_no_gpg_processes(path_);
    remove_socket_directory(path_);
    remove_with_processes(path_);
}

}  // namespace slipway::signing
