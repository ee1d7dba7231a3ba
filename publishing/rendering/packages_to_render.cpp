#include "publishing/rendering/packages_to_render.hpp"

namespace slipway::publishing {

Result<SharedPackage> PackagesToRender::read(const Sha256& sha256) const {
    if (const auto found = pending_.find(sha256); found != pending_.end()) return found->second;
    counts_.texts_looked_up.fetch_add(1, std::memory_order_relaxed);
    return stored_.read(sha256);
}

}  // namespace slipway::publishing
