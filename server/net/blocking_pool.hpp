#pragma once

#include "server/net/asio.hpp"

#include <boost/asio/thread_pool.hpp>

#include <type_traits>
#include <utility>

namespace slipway::net {

/// Threads for work that blocks. `co_await pool.run(job)` runs the job there and resumes on the caller's thread with
/// its value; an exception travels back. Name the job on the line before (docs/threading.md, rule 2).
class BlockingPool {
public:
    explicit BlockingPool(unsigned threads) : pool_(threads) {}

    template <class Job>
    auto run(Job job) {
        return asio::co_spawn(pool_, as_awaitable(std::move(job)), use_awaitable);
    }
    template <class Job>
    void post(Job job) {
        asio::post(pool_, std::move(job));
    }
    /// Runs everything queued, then ends the threads.
    void join() { pool_.join(); }

private:
    using PoolExecutor = asio::thread_pool::executor_type;

    template <class Job>
    static asio::awaitable<std::invoke_result_t<Job&>, PoolExecutor> as_awaitable(Job job) {
        co_return job();
    }

    asio::thread_pool pool_;
};

}  // namespace slipway::net
