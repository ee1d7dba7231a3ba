#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "signing/gpg/home_keeper.hpp"

#include <filesystem>
#include <memory>
#include <optional>

namespace slipway::signing {

/// A directory for the homes of gpg, with mode 0700 and a short random name, because an agent's socket path must fit
/// into 108 bytes, however long the data path is. It is in memory if possible: below RUNTIME_DIRECTORY (systemd),
/// XDG_RUNTIME_DIR or /dev/shm, else below /tmp. The destructor removes it and ends all gpg processes that use it; if
/// this process is killed, another one (HomeKeeper) does that. The next `create` removes what both left behind: a
/// directory belongs to a living process as long as its file `lock` is locked.
class PrivateDirectory {
public:
    /// What its homes will contain. Only private keys need a keeper.
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

/// A GNUPGHOME with the options of this project. The destructor kills its agent and removes its files.
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
