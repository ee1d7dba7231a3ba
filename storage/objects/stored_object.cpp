#include "storage/objects/stored_object.hpp"

#include "base/text.hpp"
#include "storage/objects/store_errors.hpp"

#include <string_view>

namespace slipway::storage {
namespace {

constexpr std::string_view stored_at_name = "stored-at";

}  // namespace

Result<s3::ObjectStatus> status_of_stored(s3::Client& client, const s3::ObjectKey& key) {
    auto status = TRY(known(client.find(key)));
    if (status) return *std::move(status);
    TRY(known(client.check()));
    return Error(Fault::not_found, key.text() + " is not in the bucket");
}

Seconds stored_at(const s3::ObjectStatus& status) {
    const auto seconds = parse_decimal(status.find(stored_at_name).value_or(""));
    if (!seconds) return status.changed_at;
    return Seconds(std::chrono::seconds(static_cast<std::int64_t>(*seconds)));
}

s3::Fields stored_at_metadata(Seconds time) {
    return {{std::string(stored_at_name), std::to_string(time.time_since_epoch().count())}};
}

}  // namespace slipway::storage
