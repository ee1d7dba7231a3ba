#pragma once

#include "base/result.hpp"
#include "cli/channel_ref.hpp"
#include "cli/provenance.hpp"
#include "cli/transport.hpp"

#include <string>
#include <vector>

namespace slipway::cli {

/// What to push, and where.
struct Push {
    ChannelRef to{};
    std::vector<NamedFile> files{};
    std::string distro{};     // for files that name no target; may be several, with commas
    std::string component{};  // the same
    Provenance provenance{};
};

/// Makes the upload. One file is the body of a PUT, which the server can refuse by its name and digest before it is
/// sent. Several files are one form, all or nothing. Each file is read once for its digest, which the server checks.
/// Faults: not_found for a missing file; invalid_input "usage" for a path that is not a file, and for provenance that
/// cannot be in a header; io.
Result<Request> push_request(const Push& push);

}  // namespace slipway::cli
