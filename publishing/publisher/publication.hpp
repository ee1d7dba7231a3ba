#pragma once

#include "publishing/access/access.hpp"
#include "publishing/planning/planner.hpp"
#include "publishing/rendering/entry_points.hpp"
#include "publishing/rendering/publisher_counters.hpp"

#include <chrono>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace slipway::publishing {

/// A publication under way. One step after another fills it in (docs/publishing.md), on one thread at a time.
struct Publication {
    // Given:
    std::uint64_t serial = 0;
    std::string repository;
    std::vector<SharedChange> changes;              // without those that were refused
    std::shared_ptr<const RepositoryState> before;  // settings.id == 0: the repository is new
    std::map<std::string, ChannelPublication> served;
    std::shared_ptr<const KeptContents> kept;
    Seconds now{};
    std::chrono::steady_clock::time_point step_began = std::chrono::steady_clock::now();

    /// Fulfilled when every IO thread has the tree.
    std::shared_ptr<std::promise<void>> switched = std::make_shared<std::promise<void>>();

    // Planned:
    Plan plan;
    std::vector<Change::Answer> answers;  // for `changes`, in this order
    RepositoryIs repository_is() const {
        return before->settings.id == 0 ? RepositoryIs::absent : RepositoryIs::present;
    }

    void answer() const {
        for (const auto& to : answers) to(plan);
    }

    // Rendered and signed:
    std::vector<std::pair<std::string, std::shared_ptr<const RenderedIndex>>> new_indexes;  // by channel
    std::vector<storage::SegmentRow> new_segments;
    std::vector<std::pair<std::string, storage::EntryPointRow>> new_entry_points;  // by channel
    bool clock_was_wrong = false;

    bool is_committed = false;

    // Of a cluster (fence.hpp):
    std::int64_t generation = 0;  // it is planned on this one; then it is this one
    std::int64_t sweeps = 0;      // steps of garbage collection on other nodes before it was planned
    bool is_stale = false;        // another node has published, so it has to be planned on what that one made

    /// Adds the time since the previous step ended to `counters`.
    void ended(Step step, PublisherCounters& counters) {
        const auto now_on = std::chrono::steady_clock::now();
        counters.took(step, now_on - std::exchange(step_began, now_on));
    }
};

}  // namespace slipway::publishing
