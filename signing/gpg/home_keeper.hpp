#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"

#include <filesystem>
#include <sys/types.h>

namespace slipway::signing {

/// A process that waits for the end of this one, however it ends, then kills the gpg processes that have their home
/// below a directory and removes the directory with the private keys in it. It holds nothing open but a pipe that the
/// kernel closes at this process's end, and is in a session of its own, so that signals to this one's group miss it.
class HomeKeeper {
public:
    /// Faults: io.
    static Result<HomeKeeper> start(const std::filesystem::path& directory);
    HomeKeeper(HomeKeeper&& other) noexcept : pipe_(std::move(other.pipe_)), id_(other.id_) { other.id_ = 0; }
    HomeKeeper& operator=(HomeKeeper&&) = delete;
    /// Lets the keeper do its work and waits for it.
    ~HomeKeeper();

private:
    HomeKeeper(UniqueFd pipe, pid_t id) : pipe_(std::move(pipe)), id_(id) {}

    UniqueFd pipe_;
    pid_t id_;
};

}  // namespace slipway::signing
