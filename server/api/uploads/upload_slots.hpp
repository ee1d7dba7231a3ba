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

/// A place among the uploads under way; given back when the last owner lets go of it (which may outlive UploadSlots).
class UploadPlace {
public:
    virtual ~UploadPlace() = default;
    const std::shared_ptr<http::Sender>& sender() const { return sender_; }

private:
    std::shared_ptr<http::Sender> sender_ = std::make_shared<http::Sender>();
};

/// How many uploads are under way, in all and of each token. Thread-safe.
///
/// Who finds no place waits in a queue, one per token; a place that is given back goes to the waiting token that holds
/// the fewest. Nobody asks again and again: to wait costs nothing. Only while somebody waits, a thread looks once a
/// second at how the bodies come, and ends the one that came most slowly: below the least pace, measured over the time
/// the server waited for its client; or, for a token that has waited for a while without a single place, one of the
/// token that holds most.
class UploadSlots {
public:
    using Clock = std::chrono::steady_clock;

    explicit UploadSlots(const ApiLimits& limits, JobGuard guard = JobGuard());
    UploadSlots(const UploadSlots&) = delete;
    UploadSlots& operator=(const UploadSlots&) = delete;

    /// Never waits. Faults: busy "too-many-uploads" while there is none.
    Result<std::shared_ptr<UploadPlace>> take(publishing::RowId token);
    static bool is_refusal(const Error& error) { return error.is("too-many-uploads"_problem); }

    /// One who waits; destroyed it leaves the queue, and gives back a place that it got and that nobody took.
    class Waiter {
    public:
        virtual ~Waiter() = default;
        /// The place, once; null before `wake` was called.
        virtual std::shared_ptr<UploadPlace> take() = 0;
    };
    /// Queues up. `wake` is called once there is a place: at once, or by the thread that gives one back. It must not
    /// block, and may be called although the waiter is just being destroyed.
    std::unique_ptr<Waiter> wait(publishing::RowId token, std::function<void()> wake);

    /// One look of the overseer at how the bodies come, as of `now`: ends at most one.
    void relieve(Clock::time_point now);

private:
    void oversee();

    struct State;
    std::shared_ptr<State> state_;
    WorkLoop overseer_;
};

}  // namespace slipway::api
