#include "server/net/server.hpp"

#include "server/net/io_threads.hpp"
#include "server/net/listener.hpp"
#include "server/net/service.hpp"
#include "server/net/tls.hpp"

#include <algorithm>
#include <thread>
#include <unistd.h>

namespace slipway::net {
namespace {

constexpr std::chrono::seconds patience_after_abort{2};

unsigned io_thread_count(const ServerOptions& options) {
    return options.io_threads > 0 ? options.io_threads : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

// Destroyed in reverse order: the threads, with every coroutine frame, before what the frames refer to.
struct Server::State {
    State(ServerOptions options, http::Handler& handler, const Log& log, http::TrustedProxies proxies)
        : service{options,
                  handler,
                  log,
                  std::move(proxies),
                  ConnectionCount(options.max_connections),
                  {options.connections_per_address, service.proxies},
                  BodyBudget(options.body_bytes),
                  BoundedLog(log),
                  Lanes(options.lanes, JobGuard(log))},
          threads(io_thread_count(options), log) {}

    Result<> listen(ListenAddress address);

    Service service;
    std::unique_ptr<Tls> tls;
    std::vector<ListenAddress> addresses;
    IoThreads threads;
    bool stopped = false;
};

Result<> Server::State::listen(ListenAddress address) {
    const bool is_https = address.kind == ListenAddress::Kind::https;
    if (is_https && !tls) tls = TRY(Tls::load(service.options.tls));
    auto sockets = TRY(ListeningSockets::open(std::move(address), threads.size()));
    addresses.push_back(sockets.address());
    for (std::size_t i = 0; i < threads.size(); ++i) {
        start_listener(sockets.take(), sockets.address().kind, service, threads, threads.at(i),
                       is_https ? tls.get() : nullptr);
    }
    return {};
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, http::Handler& handler, const Log& log) {
    auto proxies = TRY(http::TrustedProxies::parse(options.trusted_proxies));
    auto state = std::make_unique<State>(std::move(options), handler, log, std::move(proxies));
    for (const auto& text : state->service.options.listen) {
        auto address = TRY(ListenAddress::parse(text));
        TRY(state->listen(std::move(address)));
    }
    state->threads.start();
    return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::~Server() { stop(std::chrono::seconds(0)); }

std::vector<std::string> Server::addresses() const {
    std::vector<std::string> rendered;
    for (const auto& address : state_->addresses) rendered.push_back(address.render());
    return rendered;
}

void Server::on_every_io_thread(std::function<void()> job, std::function<void()> done) {
    state_->threads.on_every_thread([job = std::move(job)](IoThread&) { job(); }, done);
}

void Server::post(http::Work work, std::int64_t turn, std::function<void()> job) {
    state_->service.lanes.post(work, turn, std::move(job));
}

Result<> Server::check_room(http::Work work, std::int64_t turn) const {
    return state_->service.lanes.check_room(work, turn);
}

LaneCounts Server::counts(http::Work work) const { return state_->service.lanes.counts(work); }

void Server::write_log_counts() { state_->service.noise.write_counts(); }

Result<> Server::reload_tls() {
    if (!state_->tls) return {};
    return state_->tls->reload();
}

void Server::stop(std::chrono::seconds deadline) {
    if (std::exchange(state_->stopped, true)) return;
    using Clock = std::chrono::steady_clock;
    auto& service = state_->service;
    auto& threads = state_->threads;
    threads.on_every_thread([](IoThread& thread) { thread.deadlines.drain_all(); }, [] {});
    if (!service.connections.wait_for_none(Clock::now() + deadline)) {
        threads.on_every_thread([](IoThread& thread) { thread.deadlines.abort_all(); }, [] {});
        service.connections.wait_for_none(Clock::now() + patience_after_abort);
    }
    // Jobs may refer to coroutine frames: they end before the io_contexts, and the frames with them, are destroyed.
    service.lanes.join();
    threads.join(patience_after_abort);
    for (const auto& address : state_->addresses)
        if (address.kind == ListenAddress::Kind::unix_socket) ::unlink(address.host.c_str());
}

}  // namespace slipway::net
