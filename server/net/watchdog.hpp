#pragma once

#include "server/net/asio.hpp"

#include <chrono>
#include <cstddef>
#include <vector>

namespace slipway::net {

/// Deadlines of the connections of one IO thread. A deadline is a number in the connection that is checked a few times
/// a second. Setting one costs a store; a timer per connection would cost a heap operation for every request. Belongs
/// to its IO thread.
class Watchdog {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr Time never = Time::max();

    /// Something with a deadline.
    class Watched {
    public:
        /// The deadline has passed: cancel the wait. It is called again at every check until the deadline is moved, so
        /// that a wait that begins just after a call is cancelled, too.
        virtual void time_out() = 0;
        /// The server stops: end if nothing is under way.
        virtual void drain() = 0;
        /// The time of the server's stop is over: give up whatever is under way.
        virtual void abort() = 0;

    protected:
        ~Watched() = default;
        Time deadline_ = never;

    private:
        friend class Watchdog;
        std::size_t place_ = 0;
    };

    void add(Watched& watched);
    void remove(Watched& watched);

    /// Looks at the deadlines until `stop`.
    awaitable<> run(Executor executor);
    void stop();

    bool draining() const { return draining_; }
    void drain_all();
    void abort_all();

private:
    void look();

    Timer* timer_ = nullptr;         // lives in the frame of `run`: no timer may outlive its io_context
    std::vector<Watched*> watched_;  // invariant: watched_[w->place_] == w
    bool stopped_ = false;
    bool draining_ = false;
};

}  // namespace slipway::net
