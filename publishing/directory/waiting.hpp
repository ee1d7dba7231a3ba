#pragma once

#include "publishing/model/model.hpp"

#include <future>
#include <memory>

namespace slipway::publishing {

/// What an asynchronous call answers: `wait_for<T>([&](auto done) { call(…, done); })`. Blocks.
template <class T, class Call>
Result<T> wait_for(Call call) {
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto answer = promise->get_future();
    call(Done<T>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
    return answer.get();
}

}  // namespace slipway::publishing
