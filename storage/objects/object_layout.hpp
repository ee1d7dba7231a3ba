#pragma once

#include "base/digest.hpp"
#include "storage/s3/object_key.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::storage {

/// Makes the keys of all objects in a bucket, below its prefix. No other code makes them.
///
///     PREFIX/
///     ├── slipway.id                          the id of the catalog (bucket_marker.hpp)
///     ├── blobs/sha256/ab/abcd…               a package file; its name is its digest
///     ├── quarantine/abcd…                    a damaged blob that was moved aside
///     ├── segments/00017.pack                 a pack
///     └── trash/
///         ├── blobs/abcd…-1764380000          a blob that was collected, and when
///         └── segments/00012.pack-1764380000  a pack
///
/// Blobs and packs have the names of files in a data directory (blob_layout.hpp, pack_layout.hpp), so that copying can
/// fill a bucket. In the trash the name comes before the time, so that one listing finds all copies of a blob.
struct ObjectLayout {
    static constexpr std::string_view blobs = "blobs/sha256/";
    static constexpr std::string_view packs = "segments/";
    static constexpr std::string_view resting_blobs = "trash/blobs/";
    static constexpr std::string_view resting_packs = "trash/segments/";

    static s3::ObjectKey marker();
    static s3::ObjectKey blob(const Sha256& id);
    static s3::ObjectKey quarantined(const Sha256& id);
    static s3::ObjectKey pack(std::uint32_t number);

    /// The inverses of `blob` and `pack`. They return nothing for any other key.
    static std::optional<Sha256> parse_blob(std::string_view key);
    static std::optional<std::uint32_t> parse_pack(std::string_view key);

    /// Returns `text` as a key. Requires that it is one: it was made here, or comes from a listing.
    static s3::ObjectKey key(std::string_view text);
};

}  // namespace slipway::storage
