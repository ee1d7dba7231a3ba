#include "publishing/publisher/republishing.hpp"

#include "publishing/planning/republish_change.hpp"
#include "publishing/publisher/publisher_state.hpp"

#include <atomic>
#include <memory>

namespace slipway::publishing {

void republish(PublisherState& state, const IndexesToPublish& indexes, const std::function<void()>& then) {
    const auto left = std::make_shared<std::atomic<std::size_t>>(indexes.size());
    for (const auto& [repository, wanted] : indexes) {
        const auto report = [then, left](const Result<>& published) {
            if (published.ok() && left->fetch_sub(1) == 1) then();
        };
        state.publications.enqueue(repository, std::make_shared<RepublishChange>(report, wanted));
    }
}

}  // namespace slipway::publishing
