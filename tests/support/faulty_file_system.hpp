#pragma once

#include "base/files/file_system.hpp"
#include "tests/support/memory_file_system.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace slipway::testing {

/// Passes every verb on to another file system until armed; then the n-th operation (of the file system and of files
/// opened through it) fails once with a chosen fault and does nothing, except that a failing append writes the first
/// half of its bytes, as a full disk does. Thread-safe as far as the other one is, but for arming.
class FaultyFileSystem final : public FileSystem {
public:
    explicit FaultyFileSystem(FileSystem& inner) : inner_(inner), trap_(std::make_shared<Trap>()) {}

    /// From now on the operation after `skipped` others fails.
    void arm(std::size_t skipped, Fault fault = Fault::io);
    /// … and every later one, as of a disk that is lost.
    void arm_for_good(Fault fault = Fault::io);
    /// … throws std::bad_alloc instead of returning a fault.
    void arm_exception(std::size_t skipped);
    void disarm();
    /// Whether the armed operation has come and failed.
    bool sprung() const { return trap_->sprung; }

    Result<std::unique_ptr<File>> create(const Path& path, mode_t mode) override;
    Result<std::unique_ptr<File>> open_to_read(const Path& path) override;
    Result<std::unique_ptr<File>> open_to_append(const Path& path) override;
    Result<> link(const Path& existing, const Path& added) override;
    Result<> rename(const Path& from, const Path& to) override;
    Result<> remove(const Path& path) override;
    Result<> make_directory(const Path& path, mode_t mode) override;
    Result<> sync_directory(const Path& path) override;
    Result<std::shared_ptr<SyncPoint>> sync_point(const Path& directory) override;
    Result<bool> exists(const Path& path) override;
    Result<FileStatus> status(const Path& path) override;
    Result<std::vector<std::string>> list(const Path& directory) override;
    Result<std::uint64_t> free_bytes(const Path& path) override;

    /// Shared with open files.
    struct Trap {
        bool armed = false;
        bool sprung = false;
        std::size_t skip = 0;
        Fault fault = Fault::io;
        bool throws = false;
        bool for_good = false;

        /// Fails when it is this operation's turn.
        Result<> step(const char* verb);
    };

private:
    FileSystem& inner_;
    std::shared_ptr<Trap> trap_;
};

/// A scenario arms the disk with `disk.arm(skipped)` where failing begins to matter; what it stored is in `memory`.
using Scenario = std::function<void(MemoryFileSystem& memory, FaultyFileSystem& disk, std::size_t skipped)>;

/// Runs the scenario with the first operation failing, then the second, and so on, each on a disk of its own, until a
/// run gets through with none failing. Fails the test when that does not happen.
void fail_at_every_step(const Scenario& scenario);

}  // namespace slipway::testing
