#pragma once

#include "server/api/call.hpp"

namespace slipway::api {

/// Every check of an upload that needs no byte of its body, in order of cost: repository and channel, target, declared
/// size and digest, provenance, a free place, disk space. Then what takes the body. Faults: not_found, invalid_input,
/// conflict "package-exists", too_large, busy "too-many-uploads" (not with `place`, which is kept), storage_full, io.
/// Blocks on the catalog.
Result<std::unique_ptr<http::BodySink>> begin_upload(Services& services, const Call& call,
                                                     std::shared_ptr<UploadPlace> place = nullptr);

}  // namespace slipway::api
