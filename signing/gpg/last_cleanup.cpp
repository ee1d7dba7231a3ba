#include "signing/gpg/last_cleanup.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace slipway::signing {
namespace {

constexpr int most_rounds = 100;
constexpr timespec between_kills{0, 10'000'000};
constexpr std::size_t most_of_a_command_line = 8192;  // gpg and gpg-agent are started with less
constexpr std::size_t listing_size = 4096;

/// Holds a file open while the object lives. UniqueFd would do, but it does not promise how it works.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }

private:
    int fd_;
};

/// Calls `visit(name)` for each entry of a directory; opendir would allocate.
template <class Visit>
void for_each_name(const Descriptor& directory, Visit visit) {
    alignas(dirent64) char listing[listing_size];
    while (true) {
        const auto size = ::getdents64(directory.get(), listing, sizeof listing);
        if (size <= 0) return;
        for (ssize_t at = 0; at < size;) {
            const auto* entry = reinterpret_cast<const dirent64*>(listing + at);
            visit(static_cast<const char*>(entry->d_name));
            at += entry->d_reclen;
        }
    }
}

bool is_in_or_below(std::string_view path, std::string_view directory) {
    return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

bool has_home_below(std::string_view command_line, std::string_view directory) {
    for (std::string_view before; !command_line.empty();) {
        const auto argument = command_line.substr(0, command_line.find('\0'));
        if (before == "--homedir" && is_in_or_below(argument, directory)) return true;
        before = argument;
        command_line.remove_prefix(std::min(argument.size() + 1, command_line.size()));
    }
    return false;
}

bool is_number(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Returns whether one was found.
bool kill_gpg(std::string_view directory) {
    bool found = false;
    const Descriptor processes(::open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for_each_name(processes, [&](const char* id) {
        if (!is_number(id)) return;
        const Descriptor process(::openat(processes.get(), id, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const Descriptor file(::openat(process.get(), "cmdline", O_RDONLY | O_CLOEXEC));
        char line[most_of_a_command_line];
        const auto size = ::read(file.get(), line, sizeof line);
        if (size <= 0 || !has_home_below({line, static_cast<std::size_t>(size)}, directory)) return;
        ::kill(std::atoi(id), SIGKILL);  // may be gone already
        found = true;
    });
    return found;
}

// A gpg home is a few levels deep.
void remove_tree(int parent, const char* name) {
    if (::unlinkat(parent, name, 0) == 0) return;
    {
        const Descriptor directory(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        for_each_name(directory, [&](const char* entry) {
            const std::string_view is(entry);
            if (is != "." && is != "..") remove_tree(directory.get(), entry);
        });
    }
    ::unlinkat(parent, name, AT_REMOVEDIR);  // nothing is left that could report a failure; the next start tries again
}

}  // namespace

void kill_gpg_and_remove(std::string_view directory) noexcept {
    for (int round = 0; round < most_rounds && kill_gpg(directory); ++round) ::nanosleep(&between_kills, nullptr);
    remove_tree(AT_FDCWD, directory.data());
}

}  // namespace slipway::signing
