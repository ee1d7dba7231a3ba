#pragma once

#include <cstddef>
#include <cstdint>

namespace slipway::api {

inline constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
inline constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

/// What one request may ask for (docs/http-api.md, "Limits"); each can be configured.
struct ApiLimits {
    std::uint64_t package_bytes = 8 * gibibyte;
    std::size_t batch_files = 10'000;
    std::uint64_t batch_bytes = 64 * gibibyte;
    std::size_t uploads = 256;  // under way at once
    std::size_t uploads_of_a_token = 192;
    /// Bytes no upload may touch: max(1 GiB, 2 % of the file system), by the caller.
    std::uint64_t disk_reserve = gibibyte;
    std::uint64_t json_bytes = mebibyte;
};

}  // namespace slipway::api
