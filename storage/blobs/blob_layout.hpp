#pragma once

#include "base/digest.hpp"
#include "base/files/file_system.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace slipway::storage {

/// The paths of blobs: the only code that builds them.
///
///     DATA/blobs/
///     ├── sha256/
///     │   └── ab/                       the first two hex digits; all 256 are there from the start
///     │       └── abcd…                 the blob; its name is the whole digest, 64 hex digits
///     ├── quarantine/
///     │   └── abcd…                     what stood in the place of that blob and did not have its digest
///     ├── incoming/
///     │   └── 1/                       sixteen of them, so that uploads do not wait for each other's names
///     │       └── 17                    an upload under way; numbered from 1 at every start
///     └── trash/
///         └── 1764380000-abcd…         a blob that was collected, with the time, until `gc.rest` has passed
///
/// One level is enough: a million blobs are 4,000 names in each directory, which today's file systems index. With two,
/// each of the first 60,000 blobs would have a directory of its own, to be made and synced.
class BlobLayout {
public:
    explicit BlobLayout(const Path& data_directory) : root_(data_directory / "blobs") {}

    Path incoming() const { return root_ / "incoming"; }
    std::vector<Path> incoming_directories() const;
    Path incoming_file(std::uint64_t number) const;

    Path quarantine() const { return root_ / "quarantine"; }
    Path quarantined(const Sha256& id) const { return quarantine() / id.hex(); }
    Path trash() const { return root_ / "trash"; }

    Path sha256() const { return root_ / "sha256"; }
    /// `sha256/ab`
    Path directory_of(const Sha256& id) const { return sha256() / id.hex().substr(0, 2); }
    /// Returns every directory that `directory_of` can return.
    std::vector<Path> directories() const;
    Path path_of(const Sha256& id) const { return directory_of(id) / id.hex(); }

    /// Returns the digest of the blob whose file has this name, the inverse of the last step of `path_of`. Lower case
    /// only.
    static std::optional<Sha256> parse_name(std::string_view name);

private:
    Path root_;
};

}  // namespace slipway::storage
