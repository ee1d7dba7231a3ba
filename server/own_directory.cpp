#include "server/own_directory.hpp"

#include "base/files/durable.hpp"
#include "server/audit_trail.hpp"
#include "storage/blobs/file_blob_store.hpp"
#include "storage/fsck/directory_checks.hpp"
#include "storage/segments/file_segment_store.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace slipway::server {

unsigned cores() { return std::max(1U, std::thread::hardware_concurrency()); }

Result<std::unique_ptr<OwnDirectory>> OwnDirectory::open(const Config& config, storage::Consent consent,
                                                         const Log& log) {
    std::unique_ptr<OwnDirectory> own(new OwnDirectory(config, log));
    TRY(own->open_storage(consent));
    return own;
}

OwnDirectory::~OwnDirectory() { stop(); }

Result<> OwnDirectory::open_storage(storage::Consent consent) {
    const auto& data = config_.data;
    TRY(storage::check_permitted(data, storage::Use::write));
    TRY(storage::check_is_directory(data));
    TRY(make_directories(files, data).during("making " + data.string()));
    lock = TRY(DirectoryLock::take(data));
    TRY(open_catalog(consent));
    blobs = TRY(storage::FileBlobStore::open(files, data).during("opening the blob store"));
    segments = TRY(storage::FileSegmentStore::open(files, data).during("opening the segments"));
    if (const auto filled = reserve.fill(); !filled.ok())
        log_.failure("no space could be kept for the catalog", filled.error());
    return {};
}

Result<> OwnDirectory::open_catalog(storage::Consent consent) {
    auto own = TRY(storage::open_own_catalog(files, config_.data, consent));
    if (own.moved_aside)
        log_.warning("begun anew; what was there is kept, until somebody removes it",
                     {{"directory", own.moved_aside->string()}});
    if (own.origin == storage::OwnCatalog::Origin::made) log_.info("a new catalog was made", {{"id", own.id}});
    if (own.origin == storage::OwnCatalog::Origin::adopted)
        log_.warning("the directory had no slipway.id; it and its catalog now know each other", {{"id", own.id}});
    catalog = std::move(own.catalog);
    id_ = own.id;
    known_head = TRY(storage::KnownHead::open(config_.data));
    catalog->observe_events([this](const storage::EventRow& event) {
        known_head->note({event.id, event.hash});
        log_event(log_, event);
    });
    catalog->observe_unknown_outcome(
        [this](const Error& reason, const auto& events) { log_unknown_outcome(log_, reason, events); });
    return log_audit_head(log_, *catalog).during("reading the audit log");
}

Result<> OwnDirectory::start_publishing(Surroundings surroundings) {
    signing::SigningWorkers::Options signing;
    signing.keys_directory = config_.data / "keys";
    signing.workers = config_.signing.workers == 0 ? cores() : static_cast<unsigned>(config_.signing.workers);
    signing.deadline = config_.signing.deadline;
    signers = TRY(signing::SigningWorkers::start(files, signing, log_).during("starting gpg"));
    tokens = std::make_unique<publishing::TokenBook>(*catalog, clock);

    publishing::Publisher::Options options;
    options.public_url = config_.public_url;
    options.cpu_threads = cores();
    options.ephemeral_channels = config_.limits.ephemeral_channels;
    options.extra_architectures = config_.limits.extra_architectures;
    publisher = TRY(publishing::Publisher::open({*catalog, *segments, *blobs, *signers, clock, log_, claims}, options,
                                                std::move(surroundings.switch_tree)));
    const publishing::ExpansionLimits expansion{config_.limits.index_text_bytes, config_.limits.examination_bytes};
    ingest = std::make_unique<publishing::Ingest>(*catalog, *blobs, *signers, claims, std::move(surroundings.post),
                                                  expansion);
    return {};
}

Result<FirstStart> OwnDirectory::fill() {
    return fill_empty_directory(*publisher, *catalog, files, config_.data, clock).during("first start");
}

void OwnDirectory::stop() {
    if (std::exchange(stopped_, true)) return;
    if (publisher) publisher->stop();
    signers.reset();  // what it still signs for an upload is handed to parts that exist
    if (!catalog) return;
    if (const auto folded = catalog->fold_log(); !folded.ok())
        log_.failure("SQLite's log stays beside the catalog; copy both or none", folded.error());
}

}  // namespace slipway::server
