#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace slipway::testing {

/// Passes bytes between clients and a server on the loopback interface, until it is to cut a connection.
class CuttingProxy {
public:
    enum class Cut : unsigned char {
        nothing,
        before_commit,  // the client's end; the server's stays open, and waits
        after_commit,   // both, when the server has answered, which the client does not see
    };

    explicit CuttingProxy(int server_port);
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;
    ~CuttingProxy();

    int port() const { return port_; }
    /// The next time that a client says COMMIT, and when `before` has been called.
    void cut(
        Cut when, std::function<void()> before = [] {}) {
        before_ = std::move(before);
        cut_ = when;
    }
    bool is_to_cut() const { return cut_ != Cut::nothing; }
    /// All connections, now.
    void cut_all();
    /// Nobody is let in any more.
    void refuse() { is_refusing_ = true; }
    /// Passes nothing any more, and keeps connections open.
    void stand_still() { is_still_ = true; }

private:
    void accept_clients();
    void pass(int client, int server);
    bool pass_from_client(int client, int server);

    int server_port_;
    int listener_;
    int port_ = 0;
    std::atomic<Cut> cut_{Cut::nothing};
    std::function<void()> before_;
    std::atomic<bool> is_still_{false};
    std::atomic<bool> is_refusing_{false};
    std::atomic<bool> is_ending_{false};
    std::mutex lock_;  // guards the two below
    std::vector<int> sockets_;
    std::vector<std::thread> passing_;
    std::thread accepting_;
};

}  // namespace slipway::testing
