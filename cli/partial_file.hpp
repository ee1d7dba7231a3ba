#pragma once

#include "base/digest.hpp"
#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "cli/transport.hpp"

#include <filesystem>
#include <optional>

namespace slipway::cli {

/// A file that is being fetched, under another name until it is whole and its digest is right. What an interrupted run
/// has left is gone on with. One process at a time.
class PartialFile final : public Sink {
public:
    /// The file of these bytes that will be called `final_path`, beside which it lies meanwhile. `progress` is told
    /// what it has of how many bytes; it outlives the file. Faults: io; busy while another process fetches it.
    static Result<PartialFile> open(const std::filesystem::path& final_path, const Sha256& digest, std::uint64_t size,
                                    Progress& progress);

    /// A file without a name, which ends with this. Faults: io.
    static Result<PartialFile> open_nameless(const Sha256& digest, std::uint64_t size, Progress& progress);

    std::uint64_t size() const override { return has_; }
    bool begin(std::uint64_t from) override;
    bool take(std::string_view bytes) override;

    /// What went wrong here while bytes came.
    const std::optional<Error>& failure() const { return failure_; }

    /// Whether the bytes are the right ones. Blocks. Faults: io.
    Result<bool> is_right() const;
    /// Gives the file its name; replaces what has it. Faults: io.
    Result<> finish();
    /// Writes it to this descriptor. Blocks. Faults: io.
    Result<> copy_to(int fd) const;
    /// Has nothing yet, again. Faults: io.
    Result<> clear();
    /// Leaves nothing behind.
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
