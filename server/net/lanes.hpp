#pragma once

#include "base/worker_pool.hpp"
#include "server/http/message.hpp"
#include "server/net/asio.hpp"
#include "server/net/server.hpp"
#include "server/net/waking.hpp"

#include <array>
#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace slipway::net {

/// Threads for work that blocks, a pool for each kind of work, so that no kind waits for another. Within a kind the
/// turns (tokens, addresses) are served in rotation. `co_await lanes.run(place, job)` runs the job there and resumes on
/// the caller's thread with its value, or rethrows its exception there. Name the job on the line before
/// (docs/threading.md, rule 2). Thread-safe.
class Lanes {
public:
    Lanes(const LaneOptions& options, const JobGuard& guard);

    /// Checks that the lane takes one more job of this turn. A turn gets at most a quarter of the queue. Its first job
    /// is taken even if the queue is full, so no client keeps others out. Faults: busy "too-busy".
    Result<> check_room(http::Work work, std::int64_t turn) const;
    /// After `join` has begun, jobs that examine or sign packages are dropped.
    void post(http::Work work, std::int64_t turn, std::function<void()> job);
    LaneCounts counts(http::Work work) const;
    /// Runs everything queued that is not dropped, then ends the threads.
    void join();

    /// Requires that `caller` is the executor of the thread that waits.
    template <class Job>
    awaitable<std::invoke_result_t<Job&>> run(Executor caller, http::Work work, std::int64_t turn, Job job) {
        using Value = std::invoke_result_t<Job&>;
        std::optional<std::conditional_t<std::is_void_v<Value>, std::monostate, Value>> value;
        std::exception_ptr failure;
        error_code cancelled;
        Timer done(caller, Timer::time_point::max());
        auto and_wake = [&, caller] {
            try {
                if constexpr (std::is_void_v<Value>) {
                    job();
                    value.emplace();
                } else {
                    value.emplace(job());
                }
            } catch (...) {
                failure = std::current_exception();
            }
            // On the caller's thread, after what that does now: the frame is suspended by then.
            post_to_wake(caller, [&done] { done.cancel(); });
        };
        post(work, turn, std::move(and_wake));
        co_await done.async_wait(asio::redirect_error(use_awaitable, cancelled));
        if (failure) std::rethrow_exception(failure);
        if constexpr (!std::is_void_v<Value>) co_return std::move(*value);
    }

private:
    class Queueing;
    class Running;
    struct Lane {
        Lane(const LaneOptions::Lane& options, const char* name, const JobGuard& guard)
            : most_waiting(options.most_waiting), pool(options.threads, options.priority, name, guard) {}
        const std::size_t most_waiting;
        std::atomic<std::size_t> waiting{0};
        std::atomic<std::size_t> running{0};
        std::atomic<std::uint64_t> done{0};
        mutable std::atomic<std::uint64_t> refused{0};
        WorkerPool pool;
    };
    Lane& at(http::Work work) const { return *lanes_.at(static_cast<std::size_t>(work)); }

    std::atomic<bool> ending_{false};
    std::array<std::unique_ptr<Lane>, http::kinds_of_work> lanes_;
};

}  // namespace slipway::net
