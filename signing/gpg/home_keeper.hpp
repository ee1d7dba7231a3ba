#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"

#include <filesystem>
#include <sys/types.h>

namespace slipway::signing {

/// A process that waits until this one ends, in whatever way. Then it kills the gpg processes whose home is below a
/// directory and removes the directory with the private keys. It holds only a pipe open, which the kernel closes when
/// this process ends, and has a session of its own, so that signals to this process's group do not reach it.
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
