#pragma once

#include "server/files/pairing.hpp"
#include "server/files/published_lookup.hpp"
#include "server/files/sources.hpp"
#include "server/http/message.hpp"

namespace slipway::files {

/// Returns whether the choice below asks a database, and so must not be made on an IO thread: a GET at a node of a
/// cluster.
bool asks_other_nodes(const Sources& sources, const http::Request& request);

/// Chooses the generation from which a request for repomd.xml or its signature is answered, and returns that file.
/// `pairs` are this node's own, by which it decides where there are no others. Blocks where `asks_other_nodes`.
publishing::PublishedFile choose_repomd(const Sources& sources, RepomdPairs& pairs, const http::Request& request,
                                        const RepomdFile& found);

}  // namespace slipway::files
