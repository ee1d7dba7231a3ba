#pragma once

#include "server/net/asio.hpp"

#include <chrono>
#include <cstddef>
#include <vector>

namespace slipway::net {

/// The deadlines of the connections of one IO thread. A deadline is a number in the connection that is checked a few
/// times a second. Setting one costs a store; a timer per connection would cost a heap operation for every request.
/// Only its IO thread may use it.
class Deadlines {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr Time never = Time::max();

    /// Something with a deadline.
    class Watched {
    public:
        /// Called when the deadline has passed: cancel the wait. It is called again at every check until the deadline
        /// is moved, so that a wait that begins just after a call is cancelled, too.
        virtual void time_out() = 0;
        /// Called when the server stops: end if nothing is under way.
        virtual void drain() = 0;
        /// Called when the time for the stop is over: abandon whatever is under way.
        virtual void abort() = 0;

    protected:
        ~Watched() = default;
        Time deadline_ = never;

    private:
        friend class Deadlines;
        std::size_t place_ = 0;
    };

    void add(Watched& watched);
    void remove(Watched& watched);

    /// Checks the deadlines until `stop`.
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
