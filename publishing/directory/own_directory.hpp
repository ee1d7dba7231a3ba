#pragma once

#include "base/clock.hpp"
#include "base/files/directory_lock.hpp"
#include "base/files/posix_file_system.hpp"
#include "base/files/space_reserve.hpp"
#include "base/log.hpp"
#include "publishing/access/tokens.hpp"
#include "publishing/cluster/cluster.hpp"
#include "publishing/directory/bucket_gauges.hpp"
#include "publishing/directory/first_start.hpp"
#include "publishing/directory/stores.hpp"
#include "publishing/intake/ingest.hpp"
#include "publishing/model/ephemeral.hpp"
#include "publishing/publisher/publisher.hpp"
#include "signing/signing_workers.hpp"
#include "storage/catalog/log_keeper.hpp"
#include "storage/identity/identity.hpp"
#include "storage/identity/known_head.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace slipway::publishing {

using storage::Consent;

/// Returns how many cores this machine has, at least one.
unsigned cores();

/// Which threads carry out the steps of an upload, whether more uploads may wait for them, and what learns of a new
/// tree. The defaults are for a process that serves nothing: the calling thread does everything, uploads may always
/// wait, and nothing learns of a tree.
struct Surroundings {
    Ingest::Post post = [](auto, auto, auto job) { job(); };
    Ingest::CheckRoom check_room_to_sign = Ingest::always_room;
    Publisher::Switch switch_tree = [](const auto&, auto done) { done(); };
};

/// The state of a directory's stores, for /metrics.
struct StoreGauges {
    storage::Catalog::WriteCounts written{};
    storage::CallCounts catalog_calls{};  // of its server
    std::uint64_t catalog_log_bytes = 0;
    std::optional<std::uint64_t> free_bytes{};  // of the disk, if it can be asked
    std::size_t damaged_package_files = 0;
    std::size_t damaged_segments = 0;
    std::uint64_t mended_package_files = 0;
    std::optional<BucketGauges> bucket{};  // nothing: package files and packs are in the directory
};

/// Declares the present catalog to be the directory's own, whatever it lacks, and gives it the bucket that the places
/// name. Returns its id. Faults: those of `OwnDirectory::open`.
Result<std::string> adopt_directory(const StorePlaces& places);

/// A data directory that this process owns: its lock, its catalog and stores, and the objects that ingest and publish
/// packages.
class OwnDirectory {
public:
    struct Options {
        StorePlaces places{};
        ClusterSettings cluster{};
        std::string public_url{};
        unsigned signing_workers = 0;  // 0: one per core
        std::chrono::seconds signing_deadline{30};
        signing::KeyAlgorithm first_key = Publisher::Options{}.first_key;  // of new repositories
        std::size_t ephemeral_channels = default_ephemeral_channels;
        std::size_t extra_architectures = 16;
        ExpansionLimits expansion{};
    };
    /// Takes the lock and opens what is stored; starts no thread. `log` outlives the result. Faults: those of
    /// open_own_catalog and of the stores; busy (another process has the lock). Blocks.
    static Result<std::unique_ptr<OwnDirectory>> open(Options options, Consent consent, const Log& log);
    OwnDirectory(const OwnDirectory&) = delete;
    OwnDirectory& operator=(const OwnDirectory&) = delete;
    ~OwnDirectory();

    /// Starts gpg, the publisher and the ingest. To be called once. Faults: those of the parts. Blocks.
    Result<> start_publishing(Surroundings surroundings = {});
    /// Does what a first start has to do (first_start.hpp), and reads the tokens. Faults: unsupported (there is no key
    /// to seal the first signing key by), those of publishing. Blocks.
    Result<FirstStart> fill();
    /// Ends the threads, and puts SQLite's log into the catalog, which is then whole by itself. The destructor calls
    /// this too. Blocks.
    void stop();

    const std::string& id() const { return id_; }

    /// Returns the present state of the stores. Any thread.
    StoreGauges gauges() const;
    /// How many packs there are; 0 where the store does not tell. Blocks.
    std::uint64_t count_packs() const;

    // In the order of dependencies: destroyed from the last to the first.
    SystemClock clock;
    PosixFileSystem files;
    SpaceReserve reserve;
    std::unique_ptr<DirectoryLock> lock;
    OpenPlaces places;
    std::unique_ptr<storage::KnownHead> known_head;
    std::unique_ptr<storage::Catalog> catalog;
    storage::LogKeeper catalog_log;
    std::unique_ptr<storage::ObjectCache> cache;  // null: package files and packs are in the directory
    std::unique_ptr<storage::BlobStore> blobs;
    std::unique_ptr<storage::SegmentStore> segments;
    std::unique_ptr<signing::KeyStore> keys;
    std::unique_ptr<signing::SigningWorkers> signers;
    ClaimedBlobs claims;
    std::unique_ptr<TokenBook> tokens;
    std::unique_ptr<Cluster> cluster;  // null: this is the only node
    std::unique_ptr<Publisher> publisher;
    std::unique_ptr<Ingest> ingest;

private:
    OwnDirectory(Options options, const Log& log);
    Result<> open_storage(Consent consent);
    Result<> check_cluster() const;
    Result<> open_parts(Consent consent);
    Result<> open_catalog(Consent consent);
    Result<> open_files();
    Result<> join_cluster();
    const Path& data() const { return options_.places.data; }

    const Options options_;
    const Log& log_;
    std::string id_;
    bool stopped_ = false;
};

}  // namespace slipway::publishing
