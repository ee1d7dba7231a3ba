#pragma once

#include <cstdint>

namespace slipway::server {

/// How the process's descriptors are divided: connections get what files cannot need, so that no number of clients
/// keeps the server from opening a package, a pack or an upload.
struct DescriptorShares {
    std::uint64_t for_files = 0;
    std::uint64_t for_connections = 0;
};

/// What needs descriptors besides connections.
struct DescriptorNeeds {
    std::uint64_t io_threads = 1;
    std::uint64_t uploads = 0;
    std::uint64_t packs = 0;
};

/// `limit` descriptors in all, of which connections want `connections`. Where the limit is small files get half of it.
DescriptorShares share_descriptors(std::uint64_t limit, std::uint64_t connections, const DescriptorNeeds& needs);

/// Raises the process's limit as far as it may, and returns it.
std::uint64_t raise_descriptor_limit();

}  // namespace slipway::server
