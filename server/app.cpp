// The composition root: every part is made here, in the order of its dependencies, and ends in the opposite order. See
// docs/threading.md for the threads and the order of the shutdown.
#include "server/app.hpp"

#include "base/version.hpp"
#include "publishing/garbage.hpp"
#include "server/api/api_handler.hpp"
#include "server/api/io_thread_tree.hpp"
#include "server/audit_trail.hpp"
#include "server/first_start.hpp"
#include "server/housekeeping.hpp"
#include "server/memory.hpp"
#include "server/metrics.hpp"
#include "server/net/server.hpp"
#include "server/pages/html_pages.hpp"
#include "server/signals.hpp"
#include "storage/files/directory_lock.hpp"
#include "storage/files/durable.hpp"
#include "storage/files/posix_file_system.hpp"

#include <algorithm>
#include <cstdio>
#include <future>
#include <sys/resource.h>
#include <thread>

namespace slipway::server {
namespace {

constexpr std::chrono::seconds stop_deadline{30};
constexpr std::uint64_t least_reserve = std::uint64_t{1} << 30;
constexpr std::uint64_t reserve_share = 50;  // 2 % of the file system

constexpr int exit_ok = 0;
constexpr int exit_failed = 70;  // sysexits: EX_SOFTWARE
constexpr int exit_in_use = 75;  // EX_TEMPFAIL

unsigned cores() { return std::max(1u, std::thread::hardware_concurrency()); }

/// A batch of 10,000 files holds as many descriptors while it is taken in.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);  // where it is not allowed the lower limit stands
}

std::uint64_t disk_reserve(const std::filesystem::path& data) {
    std::error_code unknown;  // a file system that does not tell its size keeps the least reserve
    const auto space = std::filesystem::space(data, unknown);
    return unknown ? least_reserve : std::max<std::uint64_t>(least_reserve, space.capacity / reserve_share);
}

class App {
public:
    static Result<std::unique_ptr<App>> start(const Config& config, const Log& log);
    ~App();

    /// Serves until a signal says stop.
    void run();

private:
    App(const Config& config, const Log& log) : config_(config), log_(log), started_at_(clock_.now()) {}
    Result<> open_storage();
    Result<> open_publishing();
    Result<> open_network();
    void switch_tree(std::function<void()> done);
    Result<> collect_garbage();
    void warn_of_risks() const;
    api::ApiLimits limits() const;

