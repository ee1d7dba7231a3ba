#include "server/files/io_thread_tree.hpp"

#include <utility>

namespace slipway::files {
namespace {

thread_local std::shared_ptr<const publishing::PublishedTree> tree_here;

}  // namespace

void use_tree(std::shared_ptr<const publishing::PublishedTree> tree) { tree_here = std::move(tree); }

const std::shared_ptr<const publishing::PublishedTree>& tree_of_this_thread() { return tree_here; }

}  // namespace slipway::files
