#include "publishing/directory/own_directory.hpp"

#include "base/files/durable.hpp"
#include "publishing/directory/audit_trail.hpp"
#include "storage/fsck/directory_checks.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace slipway::publishing {

unsigned cores() { return std::max(1U, std::thread::hardware_concurrency()); }

Result<std::unique_ptr<OwnDirectory>> OwnDirectory::open(Options options, Consent consent, const Log& log) {
    std::unique_ptr<OwnDirectory> own(new OwnDirectory(std::move(options), log));
    TRY(own->open_storage(consent));
    return own;
}

OwnDirectory::OwnDirectory(Options options, const Log& log)
    : reserve(options.data), catalog_log(options.data / "slipway.db"), options_(std::move(options)), log_(log) {}

OwnDirectory::~OwnDirectory() { stop(); }

StoreGauges OwnDirectory::gauges() const {
    StoreGauges gauges;
    gauges.written = catalog->write_counts();
    gauges.catalog_log_bytes = catalog_log.length();
    if (const auto free = blobs->free_bytes(); free.ok()) gauges.free_bytes = *free;
    gauges.damaged_package_files = blobs->damaged();
    gauges.damaged_segments = segments->damaged();
    gauges.mended_package_files = blobs->mended();
    if (bucket) gauges.bucket = gauges_of(*bucket, *cache);
    return gauges;
}

std::uint64_t OwnDirectory::count_packs() const {
    const auto packs = segments->packs();
    return packs.ok() ? packs->size() : 0;
}

Result<> OwnDirectory::open_storage(Consent consent) {
    const auto& data = options_.data;
    TRY(storage::check_permitted(data, storage::Use::write));
    TRY(storage::check_is_directory(data));
    TRY(make_directories(files, data).during("making " + data.string()));
    lock = TRY(DirectoryLock::take(data));
    TRY(open_catalog(consent));
    TRY(open_files(consent));
    if (const auto filled = reserve.fill(); !filled.ok())
        log_.failure("no space could be reserved for the catalog", filled.error());
    return {};
}

Result<> OwnDirectory::open_files(Consent consent) {
    const auto claim = consent == Consent::rebuild ? Claim::take_over : Claim::as_usual;
    auto stores = TRY(open_stores({files, clock, options_.data, *catalog}, options_.stores, claim));
    bucket = std::move(stores.bucket);
    cache = std::move(stores.cache);
    blobs = std::move(stores.blobs);
    segments = std::move(stores.segments);
    if (bucket) log_.info("package files and packs are in a bucket", {{"bucket", bucket->bucket().url()}});
    return {};
}

Result<> OwnDirectory::open_catalog(Consent consent) {
    auto own = TRY(storage::open_own_catalog(files, options_.data, consent, place_of_files(options_.stores)));
    if (own.moved_aside)
        log_.warning("begun anew; what was there stays until somebody removes it",
                     {{"directory", own.moved_aside->string()}});
    if (own.origin == storage::OwnCatalog::Origin::made) log_.info("a new catalog was made", {{"id", own.id}});
    if (own.origin == storage::OwnCatalog::Origin::adopted)
        log_.warning("the directory had no slipway.id; it and its catalog now know each other", {{"id", own.id}});
    catalog = std::move(own.catalog);
    id_ = own.id;
    known_head = TRY(storage::KnownHead::open(options_.data));
    catalog->observe_events([this](const storage::EventRow& event) {
        known_head->record({event.id, event.hash});
        log_event(log_, event);
    });
    catalog->observe_unknown_outcome(
        [this](const Error& reason, const auto& events) { log_unknown_outcome(log_, reason, events); });
    return log_audit_head(log_, *catalog).during("reading the audit log");
}

Result<> OwnDirectory::start_publishing(Surroundings surroundings) {
    signing::SigningWorkers::Options signing;
    signing.keys_directory = options_.data / "keys";
    signing.workers = options_.signing_workers == 0 ? cores() : options_.signing_workers;
    signing.deadline = options_.signing_deadline;
    signers = TRY(signing::SigningWorkers::start(files, signing, log_).during("starting gpg"));
    tokens = std::make_unique<TokenBook>(*catalog, clock);

    Publisher::Options options;
    options.public_url = options_.public_url;
    options.cpu_threads = cores();
    options.ephemeral_channels = options_.ephemeral_channels;
    options.extra_architectures = options_.extra_architectures;
    publisher = TRY(Publisher::open({*catalog, *segments, *blobs, *signers, clock, log_, claims}, options,
                                    std::move(surroundings.switch_tree)));
    ingest = std::make_unique<Ingest>(*catalog, *blobs, *signers, claims, std::move(surroundings.post),
                                      options_.expansion, std::move(surroundings.check_room_to_sign));
    return {};
}

Result<FirstStart> OwnDirectory::fill() {
    const auto filled =
        TRY(fill_empty_directory(*publisher, *catalog, files, options_.data, clock).during("first start"));
    TRY(tokens->refresh().during("reading tokens"));
    return filled;
}

void OwnDirectory::stop() {
    if (std::exchange(stopped_, true)) return;
    if (publisher) publisher->stop();
    signers.reset();  // what it still signs for an upload is handed to parts that exist
    if (!catalog) return;
    if (const auto folded = catalog->fold_log(); !folded.ok())
        log_.failure("SQLite's log stays beside the catalog; copy both or none", folded.error());
}

Result<std::string> adopt_directory(const Path& data, const StoreOptions& stores) {
    PosixFileSystem files;
    TRY(storage::check_permitted(data, storage::Use::write));
    const auto lock = TRY(DirectoryLock::take(data));
    const auto own = TRY(storage::open_own_catalog(files, data, Consent::adopt, place_of_files(stores)));
    TRY(own.catalog->fold_log());
    TRY(take_over_bucket(stores, SystemClock(), own.id));
    return own.id;
}

}  // namespace slipway::publishing
