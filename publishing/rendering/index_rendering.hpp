#pragma once

#include "base/job_group.hpp"
#include "base/worker_pool.hpp"
#include "publishing/content/node_cache.hpp"
#include "publishing/content/package_reader.hpp"
#include "publishing/rendering/gc_guard.hpp"
#include "publishing/rendering/index_drafts.hpp"
#include "publishing/rendering/known_texts.hpp"
#include "publishing/rendering/publisher_counters.hpp"
#include "publishing/rendering/segment_writer.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/packages.hpp"

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace slipway::publishing {

struct RenderedIndexes {
    std::vector<std::shared_ptr<const RenderedIndex>> indexes;  // in the order asked for
    std::vector<storage::SegmentRow> new_segments;              // to be stored in the catalog after the sync
};

/// Renders indexes on the cpu pool. Finds the blocks that have no segment yet, renders and compresses each of those
/// once, stores neighbours next to each other, joins and hashes every output as soon as its last segment is there, and
/// syncs the packs when all are compressed. The work follows the number of new blocks, except for the hashing and the
/// walk over a list's blocks. For one thread, which is none of the pool's.
class IndexRendering {
public:
    struct Parts {
        const storage::Catalog& catalog;
        SegmentWriter& segments;
        WorkerPool& cpu;
        unsigned cpu_threads;
        PublisherCounters& counts;
        GcGuard& gc_guard;
    };
    struct Request {
        RowId repository = 0;
        WorkerPool::Lane lane = WorkerPool::common_lane;
        std::shared_ptr<const index::NodeReader> nodes;
        std::shared_ptr<const PendingPackages> pending;
        std::vector<IndexToRender> indexes;
        Seconds published_at{};
    };
    IndexRendering(Parts parts, Request request);

    /// Blocks until every index is rendered and hashed. To be called once. Faults: corrupt (a package or node is
    /// missing), storage_full, io.
    Result<RenderedIndexes> run();
    /// Blocks until what was written survives a power loss. Nothing of it may be committed before. Work that needs only
    /// the digests does not have to wait. Faults: storage_full, io.
    Result<> wait_until_durable() { return syncing_.wait(); }

private:
    /// Neighbours among `missing_` of one index, rendered by one job.
    using Run = std::span<const MissingBlock>;
    /// Segments of one output that get their place in a pack together.
    struct Batch {
        std::string bytes;
        std::vector<std::pair<const MissingBlock*, index::SegmentInfo>> segments;
    };
    using Texts = std::vector<std::string>;

    Result<> render_run(Run run);
    Result<> render_alone(const MissingBlock& block);
    Result<> place(std::size_t file, Batch batch);
    void digest_when_whole(IndexDraft& draft, std::size_t file, std::size_t segments_added);
    RenderedIndexes rendered();

    Result<Texts> texts_of(const MissingBlock& block) const;
    Result<KnownTexts> known_texts(const MissingBlock& block) const;
    Result<> compress(const MissingBlock& block, std::size_t file, const Texts& texts, Batch& into) const;
    std::vector<Run> runs() const;

    Result<> join(IndexDraft& draft, std::size_t of);
    static Result<> frame(const IndexDraft& draft, RenderedFile& file);
    Result<std::size_t> render_damaged_again(IndexDraft& draft, std::size_t of);
    Result<std::optional<Sha256>> published_digest(const IndexDraft& draft, const RenderedFile& file) const;

    Parts parts_;
    const Request request_;
    std::deque<IndexDraft> drafts_;
    std::vector<MissingBlock> missing_;
    std::mutex mutex_;  // guards `new_segments_` while jobs run
    std::vector<storage::SegmentRow> new_segments_;

    // These are destroyed first, as their jobs refer to all of the above.
    JobGroup syncing_;
    JobGroup hashing_;
    JobGroup compressing_;
};

}  // namespace slipway::publishing
