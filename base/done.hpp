#pragma once

#include "base/result.hpp"

#include <atomic>
#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace slipway {

/// Tells a result to whoever waits for it, exactly once: only the first call counts, and all copies are one Done. If
/// the last copy is destroyed without a call, because an exception ended the work or a job was dropped, it tells
/// Fault::internal, so that nobody waits for ever. Any thread may call it; the function that it calls must return
/// quickly. Thread-safe.
template <class T = void>
class Done {
public:
    Done() = default;

    template <class Call>
    requires(!std::same_as<std::remove_cvref_t<Call>, Done> && std::invocable<Call&, Result<T>>) Done(Call call)
        : ticket_(std::make_shared<Ticket>(std::move(call))) {}

    /// Precondition: it was made from a function.
    void operator()(Result<T> result) const { ticket_->tell(std::move(result)); }

private:
    struct Ticket {
        explicit Ticket(std::function<void(Result<T>)> to_call) : call(std::move(to_call)) {}
        Ticket(const Ticket&) = delete;
        Ticket& operator=(const Ticket&) = delete;
        ~Ticket() {
            try {
                tell(Error(Fault::internal, "an exception ended this work; the log names it"));
            } catch (...) {  // NOLINT(bugprone-empty-catch): of telling that there was an exception
            }
        }

        void tell(Result<T> result) {
            if (is_called.exchange(true)) return;
            const auto call_now = std::move(call);  // what it captured goes with the call, however that ends
            call_now(std::move(result));
        }

        std::function<void(Result<T>)> call;
        std::atomic<bool> is_called{false};
    };

    std::shared_ptr<Ticket> ticket_;
};

}  // namespace slipway
