#include "storage/catalog/catalog.hpp"

#include "storage/catalog/events.hpp"

namespace slipway::storage {

Result<> WriteTransaction::commit() && {
    const auto body = std::move(body_);  // ends the transaction in any case
    return body->commit();
}

Result<> Catalog::share(const std::string& /*node*/) {
    return Error(Fault::unsupported, "only a catalog in PostgreSQL can be several nodes'");
}

void WriteTransaction::record_event(EventRow event) { body_->record_event(std::move(event)); }

}  // namespace slipway::storage
