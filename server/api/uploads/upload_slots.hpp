#pragma once

#include "base/result.hpp"
#include "base/work_loop.hpp"
#include "publishing/model/model.hpp"
#include "server/api/routing/limits.hpp"
#include "server/http/sender.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace slipway::api {

/// The right to send one upload now. The last owner that releases it frees the slot; it may outlive UploadSlots.
class UploadSlot {
public:
    virtual ~UploadSlot() = default;
    const std::shared_ptr<http::Sender>& sender() const { return sender_; }

private:
    std::shared_ptr<http::Sender> sender_ = std::make_shared<http::Sender>();
};

/// How many uploads are under way, in all and of each token. Thread-safe.
///
/// An upload that finds no slot waits in a queue of its token; a freed slot goes to the waiting token that has the
/// fewest. Nobody polls, so waiting costs nothing. Only while somebody waits, a thread checks once a second how fast
/// the bodies arrive, and ends the slowest one: one below the least pace, measured over the time in which the server
/// waited for its client; or, if a token has waited for a while without a single slot, one of the token that has most.
class UploadSlots {
public:
    using Clock = std::chrono::steady_clock;

    explicit UploadSlots(const ApiLimits& limits, JobGuard guard = JobGuard());
    UploadSlots(const UploadSlots&) = delete;
    UploadSlots& operator=(const UploadSlots&) = delete;

    /// Takes a slot without waiting. Faults: busy "too-many-uploads" if there is none.
    Result<std::shared_ptr<UploadSlot>> take(publishing::RowId token);
    static bool is_refusal(const Error& error) { return error.is("too-many-uploads"_problem); }

    /// A waiting upload. Its destructor leaves the queue and frees a slot that it got and nobody took.
    class Waiter {
    public:
        virtual ~Waiter() = default;
        /// Returns the slot once; null before `wake` was called.
        virtual std::shared_ptr<UploadSlot> take() = 0;
    };
    /// Joins the queue. `wake` is called when there is a slot: at once, or by the thread that frees one. It must not
    /// block, and may be called while the waiter is being destroyed.
    std::unique_ptr<Waiter> wait(publishing::RowId token, std::function<void()> wake);

    /// One check of the overseer at `now`: ends at most one upload.
    void relieve(Clock::time_point now);

private:
    void oversee();

    struct State;
    std::shared_ptr<State> state_;
    WorkLoop overseer_;
};

}  // namespace slipway::api
