#include "server/net/io_threads.hpp"

#include "server/net/waking.hpp"

#include <csignal>

namespace slipway::net {
namespace {

/// sendfile has no MSG_NOSIGNAL: a peer that closed would end the process.
void block_sigpipe() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

IoThreads::IoThreads(unsigned count, const Log& log) : guard_(log) {
    for (unsigned i = 0; i < count; ++i) {
        loops_.push_back(std::make_unique<IoThread>());
        work_.emplace_back(loops_.back()->context.get_executor());
    }
}

IoThreads::~IoThreads() { join(std::chrono::seconds(0)); }

void IoThreads::start() {
    for (auto& loop : loops_) {
        asio::co_spawn(loop->context, loop->deadlines.run(loop->context.get_executor()), asio::detached);
        threads_.emplace_back("io", guard_, [this, &served = *loop] { run(served); });
    }
}

void IoThreads::run(IoThread& loop) {
    block_sigpipe();
    while (!guard_.run("io", [&] { loop.context.run(); })) {
    }
    ended_.fetch_add(1);
}

void IoThreads::on_every_thread(const std::function<void(IoThread&)>& job, const std::function<void()>& done) {
    const auto left = std::make_shared<std::atomic<std::size_t>>(loops_.size());
    const auto visit = [job, done, left, guard = guard_](IoThread& loop) {
        guard.run("io", [&] { job(loop); });
        if (left->fetch_sub(1) == 1) done();
    };
    const std::lock_guard lock(mutex_);
    for (auto& loop : loops_) {
        IoThread& target = *loop;
        if (ending_)
            visit(target);
        else
            asio::post(target.context, [visit, &target] { visit(target); });
    }
}

bool IoThreads::make_room() {
    while (true) {
        IoThread* chosen = nullptr;
        auto longest = WaitingRoom::never;
        for (const auto& loop : loops_) {
            const auto since = loop->waiting.longest_waits_since();
            if (since >= longest) continue;
            longest = since;
            chosen = loop.get();
        }
        if (chosen == nullptr) return false;
        if (!chosen->waiting.give_away()) continue;  // its client has spoken meanwhile
        post_to_wake(chosen->context.get_executor(), [chosen] { chosen->waiting.end_leaving(); });
        return true;
    }
}

void IoThreads::join(std::chrono::seconds patience) {
    on_every_thread([](IoThread& loop) { loop.deadlines.stop(); }, [] {});
    {
        // Before the loops may run dry: a job posted to one that has ended would never run, and who waits for it, for
        // ever.
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    work_.clear();
    const auto end = std::chrono::steady_clock::now() + patience;
    while (ended_.load() < threads_.size() && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    for (auto& loop : loops_) loop->context.stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

}  // namespace slipway::net
