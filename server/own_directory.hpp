#pragma once

#include "base/clock.hpp"
#include "base/files/directory_lock.hpp"
#include "base/files/posix_file_system.hpp"
#include "base/files/space_reserve.hpp"
#include "base/log.hpp"
#include "publishing/access/tokens.hpp"
#include "publishing/intake/ingest.hpp"
#include "publishing/publisher/publisher.hpp"
#include "server/config.hpp"
#include "server/first_start.hpp"
#include "signing/signing_workers.hpp"
#include "storage/identity/identity.hpp"
#include "storage/identity/known_head.hpp"

#include <functional>
#include <memory>
#include <string>

namespace slipway::server {

/// Of this machine; at least one.
unsigned cores();

/// Which threads carry out the steps of an upload, and who learns of a new tree: the one that asks, and nobody, where
/// nothing is served.
struct Surroundings {
    publishing::Ingest::Post post = [](auto, auto, auto job) { job(); };
    publishing::Publisher::Switch switch_tree = [](const auto&, auto done) { done(); };
};

/// A data directory in this process's hands: its lock, its catalog and stores, and what takes packages in and publishes
/// them.
class OwnDirectory {
public:
    /// Takes the lock and opens what is stored; makes no thread. `config` and `log` outlive the result. Faults: those
    /// of open_own_catalog and of the stores; busy (another process has it). Blocks.
    static Result<std::unique_ptr<OwnDirectory>> open(const Config& config, storage::Consent consent, const Log& log);
    OwnDirectory(const OwnDirectory&) = delete;
    OwnDirectory& operator=(const OwnDirectory&) = delete;
    ~OwnDirectory();

    /// Starts gpg, the publisher and the way in. Once. Faults: those of the parts. Blocks.
    Result<> start_publishing(Surroundings surroundings = {});
    /// What a first start makes. Faults: those of publishing. Blocks.
    Result<FirstStart> fill();
    /// Ends the threads, and puts SQLite's log into the catalog, which is then whole by itself. The destructor does it,
    /// too. Blocks.
    void stop();

    const std::string& id() const { return id_; }

    // In the order of dependencies: destroyed from the last to the first.
    SystemClock clock;
    PosixFileSystem files;
    SpaceReserve reserve;
    std::unique_ptr<DirectoryLock> lock;
    std::unique_ptr<storage::KnownHead> known_head;
    std::unique_ptr<storage::Catalog> catalog;
    std::unique_ptr<storage::BlobStore> blobs;
    std::unique_ptr<storage::SegmentStore> segments;
    std::unique_ptr<signing::SigningWorkers> signers;
    publishing::ClaimedBlobs claims;
    std::unique_ptr<publishing::TokenBook> tokens;
    std::unique_ptr<publishing::Publisher> publisher;
    std::unique_ptr<publishing::Ingest> ingest;

private:
    OwnDirectory(const Config& config, const Log& log) : reserve(config.data), config_(config), log_(log) {}
    Result<> open_storage(storage::Consent consent);
    Result<> open_catalog(storage::Consent consent);

    const Config& config_;
    const Log& log_;
    std::string id_;
    bool stopped_ = false;
};

}  // namespace slipway::server
