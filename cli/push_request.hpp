#pragma once

#include "base/result.hpp"
#include "cli/channel_ref.hpp"
#include "cli/provenance.hpp"
#include "cli/transport.hpp"

#include <string>
#include <vector>

namespace slipway::cli {

/// What is to be pushed where.
struct Push {
    ChannelRef to{};
    std::vector<NamedFile> files{};
    std::string distro{};     // for files that name no target; may be several, with commas
    std::string component{};  // the same
    Provenance provenance{};
};

/// The upload: one file as the body of a PUT, which the server can refuse by its name and digest before it is sent;
/// several as one form, all or nothing. Each file is read once for its digest, which the server checks.
/// Faults: not_found for a missing file, invalid_input "usage" for what is no file and for provenance that cannot stand
/// in a header, io.
Result<Request> push_request(const Push& push);

}  // namespace slipway::cli
