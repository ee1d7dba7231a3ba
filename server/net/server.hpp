#pragma once

#include "base/log.hpp"
#include "server/http/message.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace slipway::net {

struct TlsFiles {
    std::string certificate_chain;  // PEM
    std::string private_key;        // PEM
};

struct ServerOptions {
    /// "127.0.0.1:8080", "[::1]:0", "https://0.0.0.0:8443", "unix:/run/slipway.sock"
    std::vector<std::string> listen;
    TlsFiles tls;
    unsigned io_threads = 0;  // 0: one per core
    unsigned disk_threads = 16;
    std::vector<std::string> trusted_proxies;  // addresses and networks
    std::chrono::seconds head_deadline{15};
    std::chrono::seconds idle_deadline{75};
    std::chrono::seconds idle_upload{60};
    std::chrono::seconds write_stall{60};  // a client that reads nothing for so long is given up
    unsigned max_head_bytes = 16 * 1024;
    unsigned max_connections = 20'000;
};

/// Sockets, threads and coroutines of the HTTP server. Start with `start`; `stop` is called once from another thread.
class Server {
public:
    /// Binds every address; from then on connections are accepted. Faults: invalid_input (an address), io (in use …).
    static Result<std::unique_ptr<Server>> start(ServerOptions options, http::Handler& handler, const Log& log);
    ~Server();

    /// "http://127.0.0.1:40123", in the order of `listen`, with the ports really bound.
    std::vector<std::string> addresses() const;

    /// Runs `job` on every IO thread, soon; for switching what a thread serves. Calls `done` when all have run it.
    void on_every_io_thread(std::function<void()> job, std::function<void()> done);
    /// Runs `job` in the disk pool.
    void post_to_disk_pool(std::function<void()> job);

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
