#pragma once

#include "base/clock.hpp"
#include "publishing/rendering/gc_guard.hpp"
#include "publishing/rendering/rendered_index.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/segments/segment_store.hpp"

#include <atomic>
#include <deque>
#include <memory>
#include <span>
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

/// An index being put together. Each segment has its place in `index`, so jobs fill in theirs without a lock.
struct IndexDraft {
    IndexDraft(const IndexToRender& of, std::shared_ptr<RenderedIndex> into)
        : wanted(of), index(std::move(into)), missing(index->files.size()) {}

    const IndexToRender& wanted;
    const std::shared_ptr<RenderedIndex> index;
    std::vector<std::atomic<std::size_t>> missing;  // segments that each of its files waits for
    bool all_known = true;                          // no block has to be rendered
};

/// A block to be rendered, and every place it has: indexes may share it.
struct MissingBlock {
    struct Place {
        IndexDraft* draft;
        std::size_t block;
    };

    const IndexDraft& first() const { return *places.front().draft; }

    Sha256 hash;
    std::vector<Place> places;
    BlockRange replaced;  // of the previous index of the first place
};

struct IndexDrafts {
    std::deque<IndexDraft> drafts;      // in the order asked for
    std::vector<MissingBlock> missing;  // in the order of their first draft
};

struct DraftSources {
    const storage::Catalog& catalog;
    const storage::SegmentStore& segments;
    const index::NodeReader& nodes;
    GcGuard& gc_guard;
};

/// Makes a draft of each index, which `wanted` must outlive, with every segment in its place that is stored and whole.
/// Blocks that the previous index lacks are protected from garbage collection. Faults: corrupt (a node is missing), io.
Result<IndexDrafts> draft_indexes(const DraftSources& sources, std::span<const IndexToRender> wanted,
                                  Seconds published_at);

}  // namespace slipway::publishing
