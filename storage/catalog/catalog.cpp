#include "storage/catalog/catalog.hpp"

#include "storage/catalog/events.hpp"

namespace slipway::storage {

Result<> WriteTransaction::commit() && {
    const auto body = std::move(body_);  // ends the transaction in any case
    return body->commit();
}

void WriteTransaction::note_event(EventRow event) { body_->note_event(std::move(event)); }

}  // namespace slipway::storage
