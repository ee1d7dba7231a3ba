#include "storage/catalog/repeated_write.hpp"

#include "storage/catalog/connection.hpp"

namespace slipway::storage {
namespace {

constexpr int most_attempts = 4;

}  // namespace

Result<> write_repeatedly(Catalog& catalog, const std::function<Result<>(WriteTransaction&)>& work) {
    for (int attempt = 1;; ++attempt) {
        auto transaction = TRY(catalog.write());
        auto done = work(transaction);
        if (done.ok()) done = transaction.body_->commit();
        if (done.ok() || attempt == most_attempts || !transaction.connection().is_worth_repeating()) return done;
    }
}

}  // namespace slipway::storage
