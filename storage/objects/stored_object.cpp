#include "storage/objects/stored_object.hpp"

#include "storage/objects/store_errors.hpp"

namespace slipway::storage {

Result<s3::ObjectStatus> status_of_stored(s3::Client& client, const s3::ObjectKey& key) {
    auto status = TRY(known(client.find(key)));
    if (status) return *std::move(status);
    TRY(known(client.check()));
    return Error(Fault::not_found, key.text() + " is not in the bucket");
}

}  // namespace slipway::storage
