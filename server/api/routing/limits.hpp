#pragma once

#include <cstddef>
#include <cstdint>

namespace slipway::api {

inline constexpr std::uint64_t kibibyte = std::uint64_t{1} << 10;
inline constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
inline constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

/// What one request may ask for (docs/http-api.md, "Limits"); each can be configured.
struct ApiLimits {
    std::uint64_t package_bytes = 8 * gibibyte;
    std::size_t batch_files = 10'000;
    std::uint64_t batch_bytes = 64 * gibibyte;
    std::size_t uploads = 256;  // under way at once
    std::size_t uploads_of_a_token = 192;
    /// The pace (bytes a second) below which an upload loses its slot while others wait for one.
    std::uint64_t upload_pace = 16 * kibibyte;
    /// Bytes that no upload may use: max(1 GiB, 2 % of the file system); the caller sets it.
    std::uint64_t disk_reserve = gibibyte;
    std::uint64_t json_bytes = mebibyte;
    /// For one client, a token or an address.
    std::size_t requests_at_once = 64;
    std::size_t requests_per_second = 1000;
    /// Entries on one page of a directory's listing; 0: directories are not listed.
    std::size_t listing_entries = 10'000;
};

}  // namespace slipway::api
