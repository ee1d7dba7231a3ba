#pragma once

#include "publishing/served/published_tree.hpp"

#include <memory>

namespace slipway::files {

/// Makes this thread serve `tree` from now on. Call it on every IO thread for every new tree
/// (net::Server::on_every_io_thread): a thread-local pointer needs neither lock nor atomic to be read.
void use_tree(std::shared_ptr<const publishing::PublishedTree> tree);

/// The tree of this thread; null on threads that never got one.
const std::shared_ptr<const publishing::PublishedTree>& tree_of_this_thread();

}  // namespace slipway::files
