#pragma once

#include <utility>

namespace slipway::net {

/// Empties `value` and frees its memory. Assigning an empty value would not free it, because a string keeps its memory.
template <class T>
void free_memory_of(T& value) {
    [[maybe_unused]] const T spent = std::move(value);
    value = T();
}

}  // namespace slipway::net
