#pragma once

#include "publishing/content/channel_diff.hpp"
#include "server/pages/past_view.hpp"

namespace slipway::server {

/// A page of a difference as a table, with links to the packages; `more` says where the rest is.
Markup diff_table(const PastView& view, const publishing::DiffPage& page, const Markup& more);
/// "2 added, 1 upgraded"; "no difference".
Markup diff_counts(const publishing::DiffCounts& counts);

}  // namespace slipway::server
