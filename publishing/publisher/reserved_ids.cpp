#include "publishing/publisher/reserved_ids.hpp"

#include "storage/catalog/repeated_write.hpp"
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
    storage::RowId first = 0;
    const auto reserve = [&](storage::WriteTransaction& tx) -> Result<> {
        first = TRY(storage::reserve_ids(tx, ids_at_once));
        return {};
    };
    TRY(storage::write_repeatedly(catalog_, reserve));
    next_ = first;
    end_ = first + static_cast<storage::RowId>(ids_at_once);
    return {};
}

}  // namespace slipway::publishing
