#pragma once

#include "server/files/published_lookup.hpp"
#include "server/files/sources.hpp"

#include <cstdint>
#include <functional>

namespace slipway::files {

/// Makes an answer to the request from the file that was found for it.
using SendFile = std::function<http::Response(const publishing::PublishedFile& file)>;

/// Answers with a file of a past state; if that is not prepared yet, the answer comes later, and `client` waits for its
/// turn. Problems: 404 "unknown-revision", "unknown-snapshot"; 410 "past-retention"; 503 "snapshot-busy",
/// "snapshot-failed". Blocks on the catalog: disk pool only.
http::Reply snapshot_file(const Sources& sources, const SnapshotFile& wanted, std::int64_t client, SendFile send);

/// Checks that a set-up file names a retained past state; otherwise returns the problems of `snapshot_file`. Blocks on
/// the catalog: disk pool only.
Result<> check_snapshot(const Sources& sources, const SetUpFile& wanted);

}  // namespace slipway::files
