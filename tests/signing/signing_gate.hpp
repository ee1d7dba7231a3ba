#pragma once

#include "base/result.hpp"

#include <functional>
#include <future>
#include <utility>

namespace slipway::testing {

/// Stops whoever signs until it is opened, at the end of its life at the latest: `signer.before_each(gate.hook())`.
class SigningGate {
public:
    SigningGate() = default;
    SigningGate(const SigningGate&) = delete;
    SigningGate& operator=(const SigningGate&) = delete;
    ~SigningGate() { open(); }

    std::function<Result<>()> hook() const {
        return [opened = opened_]() -> Result<> {
            opened.wait();
            return {};
        };
    }
    void open() {
        if (!std::exchange(is_open_, true)) gate_.set_value();
    }

private:
    std::promise<void> gate_;
    std::shared_future<void> opened_ = gate_.get_future().share();
    bool is_open_ = false;
};

}  // namespace slipway::testing
