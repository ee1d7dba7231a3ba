#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"

#include <filesystem>
#include <memory>

namespace slipway::signing {

/// A directory with a short random name below XDG_RUNTIME_DIR or /tmp, 0700, for the homes of gpg: an agent's socket
/// path must fit into 108 bytes, however long the data path is. Removed at destruction with all gpg processes that use
/// it. What a killed daemon left behind is removed by the next `create`: a directory belongs to a living process as
/// long as its file `lock` is locked.
class PrivateDirectory {
public:
    /// Faults: io.
    static Result<PrivateDirectory> create();
    PrivateDirectory(PrivateDirectory&&) noexcept = default;
    PrivateDirectory& operator=(PrivateDirectory&&) = delete;
    ~PrivateDirectory();

    const std::filesystem::path& path() const { return path_; }

private:
    PrivateDirectory(std::filesystem::path path, UniqueFd lock) : path_(std::move(path)), lock_(std::move(lock)) {}

    std::filesystem::path path_;
    UniqueFd lock_;
};

/// Whether a home may have an agent: checking signatures needs none, and starting one costs more than the check.
enum class AgentUse : unsigned char { on_demand, never };

/// A GNUPGHOME, filled with the options of this project. Its agent is killed and its files are removed at destruction.
class GpgHome {
public:
    /// Makes the directory `path`, whose parent exists. Faults: io.
    static Result<std::unique_ptr<GpgHome>> create(std::filesystem::path path, AgentUse agent);
    GpgHome(const GpgHome&) = delete;
    GpgHome& operator=(const GpgHome&) = delete;
    ~GpgHome();

    const std::filesystem::path& path() const { return path_; }

private:
    explicit GpgHome(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
};

}  // namespace slipway::signing
