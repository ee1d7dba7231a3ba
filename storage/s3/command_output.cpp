#include "storage/s3/command_output.hpp"

#include "base/unique_fd.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>

namespace slipway::s3 {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t longest_output = 64 * 1024;
constexpr milliseconds between_looks{5};

/// A program that was started in a process group of its own; whoever forgets it kills it.
class Child {
public:
    explicit Child(pid_t id) : id_(id) {}
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        if (status_) return;
        ::kill(-id_, SIGKILL);
        while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }

    /// Nothing when it still runs at the deadline.
    std::optional<int> status_at(steady_clock::time_point deadline) {
        int status = 0;
        while (::waitpid(id_, &status, WNOHANG) == 0) {
            if (steady_clock::now() >= deadline) return std::nullopt;
            std::this_thread::sleep_for(between_looks);
        }
        status_ = status;
        return status_;
    }

private:
    pid_t id_;
    std::optional<int> status_{};
};

/// What the program inherits: no input, our end of the pipe, and none of the daemon's signal settings.
class SpawnSettings {
public:
    explicit SpawnSettings(int output) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions_, output, 1);
        ::posix_spawnattr_init(&attributes_);
        sigset_t signals;
        sigemptyset(&signals);
        ::posix_spawnattr_setsigmask(&attributes_, &signals);
        sigfillset(&signals);
        ::posix_spawnattr_setsigdefault(&attributes_, &signals);
        ::posix_spawnattr_setflags(&attributes_,
                                   POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;
    ~SpawnSettings() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }

    /// An errno, or 0.
    int spawn(pid_t& id, const std::vector<std::string>& command) const {
        std::vector<char*> arguments;
        for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
        arguments.push_back(nullptr);
        return ::posix_spawnp(&id, arguments[0], &actions_, &attributes_, arguments.data(), environ);
    }

private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
};

Error failed(const std::vector<std::string>& command, std::string_view how) {
    return Error(Fault::io, fmt::format("{} {}", command.front(), how));
}

/// Everything until the end of the pipe; nothing when that does not come in time.
std::optional<std::string> read_all(int pipe, steady_clock::time_point deadline) {
    std::string output;
    std::array<char, 4096> buffer;
    while (output.size() <= longest_output) {
        const auto rest = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
        pollfd readable{pipe, POLLIN, 0};
        if (rest.count() <= 0 || ::poll(&readable, 1, static_cast<int>(rest.count())) == 0) return std::nullopt;
        const auto count = ::read(pipe, buffer.data(), buffer.size());
        if (count == 0) return output;
        if (count > 0) output.append(buffer.data(), static_cast<std::size_t>(count));
        if (count < 0 && errno != EINTR) return std::nullopt;
    }
    return output;
}

}  // namespace

Result<std::string> output_of(const std::vector<std::string>& command, std::chrono::milliseconds limit) {
    if (command.empty()) return Error(Fault::invalid_input, "the command is empty");
    const auto deadline = steady_clock::now() + limit;
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) return Error(Fault::io, std::string("pipe: ") + std::strerror(errno));
    const UniqueFd read_end(ends[0]);
    UniqueFd write_end(ends[1]);

    pid_t id = 0;
    if (const int error = SpawnSettings(write_end.get()).spawn(id, command); error != 0)
        return Error(Fault::invalid_input, fmt::format("{}: {}", command.front(), std::strerror(error)));
    Child child(id);
    write_end.reset();

    auto output = read_all(read_end.get(), deadline);
    if (output && output->size() > longest_output) return failed(command, "printed more than 64 KiB");
    const auto status = output ? child.status_at(deadline) : std::nullopt;
    if (!status) return failed(command, fmt::format("did not end within {} ms", limit.count()));
    if (!WIFEXITED(*status)) return failed(command, fmt::format("was ended by signal {}", WTERMSIG(*status)));
    if (WEXITSTATUS(*status) != 0) return failed(command, fmt::format("ended with status {}", WEXITSTATUS(*status)));
    return *std::move(output);
}

}  // namespace slipway::s3
