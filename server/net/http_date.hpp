#pragma once

#include "base/clock.hpp"

#include <string>

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

}  // namespace slipway::net
