#include "storage/catalog/repeated_write.hpp"

#include "base/pauses.hpp"
#include "storage/catalog/connection.hpp"

#include <thread>

namespace slipway::storage {
namespace {

constexpr int most_attempts_to_write = 4;
constexpr std::chrono::milliseconds first_pause{20};
constexpr std::chrono::milliseconds longest_pause{500};

}  // namespace

Result<> write_repeatedly(Catalog& catalog, const std::function<Result<>(WriteTransaction&)>& work) {
    Pauses pauses(first_pause, longest_pause);
    for (int attempt = 1;; ++attempt) {
        {
            auto transaction = TRY(catalog.write());
            auto done = work(transaction);
            if (done.ok()) done = transaction.body_->commit();
            const bool may_repeat = attempt < most_attempts_to_write && transaction.connection().is_worth_repeating();
            if (done.ok() || !may_repeat) return done;
        }
        std::this_thread::sleep_for(pauses.next());
    }
}

}  // namespace slipway::storage
