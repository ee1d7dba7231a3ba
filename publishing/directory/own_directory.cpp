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
    : reserve(options.places.data),
      catalog_log(options.places.data / "slipway.db"),
      options_(std::move(options)),
      log_(log) {}

OwnDirectory::~OwnDirectory() { stop(); }

StoreGauges OwnDirectory::gauges() const {
    StoreGauges gauges;
    gauges.written = catalog->write_counts();
    gauges.catalog_calls = catalog->call_counts();
    gauges.catalog_log_bytes = catalog_log.length();
    if (const auto free = blobs->free_bytes(); free.ok()) gauges.free_bytes = *free;
    gauges.damaged_package_files = blobs->damaged();
    gauges.damaged_segments = segments->damaged();
    gauges.mended_package_files = blobs->mended();
    if (places.bucket) gauges.bucket = gauges_of(*places.bucket, *cache);
    return gauges;
}

std::uint64_t OwnDirectory::count_packs() const {
    const auto packs = segments->packs();
    return packs.ok() ? packs->size() : 0;
}

Result<> OwnDirectory::open_storage(Consent consent) {
    TRY(storage::check_permitted(data(), storage::Use::write));
    TRY(storage::check_is_directory(data()));
    TRY(make_directories(files, data()).during("making " + data().string()));
    lock = TRY(DirectoryLock::take(data()));
    auto opened = open_parts(consent);
    // What a machine left under way that died keeps a database busy for a minute, and an object store comes back:
    // unlike a directory that is in use, that ends by itself, and a start is to be tried again.
    const bool is_busy = !opened.ok() && opened.error().fault() == Fault::busy;
    const bool is_elsewhere = options_.places.has_database() || options_.places.bucket;
    if (is_busy && is_elsewhere) return Error(Fault::io, opened.error().message());
    return opened;
}

/// What several nodes share has to be where all of them reach it.
Result<> OwnDirectory::check_cluster() const {
    if (!options_.cluster.is_cluster() || options_.places.is_cache()) return {};
    return Error(
        Fault::unsupported,
        "cluster.url makes this server one of several, whose catalog is in PostgreSQL and whose packages are in "
        "a bucket: set storage.catalog and storage.objects (--catalog, --objects)");
}

Result<> OwnDirectory::open_parts(Consent consent) {
    TRY(check_cluster());
    places = TRY(open_places(options_.places, clock));
    TRY(open_catalog(consent));
    keys = TRY(open_key_store(options_.places, files, *catalog));
    if (options_.cluster.is_cluster()) {
        const auto node = TRY(node_id(options_.cluster.url));
        TRY(catalog->share(node));
    } else {
        TRY(catalog->take_over());
    }
    TRY(open_files());
    if (const auto filled = reserve.fill(); !filled.ok())
        log_.failure("no space could be reserved for the catalog", filled.error());
    return {};
}

Result<> OwnDirectory::open_files() {
    auto stores = TRY(open_stores({files, clock, options_.places, places.bucket.get()}));
    cache = std::move(stores.cache);
    blobs = std::move(stores.blobs);
    segments = std::move(stores.segments);
    if (places.objects) log_.info("package files and packs are in a bucket", {{"bucket", places.objects->name()}});
    return {};
}

Result<> OwnDirectory::open_catalog(Consent consent) {
    auto own = TRY(storage::open_own_catalog(files, places.view(), consent));
    if (own.moved_aside)
        log_.warning("begun anew; what was there stays until somebody removes it",
                     {{"directory", own.moved_aside->string()}});
    if (own.origin == storage::OwnCatalog::Origin::made) log_.info("a new catalog was made", {{"id", own.id}});
    if (own.origin == storage::OwnCatalog::Origin::on_new_disk)
        log_.info("the data directory is new; catalog and bucket have what was in another one", {{"id", own.id}});
    if (own.origin == storage::OwnCatalog::Origin::adopted)
        log_.warning("the directory had no slipway.id; it and its catalog now know each other", {{"id", own.id}});
    catalog = std::move(own.catalog);
    id_ = own.id;
    known_head = TRY(storage::KnownHead::open(data()));
    catalog->observe_events([this](const storage::EventRow& event) {
        known_head->record({event.id, event.hash});
        log_event(log_, event);
    });
    catalog->observe_unknown_outcome(
        [this](const Error& reason, const auto& events) { log_unknown_outcome(log_, reason, events); });
    return log_audit_head(log_, *catalog).during("reading the audit log");
}

Result<> OwnDirectory::start_publishing(Surroundings surroundings) {
    if (!options_.places.can_sign())
        log_.warning("this server cannot sign",
                     {{"message", "the private keys in the catalog are sealed, and keys.sealing_key_file is not set"}});
    signing::SigningWorkers::Options signing;
    signing.workers = options_.signing_workers == 0 ? cores() : options_.signing_workers;
    signing.deadline = options_.signing_deadline;
    signers = TRY(signing::SigningWorkers::start(*keys, signing, log_).during("starting gpg"));
    tokens = std::make_unique<TokenBook>(*catalog, clock);

    TRY(join_cluster());
    Publisher::Options options;
    options.public_url = options_.public_url;
    options.cpu_threads = cores();
    options.first_key = options_.first_key;
    options.ephemeral_channels = options_.ephemeral_channels;
    options.extra_architectures = options_.extra_architectures;
    publisher = TRY(Publisher::open({*catalog, *segments, *blobs, *signers, clock, log_, claims, cluster.get()},
                                    options, std::move(surroundings.switch_tree)));
    ingest = std::make_unique<Ingest>(*catalog, *blobs, *signers, claims, std::move(surroundings.post),
                                      options_.expansion, std::move(surroundings.check_room_to_sign));
    return {};
}

Result<> OwnDirectory::join_cluster() {
    if (!options_.cluster.is_cluster()) return {};
    cluster =
        TRY(Cluster::join({options_.places.catalog_url, log_}, options_.cluster).during("joining the other nodes"));
    segments->number_packs_by([this](std::uint32_t behind) { return cluster->next_pack(behind); });
    log_.info("this is one of several nodes", {{"node", cluster->node()}});
    return {};
}

Result<FirstStart> OwnDirectory::fill() {
    if (!options_.places.can_sign() && !TRY(is_filled(*catalog)))
        return Error(Fault::unsupported,
                     "a first start makes a private key, and there is no key to seal it by: write one with "
                     "`openssl rand -hex 32`, and name the file (keys.sealing_key_file, --key-file)");
    const auto filled = TRY(fill_empty_directory(*publisher, *catalog, files, data(), clock).during("first start"));
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

Result<std::string> adopt_directory(const StorePlaces& places) {
    PosixFileSystem files;
    SystemClock clock;
    TRY(storage::check_permitted(places.data, storage::Use::write));
    if (places.is_cache()) TRY(make_directories(files, places.data));  // which may have vanished
    const auto lock = TRY(DirectoryLock::take(places.data));
    const auto open = TRY(open_places(places, clock));
    const auto own = TRY(storage::open_own_catalog(files, open.view(), Consent::adopt));
    TRY(own.catalog->fold_log());
    return own.id;
}

}  // namespace slipway::publishing
