#pragma once

#include "base/job_group.hpp"
#include "base/worker_pool.hpp"
#include "publishing/content/node_cache.hpp"
#include "publishing/content/package_reader.hpp"
#include "publishing/rendering/gc_guard.hpp"
#include "publishing/rendering/known_blocks.hpp"
#include "publishing/rendering/known_texts.hpp"
#include "publishing/rendering/publisher_counters.hpp"
#include "publishing/rendering/rendered_index.hpp"
#include "publishing/rendering/segment_writer.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/packages.hpp"

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <tuple>
#include <vector>

namespace slipway::publishing {

/// One index to be rendered.
struct IndexToRender {
    IndexKey key;
    index::Root root;
    storage::DistroRow distro;
    /// The index that is served so far, if any. The places of its blocks are known without asking the catalog.
    std::shared_ptr<const RenderedIndex> previous;
};

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
    /// An index being put together. Each segment has its place in `index`, so jobs fill in theirs without a lock.
    struct Draft {
        Draft(const IndexToRender& of, std::shared_ptr<RenderedIndex> into)
            : wanted(of), index(std::move(into)), missing(index->files.size()) {}
        const IndexToRender& wanted;
        const std::shared_ptr<RenderedIndex> index;
        std::vector<std::atomic<std::size_t>> missing;  // segments that each of its files waits for
        bool all_known = true;                          // no block has to be rendered
    };
    struct Place {
        Draft* draft;
        std::size_t block;
    };
    /// A block to be rendered, and every place it has: indexes may share it.
    struct MissingBlock {
        Sha256 hash;
        std::vector<Place> places;
        BlockRange replaced;  // of the previous index of the first place
        const Draft& first() const { return *places.front().draft; }
    };
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
    void digest_when_whole(Draft& draft, std::size_t file, std::size_t segments_added);
    RenderedIndexes rendered();

    Result<> find_blocks();
    Result<> place_known(Draft& draft);
    /// Fills in the segments of a block. Returns false if one of them is not stored, or is damaged.
    bool place_stored(const storage::BlockSegments& stored, Draft& draft, std::size_t block) const;
    void record_missing(Draft& draft, std::size_t block, BlockRange replaced);
    Result<Texts> texts_of(const MissingBlock& block) const;
    Result<KnownTexts> known_texts(const MissingBlock& block) const;
    Result<> compress(const MissingBlock& block, std::size_t file, const Texts& texts, Batch& into) const;
    std::vector<Run> runs() const;
    std::vector<std::size_t> damaged_blocks(const RenderedIndex& index, std::span<const Gap> gaps) const;

    Result<> join(Draft& draft, std::size_t of);
    static Result<> frame(const Draft& draft, RenderedFile& file);
    Result<std::size_t> render_damaged_again(Draft& draft, std::size_t of);
    Result<std::optional<Sha256>> published_digest(const Draft& draft, const RenderedFile& file) const;

    Parts parts_;
    const Request request_;
    std::deque<Draft> drafts_;
    std::vector<MissingBlock> missing_;  // in the order of their first index
    std::map<std::tuple<Sha256, std::string, Document, Compression>, std::size_t> missing_by_key_;
    std::mutex mutex_;  // guards `new_segments_` while jobs run
    std::vector<storage::SegmentRow> new_segments_;

    // These are destroyed first, as their jobs refer to all of the above.
    JobGroup syncing_;
    JobGroup hashing_;
    JobGroup compressing_;
};

}  // namespace slipway::publishing
