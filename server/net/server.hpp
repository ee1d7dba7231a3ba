#pragma once

#include "base/log.hpp"
#include "server/http/message.hpp"
#include "server/net/lane_options.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace slipway::net {

struct TlsFiles {
    std::string certificate_chain;  // PEM
    std::string private_key;        // PEM
};

/// The load of a kind of work, now and since the start.
struct LaneCounts {
    std::size_t waiting = 0;
    std::size_t running = 0;
    std::uint64_t done = 0;
    std::uint64_t refused = 0;
};

struct ServerOptions {
    /// "127.0.0.1:8080", "[::1]:0", "https://0.0.0.0:8443", "unix:/run/slipway.sock"
    std::vector<std::string> listen;
    std::string public_url;  // what the types of problems begin with; "": they are relative
    TlsFiles tls;
    unsigned io_threads = 0;  // 0: one per core
    LaneOptions lanes = LaneOptions::for_cores(2, 2);
    std::vector<std::string> trusted_proxies;  // addresses and networks
    std::chrono::seconds head_deadline{15};
    std::chrono::seconds idle_deadline{75};
    std::chrono::seconds idle_upload{60};
    std::chrono::seconds write_stall{60};  // a client that reads nothing for so long is given up
    unsigned max_head_bytes = 16 * 1024;
    unsigned max_connections = 20'000;
    unsigned connections_per_address = 4'096;
    std::chrono::seconds collect_deadline{60};           // for a whole body that a handler gets in one piece
    std::uint64_t body_bytes = std::uint64_t{64} << 20;  // memory of all such bodies together
};

/// Sockets, threads and coroutines of the HTTP server. Start with `start`; `stop` is called once from another thread.
class Server {
public:
    /// Binds every address. From then on connections are accepted. Faults: invalid_input (an address), io (in use …).
    static Result<std::unique_ptr<Server>> start(ServerOptions options, http::Handler& handler, const Log& log);
    ~Server();

    /// Returns "http://127.0.0.1:40123", in the order of `listen`, with the ports that were bound.
    std::vector<std::string> addresses() const;

    /// Runs `job` soon on every IO thread, to switch what a thread serves. Calls `done` when all have run it.
    void on_every_io_thread(std::function<void()> job, std::function<void()> done);
    /// Runs `job` on the threads of this kind of work, after the earlier jobs of its turn.
    void post(http::Work work, std::int64_t turn, std::function<void()> job);
    /// Checks that those threads take one more job of this turn (Lanes::check_room). Faults: busy "too-busy".
    Result<> check_room(http::Work work, std::int64_t turn) const;
    LaneCounts counts(http::Work work) const;

    /// Logs how many lines were left out recently (BoundedLog). Call it regularly.
    void write_log_counts();

    /// Reads certificate and key again.
    Result<> reload_tls();

    /// Stops accepting, lets requests under way finish until the deadline, then closes. Blocks.
    void stop(std::chrono::seconds deadline);

private:
    struct State;
    explicit Server(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::net