    // In the order of dependencies: destroyed from the last to the first.
    const Config& config_;
    const Log& log_;
    SystemClock clock_;
    Seconds started_at_;
    storage::PosixFileSystem files_;
    std::unique_ptr<storage::DirectoryLock> lock_;
    std::unique_ptr<storage::Catalog> catalog_;
    std::unique_ptr<storage::BlobStore> blobs_;
    std::unique_ptr<storage::SegmentStore> segments_;
    std::unique_ptr<signing::SigningWorkers> signers_;
    publishing::ClaimedBlobs claims_;
    std::unique_ptr<publishing::TokenBook> tokens_;
    std::unique_ptr<publishing::Publisher> publisher_;
    std::unique_ptr<publishing::Ingest> ingest_;
    std::unique_ptr<api::Refusals> refusals_;
    RequestCounts requests_;
    std::unique_ptr<Metrics> metrics_;
    HtmlPages pages_;
    std::unique_ptr<api::ApiHandler> handler_;
    std::mutex server_mutex_;  // guards the pointer, which the publisher's thread reads
    std::unique_ptr<net::Server> server_;
    std::unique_ptr<Housekeeping> housekeeping_;
};

Result<std::unique_ptr<App>> App::start(const Config& config, const Log& log) {
    std::unique_ptr<App> app(new App(config, log));
    TRY(app->open_storage());
    TRY(app->open_publishing());
    TRY(app->open_network());
    return app;
}

Result<> App::open_storage() {
    const auto& data = config_.data;
    TRY(storage::make_directories(files_, data).during("making " + data.string()));
    lock_ = TRY(storage::DirectoryLock::take(data));
    catalog_ = TRY(storage::Catalog::open(data / "slipway.db").during("opening the catalog"));
    catalog_->observe_events([this](const storage::EventRow& event) { log_event(log_, event); });
    blobs_ = TRY(storage::BlobStore::open(files_, data).during("opening the blob store"));
    segments_ = TRY(storage::SegmentStore::open(files_, data).during("opening the segments"));
    return {};
}

Result<> App::open_publishing() {
    signing::SigningWorkers::Options signing;
    signing.keys_directory = config_.data / "keys";
    signing.workers = config_.signing.workers == 0 ? cores() : static_cast<unsigned>(config_.signing.workers);
    signing.deadline = config_.signing.deadline;
    signers_ = TRY(signing::SigningWorkers::start(signing, log_).during("starting gpg"));
    tokens_ = std::make_unique<publishing::TokenBook>(*catalog_, clock_);

    publishing::Publisher::Options options;
    options.public_url = config_.public_url;
    options.cpu_threads = cores();
    options.ephemeral_channels = config_.limits.ephemeral_channels;
    publisher_ =
        TRY(publishing::Publisher::open({*catalog_, *segments_, *blobs_, *signers_, clock_, log_, claims_}, options,
                                        [this](const auto&, auto done) { switch_tree(std::move(done)); }));
    TRY(fill_empty_directory(*publisher_, *catalog_, files_, config_.data, clock_).during("first start"));
    ingest_ = std::make_unique<publishing::Ingest>(*catalog_, *blobs_, *signers_, claims_,
                                                   [this](auto job) { server_->post_to_disk_pool(std::move(job)); });
    return {};
}

Result<> App::open_network() {
    refusals_ = std::make_unique<api::Refusals>(*publisher_, clock_, log_);
    metrics_ = std::make_unique<Metrics>(
        Metrics::Parts{requests_, *refusals_, *publisher_, *signers_, *blobs_, *catalog_, started_at_});
    handler_ = std::make_unique<api::ApiHandler>(
        api::Parts{*publisher_, *ingest_, *catalog_, *blobs_, *tokens_, clock_, log_, pages_, *refusals_, limits(),
                   config_.public_url, [this] { return metrics_->text(); },
                   [this](const http::Request& request, unsigned status, std::uint64_t bytes,
                          std::uint64_t microseconds) { requests_.count(request, status, bytes, microseconds); },
                   [this](auto job) { server_->post_to_disk_pool(std::move(job)); }});

    net::ServerOptions options;
    options.listen = config_.listen;
    options.tls = {config_.tls.certificate.string(), config_.tls.private_key.string()};
    options.trusted_proxies = config_.trusted_proxies;
    auto server = TRY(net::Server::start(std::move(options), *handler_, log_));
    {
        const std::lock_guard lock(server_mutex_);
        server_ = std::move(server);
    }
    std::promise<void> ready;
    switch_tree([&ready] { ready.set_value(); });
    ready.get_future().wait();
    housekeeping_ = std::make_unique<Housekeeping>(
        Housekeeping::Parts{*publisher_, *tokens_, *refusals_, log_, [this] { return collect_garbage(); },
                            [this] { return blobs_->free_bytes(); }},
        Housekeeping::Options{config_.gc.interval, disk_reserve(config_.data)});
    return {};
}

/// Every IO thread takes the newest tree when it runs the job, so that an older one never replaces a newer.
void App::switch_tree(std::function<void()> done) {
    const std::lock_guard lock(server_mutex_);
    if (!server_) return done();  // nobody is served yet
    server_->on_every_io_thread([this] { api::use_tree(publisher_->current()); }, std::move(done));
}

Result<> App::collect_garbage() {
    const auto rows = TRY(publisher_->collect_garbage(config_.retention.index_files));
    const auto files = TRY(publishing::remove_unreferenced_files(*catalog_, *blobs_, *segments_, claims_));
    log_.info("garbage collected", {{"index_files", std::to_string(rows.index_files)},
                                    {"packages", std::to_string(rows.packages)},
                                    {"segments", std::to_string(rows.segments)},
                                    {"blobs", std::to_string(files.blobs.size())},
                                    {"packs", std::to_string(files.packs.size())}});
    return {};
}

api::ApiLimits App::limits() const {
    api::ApiLimits limits;
    limits.package_bytes = config_.limits.package_bytes;
    limits.batch_files = config_.limits.batch_files;
    limits.batch_bytes = config_.limits.batch_bytes;
    limits.uploads = config_.limits.uploads;
    limits.uploads_of_a_token = config_.limits.uploads_per_token;
    limits.disk_reserve = disk_reserve(config_.data);
    return limits;
}

void App::warn_of_risks() const {
    if (!config_.public_url.empty()) return;
    for (const auto& address : server_->addresses()) {
        const bool local = address.find("127.0.0.1") != std::string::npos ||
                           address.find("[::1]") != std::string::npos ||
                           address.find("localhost") != std::string::npos || address.starts_with("unix:");
        if (local) continue;
        log_.warning(
            "public_url is not set",
            {{"address", address}, {"message", "URLs are made from each request's Host header; set public_url"}});
        if (address.starts_with("http:"))
            log_.warning("no TLS", {{"address", address},
                                    {"message", "tokens and set-up scripts cross the network in the clear"}});
    }
}

void App::run() {
    warn_of_risks();
    log_.info("serving", {{"version", std::string(version())}, {"data", config_.data.string()}});
    for (const auto& address : server_->addresses()) std::printf("listening on %s\n", address.c_str());
    std::fflush(stdout);
    while (Signals::wait() == Request::reload) {
        const auto reloaded = server_->reload_tls();
        if (reloaded.ok())
            log_.info("certificates were read again");
        else
            log_.failure("certificates could not be read again; the old ones stay", reloaded.error());
    }
    log_.info("stopping");
}

App::~App() {
    housekeeping_.reset();
    if (handler_) handler_->begin_to_finish();
    if (server_) server_->stop(stop_deadline);
    if (refusals_) refusals_->write_counts(std::chrono::steady_clock::time_point::max());
    if (publisher_) publisher_->stop();
}

}  // namespace

int serve(const Config& config) {
    const Log log(config.log.format, config.log.level);
    settle_allocator();
    raise_descriptor_limit();
    if (const auto installed = Signals::install(); !installed.ok()) {
        log.failure("start", installed.error());
        return exit_failed;
    }
    auto app = App::start(config, log);
    if (!app.ok()) {
        std::fprintf(stderr, "slipwayd: %s\n", app.error().message().c_str());
        return app.error().fault() == Fault::busy ? exit_in_use : exit_failed;
    }
    (*app)->run();
    app->reset();
    log.info("stopped");
    return exit_ok;
}

}  // namespace slipway::server
