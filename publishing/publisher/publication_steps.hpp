#pragma once

#include "publishing/publisher/publication.hpp"
#include "publishing/rendering/index_rendering.hpp"

#include <memory>
#include <string>

namespace slipway::publishing {

/// Carries out the steps of a publication before the commit, in the order of docs/publishing.md. Each fills in what the
/// next one needs. A failure concerns all of the publication's changes. Thread-safe; every step blocks.
class PublicationSteps {
public:
    struct Parts {
        const storage::Catalog& catalog;
        const index::NodeReader& nodes;
        SegmentWriter& segments;
        signing::Signer& signers;
        WorkerPool& cpu;
        unsigned cpu_threads;
        PublisherCounters& counts;
        GcGuard& gc_guard;
        NewId new_id;
        std::string public_url;
        PlanLimits limits;
    };
    explicit PublicationSteps(Parts parts) : parts_(std::move(parts)) {}

    /// Plans the changes. Those that are refused are answered at once and left out.
    Result<> plan(Publication& publication) const;
    /// Renders the indexes. What is returned has to become durable before the commit.
    Result<std::unique_ptr<IndexRendering>> render(Publication& publication) const;
    Result<> sign(Publication& publication) const;

private:
    std::shared_ptr<const RenderedIndex> find_equal(const Publication& publication, const IndexKey& key,
                                                    const ListState& list, const storage::DistroRow& distro) const;
    void write_entry_points(Publication& publication, const std::string& channel) const;

    Parts parts_;
};

}  // namespace slipway::publishing
