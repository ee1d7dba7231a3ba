#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "signing/gpg/home_keeper.hpp"

#include <filesystem>
#include <memory>
#include <optional>

namespace slipway::signing {

/// A directory with a short random name, 0700, for the homes of gpg: an agent's socket path must fit into 108 bytes,
/// however long the data path is. It lies in memory where it can: below RUNTIME_DIRECTORY (systemd), XDG_RUNTIME_DIR or
/// /dev/shm, else /tmp. Removed at destruction with all gpg processes that use it, and by a process of its own
/// (HomeKeeper) when this one is killed. What both left behind is removed by the next `create`: a directory belongs to
/// a living process as long as its file `lock` is locked.
class PrivateDirectory {
public:
    /// What its homes will hold; only private keys need a keeper.
    enum class Keys : unsigned char { private_keys, public_keys };

    /// Faults: io.
    static Result<PrivateDirectory> create(Keys keys = Keys::private_keys);
    PrivateDirectory(PrivateDirectory&&) noexcept = default;
    PrivateDirectory& operator=(PrivateDirectory&&) = delete;
    ~PrivateDirectory();

    const std::filesystem::path& path() const { return path_; }

private:
    PrivateDirectory(std::filesystem::path path, UniqueFd lock, std::optional<HomeKeeper> keeper)
        : path_(std::move(path)), lock_(std::move(lock)), keeper_(std::move(keeper)) {}

    std::filesystem::path path_;
    UniqueFd lock_;
    std::optional<HomeKeeper> keeper_;
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
