#pragma once

#include "base/result.hpp"

#include <utility>

namespace slipway::storage {

/// Returns `busy` for the error of a store that could not be asked or did not answer: it says nothing about the bytes,
/// so nobody may take it for damage, and clients try again. Returns other errors (not_found, corrupt, storage_full) as
/// they are.
Error as_unknown(Error error);

/// Does the same for a result.
template <class T>
Result<T> known(Result<T> result) {
    if (result.ok()) return result;
    return as_unknown(std::move(result).error());
}

}  // namespace slipway::storage
