#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/work_loop.hpp"
#include "publishing/directory/scrub_position.hpp"
#include "publishing/publisher/publisher.hpp"
#include "signing/keys/key_store.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/segments/segment_store.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace slipway::publishing {

/// Counts what the scrub did since the start, for /metrics.
struct ScrubCounters {
    std::atomic<std::uint64_t> bytes{0}, damaged{0}, passes{0};
    std::atomic<std::uint64_t> damaged_rows{0};  // of the catalog, and private keys, as the last whole pass found them
    std::atomic<std::int64_t> last_pass{0};      // when a whole pass ended, in seconds since 1970; 0: never
};

/// Reads everything that is stored, slowly and again and again, on a thread of its own that gives way to all others:
/// the segments, the nodes of lists, the texts of packages, the signatures of what is served, and the package files.
/// Damaged bytes are served no more: the publisher renders segments again, and package files are moved to quarantine.
/// The scrub waits while something is published. It stores its position in the catalog, so it goes on there after a
/// restart.
class Scrub {
public:
    struct Parts {
        const storage::Catalog& catalog;
        storage::BlobStore& blobs;
        const storage::SegmentStore& segments;
        Publisher& publisher;
        const Clock& clock;
        const Log& log;
        ScrubCounters& counters;
        const signing::KeyStore& keys;
    };
    struct Options {
        std::chrono::seconds interval;  // from the begin of one pass to that of the next, unless a pass takes longer
        std::uint64_t rate;             // bytes per second; not 0
    };
    Scrub(Parts parts, Options options);
    /// Ends the scrub after the piece that is being read.
    ~Scrub() = default;

private:
    struct Piece {
        std::string cursor;  // behind what was read
        bool is_last = false;
    };

    void run();
    bool is_lost(const Error& failure, int failures) const;
    bool pass();
    Result<Piece> next_piece();
    Result<Piece> read_segments(const std::string& cursor);
    Result<Piece> read_nodes(const std::string& cursor);
    Result<Piece> read_texts(const std::string& cursor);
    Result<Piece> read_entry_points(const std::string& cursor);
    Result<std::uint64_t> look_at_entry_points();
    Result<> look_for_keys(const storage::ReadTransaction& tx, const storage::RepositoryRow& repository);
    Result<Piece> read_blobs(const std::string& cursor);
    Result<> read_blob(const storage::NeededBlob& blob);
    Result<> read_copy(const Sha256& id);
    Result<bool> has_digest(const ByteSource& bytes, const Sha256& digest);
    void found_damage(const std::string& what, const std::string& message);

    /// Waits as long as reading so many bytes may take, and for publications. Returns false if the server stops.
    bool pace(std::uint64_t bytes);
    void load_position();
    void save_position();

    Parts parts_;
    Options options_;
    ScrubPosition position_;
    std::uint64_t rows_damaged_ = 0;  // in this pass
    std::chrono::steady_clock::time_point saved_at_{};
    WorkLoop loop_;
};

}  // namespace slipway::publishing
