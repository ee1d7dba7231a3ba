#pragma once

#include "base/digest.hpp"
#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "cli/transport.hpp"

#include <filesystem>
#include <optional>

namespace slipway::cli {

/// A file that is being downloaded. It has another name until it is complete and its digest is right. It continues what
/// an interrupted run has left. One process at a time may use it.
class PartialFile final : public Sink {
public:
    /// Opens the file for these bytes, next to `final_path`, which will be its name. Reports to `progress`, which must
    /// outlive the file, how many of how many bytes it has. Faults: io; busy while another process fetches it.
    static Result<PartialFile> open(const std::filesystem::path& final_path, const Sha256& digest, std::uint64_t size,
                                    Progress& progress);

    /// Makes a file without a name, which is gone when this object ends. Faults: io.
    static Result<PartialFile> open_nameless(const Sha256& digest, std::uint64_t size, Progress& progress);

    std::uint64_t size() const override { return has_; }
    bool begin(std::uint64_t from) override;
    bool take(std::string_view bytes) override;

    /// Returns what went wrong here while bytes arrived.
    const std::optional<Error>& failure() const { return failure_; }

    /// Returns whether the bytes are the right ones. Blocks. Faults: io.
    Result<bool> is_right() const;
    /// Gives the file its name and replaces a file of that name. Faults: io.
    Result<> finish();
    /// Writes the content to this descriptor. Blocks. Faults: io.
    Result<> copy_to(int fd) const;
    /// Empties the file. Faults: io.
    Result<> clear();
    /// Removes the file.
    void discard() const;

private:
    PartialFile(UniqueFd fd, const Sha256& digest, Progress& progress)
        : fd_(std::move(fd)), digest_(digest), progress_(&progress) {}
    Error io_error(int error) const;

    UniqueFd fd_;
    Sha256 digest_;
    Progress* progress_;
    std::filesystem::path path_{};
    std::filesystem::path final_path_{};  // empty: nameless
    std::uint64_t total_ = 0;
    std::uint64_t has_ = 0;
    std::optional<Error> failure_{};
};

}  // namespace slipway::cli
