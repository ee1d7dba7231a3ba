#pragma once

#include <utility>

namespace slipway::net {

/// Empties `value` and frees its memory, which assigning an empty value would not: a string keeps its own.
template <class T>
void free_memory_of(T& value) {
    [[maybe_unused]] const T spent = std::move(value);
    value = T();
}

}  // namespace slipway::net
