#pragma once

#include "base/clock.hpp"
#include "base/guarded_thread.hpp"
#include "base/log.hpp"
#include "server/net/asio.hpp"
#include "server/net/deadlines.hpp"
#include "server/net/request_head.hpp"
#include "server/net/waiting_room.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace slipway::net {

/// The value of `Date`, rendered once a second. One per IO thread.
class HttpDate {
public:
    const std::string& now() {
        const auto second = SystemClock().now();
        if (second != rendered_for_) {
            rendered_for_ = second;
            text_ = http_date(second);
        }
        return text_;
    }

private:
    Seconds rendered_for_{};
    std::string text_;
};

/// What belongs to one IO thread. Other threads only post to its context.
struct IoThread {
    HttpDate date;
    Deadlines deadlines;
    WaitingRoom waiting;
    ReadBuffer spare;        // lent to the connection that is reading
    std::string spare_head;  // lent to the connection that is writing
    /// The last member: its destruction destroys coroutine frames, and connections in them leave `deadlines`.
    asio::io_context context{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};  // no locks around sockets: one thread uses them
};

/// A number of threads, each with an event loop.
class IoThreads {
public:
    IoThreads(unsigned count, const Log& log);
    IoThreads(const IoThreads&) = delete;
    IoThreads& operator=(const IoThreads&) = delete;
    ~IoThreads();

    std::size_t size() const { return loops_.size(); }
    IoThread& at(std::size_t index) { return *loops_.at(index); }

    void start();
    /// Runs `job` on every thread, then `done` on the last one. After `join` has begun it runs them at once on the
    /// calling thread.
    void on_every_thread(const std::function<void(IoThread&)>& job, const std::function<void()>& done);
    /// Gives away the place of the connection whose client has been silent for longest, on whichever thread it is.
    /// Returns false if no client has to send anything. Any of the threads may call it.
    bool make_room();
    /// Ends the loops when nothing is left to do, or after `patience`, and then the threads. Blocks.
    void join(std::chrono::seconds patience);

private:
    using Work = asio::executor_work_guard<Executor>;
    void run(IoThread& loop);

    const JobGuard guard_;
    std::vector<std::unique_ptr<IoThread>> loops_;
    std::vector<Work> work_;
    std::vector<GuardedThread> threads_;
    std::atomic<std::size_t> ended_{0};
    std::mutex mutex_;  // guards ending_, and so prevents a post to a loop that has ended
    bool ending_ = false;
};

}  // namespace slipway::net
