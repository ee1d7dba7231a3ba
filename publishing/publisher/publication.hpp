#pragma once

#include "publishing/access/access.hpp"
#include "publishing/planning/planner.hpp"
#include "publishing/rendering/entry_points.hpp"
#include "publishing/rendering/gathering.hpp"
#include "publishing/rendering/publisher_counters.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace slipway::publishing {

/// A publication on its way: filled by one stage after another (docs/publishing.md), touched by one at a time.
struct Publication {
    // Given:
    std::uint64_t serial = 0;
    std::string repository;
    std::vector<SharedChange> changes;              // those that are refused are taken out
    std::shared_ptr<const RepositoryState> before;  // settings.id == 0: the repository is new
    std::map<std::string, ChannelPublication> served;
    std::shared_ptr<const KeptContents> kept;
    Seconds now{};
    std::chrono::steady_clock::time_point step_began = std::chrono::steady_clock::now();

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

    /// Adds the time since the step before to `counters`.
    void ended(Step step, PublisherCounters& counters) {
        const auto now_on = std::chrono::steady_clock::now();
        counters.took(step, now_on - std::exchange(step_began, now_on));
    }
};

/// The stages of a publication up to the point where it can be committed. Holds no thread while it waits.
class PublicationStages {
public:
    struct Parts {
        const storage::Catalog& catalog;
        const index::NodeReader& nodes;
        SegmentWriter& segments;
        signing::Signer& signers;
        WorkerPool& cpu;
        unsigned cpu_threads;
        PublisherCounters& counts;
        Condemned& condemned;
        NewId new_id;
        std::string public_url;
        PlanLimits limits;
    };
    explicit PublicationStages(Parts parts) : parts_(std::move(parts)) {}

    /// Plans, renders and signs. Changes that are refused are told so at once and left out. `done` is called once, on
    /// any thread; a failure concerns all that is left.
    void run(std::shared_ptr<Publication> publication, Done<> done) const;

private:
    using Stage = std::shared_ptr<Publication>;

    Result<> plan(Publication& publication) const;
    std::shared_ptr<const RenderedIndex> find_equal(const Publication& publication, const IndexKey& key,
                                                    const ListState& list, const storage::DistroRow& distro) const;
    void render(Stage publication, Done<> done) const;
    /// `own` is the part of the gathering that ends with the signatures.
    void sign(Stage publication, Done<> own) const;

    Parts parts_;
};

/// Writes everything a publication changed. Step 5 of docs/publishing.md; the commit is the caller's.
Result<> store(storage::WriteTransaction& tx, Publication& publication);

}  // namespace slipway::publishing
