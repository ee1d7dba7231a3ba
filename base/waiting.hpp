#pragma once

#include "base/done.hpp"

#include <future>
#include <memory>
#include <utility>

namespace slipway {

/// Begins an asynchronous call for whose answer the caller can wait: `begin_call<T>([&](auto done) { call(…, done);
/// })`.
template <class T, class Call>
std::future<Result<T>> begin_call(Call call) {
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto answer = promise->get_future();
    call(Done<T>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
    return answer;
}

/// Waits for the answer of an asynchronous call. Blocks.
template <class T, class Call>
Result<T> wait_for(Call call) {
    return begin_call<T>(std::move(call)).get();
}

}  // namespace slipway
