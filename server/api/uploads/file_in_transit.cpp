#include "server/api/uploads/file_in_transit.hpp"

#include <fmt/format.h>

namespace slipway::api {

Error too_large(std::string_view what, std::uint64_t limit) {
    return Error(Fault::too_large, fmt::format("{} is larger than this server accepts: {} bytes", what, limit));
}

Result<FileInTransit> FileInTransit::begin(const Services& services, std::string name,
                                           publishing::Destination destination, const http::Headers& headers) {
    auto digests = TRY(DeclaredDigests::parse(headers));
    auto bytes = TRY(services.parts.ingest.begin_file());
    return FileInTransit({std::move(name), std::move(bytes), std::move(destination)}, std::move(digests),
                         services.parts.limits.package_bytes);
}

Result<> FileInTransit::append(std::string_view bytes) {
    if (bytes.size() > limit_ - file_.bytes.size()) return too_large("'" + file_.name + "'", limit_);
    digests_.update(bytes);
    return file_.bytes.append(bytes);
}

Result<publishing::ReceivedFile> FileInTransit::finish() && {
    TRY(digests_.verify());
    return std::move(file_);
}

}  // namespace slipway::api
