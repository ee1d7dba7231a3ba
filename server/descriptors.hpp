#pragma once

#include <cstdint>

namespace slipway::server {

/// Divides the process's descriptors: connections get what files cannot need, so that no number of clients prevents the
/// server from opening a package, a pack or an upload.
struct DescriptorShares {
    std::uint64_t for_files = 0;
    std::uint64_t for_connections = 0;
};

/// What needs descriptors apart from connections.
struct DescriptorNeeds {
    std::uint64_t io_threads = 1;
    std::uint64_t uploads = 0;
    std::uint64_t packs = 0;
};

/// Divides `limit` descriptors; connections want `connections` of them. If the limit is small, files get half of it.
DescriptorShares share_descriptors(std::uint64_t limit, std::uint64_t connections, const DescriptorNeeds& needs);

/// Raises the process's limit as far as it may, and returns it.
std::uint64_t raise_descriptor_limit();

}  // namespace slipway::server
