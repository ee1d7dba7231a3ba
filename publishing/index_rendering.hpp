#pragma once

#include "base/worker_pool.hpp"
#include "publishing/gathering.hpp"
#include "publishing/node_cache.hpp"
#include "publishing/rendered_index.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/packages.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace slipway::publishing {

/// The one door to the packs' end for all publications. Thread-safe.
class SegmentWriter {
public:
    explicit SegmentWriter(storage::SegmentStore& store) : store_(store) {}
    Result<storage::Extent> append(const std::string& bytes);
    Result<> sync();
    const storage::SegmentStore& store() const { return store_; }

private:
    storage::SegmentStore& store_;
    std::mutex mutex_;
};

/// Packages of a publication under way, by digest, with their texts.
using PendingPackages = std::unordered_map<Sha256, std::shared_ptr<const storage::PackageRow>>;

/// What rendering did, for counters.
struct RenderCounts {
    std::atomic<std::uint64_t> blocks{0};
    std::atomic<std::uint64_t> bytes_written{0};
    std::atomic<std::uint64_t> bytes_hashed{0};
};

/// One index to be rendered.
struct IndexToRender {
    IndexKey key;
    index::Root root;
    std::uint64_t count = 0;
    storage::DistroRow distro;
};

struct RenderedIndexes {
    std::vector<std::shared_ptr<const RenderedIndex>> indexes;  // in the order asked for
    std::vector<storage::SegmentRow> new_segments;              // synced; to be recorded in the catalog
};

/// Renders indexes on the cpu pool: finds the blocks that have no segment yet, renders and compresses each of those
/// once, joins and hashes every output (in parallel), syncs the packs. Work other than hashing follows the number of
/// new blocks. Faults given to `done`: corrupt (a package or node is missing), storage_full, io.
class IndexRendering {
public:
    struct Parts {
        const storage::Catalog& catalog;
        SegmentWriter& segments;
        WorkerPool& cpu;
        unsigned cpu_threads;
        RenderCounts& counts;
    };
    struct Request {
        RowId repository = 0;
        std::shared_ptr<const index::NodeReader> nodes;
        std::shared_ptr<const PendingPackages> pending;
        std::vector<IndexToRender> indexes;
        Seconds published_at{};
    };
    static void start(Parts parts, Request request, std::function<void(Result<RenderedIndexes>)> done);

private:
    struct MissingBlock {
        Sha256 block;
        std::string variant;
        storage::DistroRow distro;
        std::string component;
    };
    using SegmentKey = std::tuple<Sha256, std::string, index::Form, std::string>;
    using Self = std::shared_ptr<IndexRendering>;

    IndexRendering(Parts parts, Request request, std::function<void(Result<RenderedIndexes>)> done)
        : parts_(parts), request_(std::move(request)), done_(std::move(done)) {}

    static void render_missing(Self self);
    static void render_block(Self self, std::shared_ptr<Gathering> gathering, const MissingBlock& missing,
                             bool parallel);
    static void digest_outputs(Self self);
    static void deliver(Self self, Result<> result);

    Result<std::vector<MissingBlock>> find_missing();
    Result<bool> find_known(const RenderedIndex& index, const storage::ReadTransaction& tx, const Sha256& block);
    Result<std::vector<std::string>> texts_of(const MissingBlock& missing) const;
    Result<> compress(const MissingBlock& missing, const Output& output, const std::string& text);
    Result<> digest(RenderedIndex& index, RenderedFile& file);

    Parts parts_;
    Request request_;
    std::function<void(Result<RenderedIndexes>)> done_;
    std::vector<std::shared_ptr<RenderedIndex>> indexes_;
    std::mutex mutex_;  // guards the two below while jobs run
    std::map<SegmentKey, PlacedSegment> segments_;
    std::vector<storage::SegmentRow> new_segments_;
};

}  // namespace slipway::publishing
