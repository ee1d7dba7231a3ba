#pragma once

#include "base/digest.hpp"
#include "storage/s3/object_key.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::storage {

/// The keys of what is stored in a bucket, below its prefix: the only code that makes them.
///
///     PREFIX/
///     ├── slipway.id                          whose bucket it is (bucket_marker.hpp)
///     ├── blobs/sha256/ab/abcd…               a package file; its name is its digest
///     ├── quarantine/abcd…                    what stood in the place of that blob and did not have its digest
///     ├── segments/00017.pack                 a pack
///     └── trash/
///         ├── blobs/abcd…-1764380000          a blob that was collected, with the time, until its rest is over
///         └── segments/00012.pack-1764380000  a pack
///
/// The names are those that files on a disk have (blob_layout.hpp, pack_layout.hpp), so that a bucket can be filled by
/// copying. What rests has its name first: what rests of one blob is one listing.
struct ObjectLayout {
    static constexpr std::string_view blobs = "blobs/sha256/";
    static constexpr std::string_view packs = "segments/";
    static constexpr std::string_view resting_blobs = "trash/blobs/";
    static constexpr std::string_view resting_packs = "trash/segments/";

    static s3::ObjectKey marker();
    static s3::ObjectKey blob(const Sha256& id);
    static s3::ObjectKey quarantined(const Sha256& id);
    static s3::ObjectKey pack(std::uint32_t number);

    /// The inverses of `blob` and `pack`; nothing for any other key.
    static std::optional<Sha256> parse_blob(std::string_view key);
    static std::optional<std::uint32_t> parse_pack(std::string_view key);

    /// A key that was made here, or comes from a listing. Precondition: it is one.
    static s3::ObjectKey key(std::string_view text);
};

}  // namespace slipway::storage
