#pragma once

#include "server/api/uploads/declared_digest.hpp"
#include "server/api/uploads/upload_job.hpp"
#include "server/http/message.hpp"

#include <memory>
#include <string_view>

namespace slipway::api {

/// The sink of a form with one package per part: all or nothing. `digests` are those of the whole form. A bad file does
/// not end the reading, because the answer names every bad file. Faults: invalid_input for a boundary that RFC 2046
/// does not allow.
Result<std::unique_ptr<http::BodySink>> begin_form(std::shared_ptr<UploadJob> job, std::string_view boundary,
                                                   DeclaredDigests digests);

}  // namespace slipway::api
