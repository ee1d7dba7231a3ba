#include "publishing/publisher/reserved_ids.hpp"

#include "storage/catalog/repositories.hpp"

namespace slipway::publishing {
namespace {

constexpr std::size_t ids_at_once = 100;

}  // namespace

Result<storage::RowId> ReservedIds::next() {
    const std::lock_guard lock(mutex_);
    if (next_ == end_) TRY(reserve_block());
    return next_++;
}

Result<> ReservedIds::reserve_block() {
    auto tx = TRY(catalog_.write());
    const auto first = TRY(storage::reserve_ids(tx, ids_at_once));
    TRY(std::move(tx).commit());
    next_ = first;
    end_ = first + static_cast<storage::RowId>(ids_at_once);
    return {};
}

}  // namespace slipway::publishing
