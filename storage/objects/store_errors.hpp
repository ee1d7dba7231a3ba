#pragma once

#include "base/result.hpp"

#include <utility>

namespace slipway::storage {

/// A store that could not be asked, or would not answer, has said nothing of the bytes: `busy`, which nobody takes for
/// damage and clients try again. What is missing, shorter or too much stays what it is.
Error as_unknown(Error error);

/// The same of a result.
template <class T>
Result<T> known(Result<T> result) {
    if (result.ok()) return result;
    return as_unknown(std::move(result).error());
}

}  // namespace slipway::storage
