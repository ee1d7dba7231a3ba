#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace slipway::s3 {

/// What happens to a request on its way to a store.
enum class Trouble : unsigned char {
    none,
    slow_down,    // the store never sees it; the client gets 503 SlowDown
    hang,         // the store never sees it; the client gets nothing
    cut_request,  // the store gets the head and a part of the body, then both connections break
    cut_answer,   // the client gets a part of the answer, then both connections break
    lose_answer,  // the store carries it out, and the client's connection breaks
};

/// Passes requests on to a real store on loopback and answers back, and makes trouble as it is told, one request after
/// the other; then none. It reads of HTTP where requests begin and end, and knows nothing of S3.
class StoreProxy {
public:
    /// `endpoint` is "http://127.0.0.1:PORT".
    explicit StoreProxy(const std::string& endpoint);
    StoreProxy(const StoreProxy&) = delete;
    StoreProxy& operator=(const StoreProxy&) = delete;
    ~StoreProxy();

    std::string endpoint() const;
    /// For the next requests.
    void make(std::deque<Trouble> troubles);
    /// For all requests, until `Trouble::none`.
    void make_always(Trouble trouble) { always_ = trouble; }
    /// How much of an answer comes through that is cut, its head included.
    void let_through(std::size_t bytes) { let_through_ = bytes; }
    /// Requests that came, with those that no store saw.
    unsigned requests() const { return requests_; }

private:
    class Connection;
    void serve();
    Trouble next();

    unsigned short store_port_;
    int listener_ = -1;
    unsigned short port_ = 0;
    std::atomic<Trouble> always_{Trouble::none};
    std::atomic<std::size_t> let_through_{1000};
    std::atomic<unsigned> requests_{0};
    std::atomic<bool> is_ending_{false};
    std::mutex mutex_;  // guards the two below
    std::deque<Trouble> troubles_;
    std::vector<std::thread> connections_;
    std::thread thread_;
};

}  // namespace slipway::s3
