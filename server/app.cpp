// The composition root: what OwnDirectory does not make is made here, in the order of its dependencies, and ends in the
// opposite order. See docs/threading.md for the threads and the order of the shutdown.
#include "server/app.hpp"

#include "base/version.hpp"
#include "publishing/directory/first_start.hpp"
#include "publishing/directory/garbage_collection.hpp"
#include "publishing/directory/own_directory.hpp"
#include "publishing/directory/scrub.hpp"
#include "server/access_log.hpp"
#include "server/api/api_handler.hpp"
#include "server/commands/exit_codes.hpp"
#include "server/confined_directory.hpp"
#include "server/descriptors.hpp"
#include "server/directory_options.hpp"
#include "server/files/io_thread_tree.hpp"
#include "server/housekeeping.hpp"
#include "server/memory.hpp"
#include "server/metrics.hpp"
#include "server/net/server.hpp"
#include "server/net/tls.hpp"
#include "server/network_options.hpp"
#include "server/node_services.hpp"
#include "server/pages/html_pages.hpp"
#include "server/rebuild_report.hpp"
#include "server/risks.hpp"
#include "server/signals.hpp"
#include "server/token_reader.hpp"

#include <algorithm>
#include <cstdio>
#include <future>

namespace slipway::server {
namespace {

constexpr std::chrono::seconds stop_deadline{30};

http::Work work_of(publishing::Ingest::Step step) {
    using Step = publishing::Ingest::Step;
    switch (step) {
        case Step::examine: return http::Work::examination;
        case Step::sign: return http::Work::signing;
        case Step::store: break;
    }
    return http::Work::upload;
}

/// The daemon.
class App {
public:
    static Result<std::unique_ptr<App>> start(const Config& config, publishing::Consent consent, const Log& log);
    ~App();

    /// Serves until a signal says stop.
    void run();

private:
    App(const Config& config, const Log& log) : config_(config), log_(log), failures_(log) {}
    Result<> open(publishing::Consent consent);
    Result<> open_network();
    void begin_upkeep();
    void post(publishing::Ingest::Step step, std::int64_t turn, std::function<void()> job);
    Result<> check_room_to_sign(std::int64_t turn);
    void switch_tree(std::function<void()> done);
    void make_room() const;
    api::NodeParts watch_nodes();
    void say_ready(bool ready) const;

