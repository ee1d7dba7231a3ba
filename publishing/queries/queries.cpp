#include "publishing/queries/queries.hpp"

namespace slipway::publishing {
namespace {

constexpr std::size_t node_cache_bytes = std::size_t{16} << 20;

}  // namespace

Queries::Queries(const storage::Catalog& catalog, std::chrono::milliseconds longest)
    : catalog_(catalog), longest_(longest), nodes_(catalog, node_cache_bytes) {}

}  // namespace slipway::publishing