    // In the order of dependencies: destroyed from the last to the first.
    const Config& config_;
    const Log& log_;
    BoundedLog failures_;  // of requests
    const Seconds started_at_ = SystemClock().now();
    std::unique_ptr<publishing::OwnDirectory> own_;
    std::unique_ptr<api::Refusals> refusals_;
    RequestCounts requests_;
    std::unique_ptr<AccessLog> access_log_;
    publishing::ScrubCounters scrubbed_;
    publishing::GarbageGauges garbage_;
    std::unique_ptr<publishing::GarbageCollection> collection_;
    std::unique_ptr<Metrics> metrics_;
    HtmlPages pages_;
    std::unique_ptr<publishing::Queries> queries_;
    std::unique_ptr<publishing::PackageFiles> package_files_;
    std::unique_ptr<NodeServices> nodes_;  // null where this server is the only one
    std::unique_ptr<api::ApiHandler> handler_;
    std::mutex server_mutex_;  // guards the pointer, which other threads read
    std::unique_ptr<net::Server> server_;
    std::unique_ptr<TokenReader> token_reader_;
    std::unique_ptr<Housekeeping> housekeeping_;
    std::unique_ptr<publishing::Scrub> scrub_;
};

Result<std::unique_ptr<App>> App::start(const Config& config, publishing::Consent consent, const Log& log) {
    std::unique_ptr<App> app(new App(config, log));
    TRY(app->open(consent));
    TRY(app->open_network());
    app->begin_upkeep();
    return app;
}

Result<> App::open(publishing::Consent consent) {
    own_ = TRY(open_confined(config_, consent, log_));
    publishing::Surroundings surroundings;
    surroundings.post = [this](auto step, auto turn, auto job) { post(step, turn, std::move(job)); };
    surroundings.check_room_to_sign = [this](auto turn) { return check_room_to_sign(turn); };
    surroundings.switch_tree = [this](const auto&, auto done) { switch_tree(std::move(done)); };
    TRY(own_->start_publishing(std::move(surroundings)));
    TRY(own_->fill());
    return {};
}

/// Requires that the server exists: before, nobody uploads.
void App::post(publishing::Ingest::Step step, std::int64_t turn, std::function<void()> job) {
    const std::lock_guard lock(server_mutex_);
    server_->post(work_of(step), turn, std::move(job));
}

Result<> App::check_room_to_sign(std::int64_t turn) {
    const std::lock_guard lock(server_mutex_);
    return server_->check_room(http::Work::signing, turn);
}

/// Every IO thread takes the newest tree when it runs the job, so that an older one never replaces a newer.
void App::switch_tree(std::function<void()> done) {
    const std::lock_guard lock(server_mutex_);
    if (!server_) return done();  // nobody is served yet
    server_->on_every_io_thread([this] { files::use_tree(own_->publisher->current()); }, std::move(done));
}

void App::make_room() const {
    if (const auto made = own_->reserve.make_room(); !made.ok())
        log_.failure("the space kept for the catalog could not be given up", made.error());
}

api::NodeParts App::watch_nodes() {
    if (!own_->cluster) return {};
    nodes_ = std::make_unique<NodeServices>(*own_->cluster, *queries_, config_.storage.catalog, log_);
    return nodes_->parts();
}

/// From then on the answers of other nodes wait for this one, or do so no more.
void App::say_ready(bool ready) const {
    if (own_ && own_->cluster) own_->cluster->say_ready(ready);
}

Result<> App::open_network() {
    refusals_ = std::make_unique<api::Refusals>(*own_->publisher, own_->clock, log_);
    access_log_ = std::make_unique<AccessLog>(config_.access_log, *own_->tokens, log_);
    metrics_ = std::make_unique<Metrics>(
        Metrics::Parts{requests_, *refusals_, *own_->publisher, *own_->signers, [this] { return own_->gauges(); },
                       scrubbed_, *own_->ingest, garbage_, started_at_,
                       [this](http::Work work) {
                           const std::lock_guard lock(server_mutex_);
                           return server_->counts(work);
                       },
                       own_->cluster.get(), [this] { return nodes_ ? nodes_->newest() : nullptr; }});
    queries_ = std::make_unique<publishing::Queries>(*own_->catalog);
    package_files_ = std::make_unique<publishing::PackageFiles>(*own_->blobs);
    handler_ = std::make_unique<api::ApiHandler>(api::Parts{
        *own_->publisher, *own_->ingest, *queries_, *package_files_, *own_->tokens, own_->clock, log_, failures_,
        pages_, *refusals_, api_limits(config_), config_.public_url, [this] { return metrics_->text(); },
        [this](const http::Request& request, const http::Answered& answered) {
            requests_.count(request, answered);
            access_log_->record(request, answered);
        },
        [this] { make_room(); }, watch_nodes()});

    {
        const std::lock_guard lock(server_mutex_);  // the first requests may come before it is there
        server_ = TRY(net::Server::start(network_options(config_, own_->count_packs(), log_), *handler_, log_));
    }
    std::promise<void> ready;
    switch_tree([&ready] { ready.set_value(); });
    ready.get_future().wait();
    say_ready(true);
    return {};
}

/// What the daemon does by itself.
void App::begin_upkeep() {
    token_reader_ = std::make_unique<TokenReader>(*own_->tokens, log_);
    collection_ = std::make_unique<publishing::GarbageCollection>(
        publishing::GarbageCollection::Parts{*own_->publisher, *own_->catalog, *own_->blobs, *own_->segments,
                                             own_->claims, own_->clock, log_, garbage_},
        config_.data, garbage_rules(config_));
    housekeeping_ = std::make_unique<Housekeeping>(
        Housekeeping::Parts{*own_->publisher, *own_->tokens, *refusals_, log_,
                            [this](publishing::Urgency urgency) { return collection_->run(urgency); },
                            [this] { return own_->blobs->free_bytes(); }, [this] { return own_->reserve.fill(); },
                            [this] { return own_->catalog_log.keep_short(); },
                            [this] {
                                server_->write_log_counts();
                                access_log_->write_counts();
                                failures_.write_counts();
                                own_->publisher->write_log_counts();
                            }},
        Housekeeping::Options{config_.gc.interval, publishing::disk_reserve(config_.data)});
    if (config_.scrub.rate > 0)
        scrub_ = std::make_unique<publishing::Scrub>(
            publishing::Scrub::Parts{*own_->catalog, *own_->blobs, *own_->segments, *own_->publisher, own_->clock, log_,
                                     scrubbed_, *own_->keys},
            publishing::Scrub::Options{config_.scrub.interval, config_.scrub.rate});
}

void App::run() {
    warn_of_risks(config_, server_->addresses(), log_);
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
    scrub_.reset();
    housekeeping_.reset();
    if (handler_) handler_->begin_to_finish();
    say_ready(false);
    if (server_) server_->stop(stop_deadline);
    token_reader_.reset();
    nodes_.reset();
    if (refusals_) refusals_->write_counts(std::chrono::steady_clock::time_point::max());
    if (own_) own_->stop();
}

Result<> make_first_content(const Config& config, publishing::Consent consent, const Log& log) {
    auto places = TRY(store_places(config));
    const auto own = TRY(publishing::OwnDirectory::open(directory_options(config, std::move(places)), consent, log));
    TRY(own->start_publishing());
    const auto first_start = TRY(own->fill());
    const std::string data = config.data.string();
    if (first_start == publishing::FirstStart::done_before)
        return Error(Fault::conflict, data + " is already initialised; `slipwayd serve --data " + data + "` serves it");
    std::printf("initialised %s, id %s\n", data.c_str(), own->id().c_str());
    std::printf("repository main: distros deb, rpm; channels dev, staging, stable\n");
    std::printf("tokens: %s/admin-token (admin:*), %s/upload-token (upload:main)\n", data.c_str(), data.c_str());
    return {};
}

Result<> make_catalog_again(const Config& config, const publishing::RebuildOptions& options, const Log& log) {
    // Confined: package files are read as those of an upload are.
    const auto own = TRY(open_confined(config, publishing::Consent::rebuild, log));
    const auto report = TRY(publishing::rebuild(*own, config.data, options));
    print(report, options, config.data);
    return {};
}

}  // namespace

int rebuild(const Config& config, const publishing::RebuildOptions& options) {
    const Log log(config.log.format, std::max(config.log.level, LogLevel::warning));
    const auto rebuilt = make_catalog_again(config, options, log);
    return rebuilt.ok() ? exit_code::ok : report(rebuilt.error());
}

Result<> check_certificates(const Config& config) {
    const auto is_https = [](const std::string& address) { return address.starts_with("https://"); };
    if (std::ranges::none_of(config.listen, is_https)) return {};
    TRY(net::Tls::load({config.tls.certificate.string(), config.tls.private_key.string()}));
    return {};
}

int initialise(const Config& config, publishing::Consent consent) {
    const Log log(config.log.format, std::max(config.log.level, LogLevel::warning));
    const auto made = make_first_content(config, consent, log);
    return made.ok() ? exit_code::ok : report(made.error());
}

int serve(const Config& config, publishing::Consent consent) {
    const Log log(config.log.format, config.log.level);
    configure_allocator();
    raise_descriptor_limit();
    if (const auto installed = Signals::install(); !installed.ok()) return report(installed.error());
    if (const auto checked = check_certificates(config); !checked.ok()) {
        report(checked.error());
        return exit_code::config;
    }
    auto app = App::start(config, consent, log);
    if (!app.ok()) {
        const int code = report(app.error());
        return app.error().fault() == Fault::conflict ? exit_code::unavailable : code;  // of an address to listen on
    }
    (*app)->run();
    app->reset();
    log.info("stopped");
    return exit_code::ok;
}

}  // namespace slipway::server
