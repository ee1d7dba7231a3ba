#pragma once

#include "publishing/content/channel_diff.hpp"
#include "server/pages/past_view.hpp"

namespace slipway::server {

/// Renders a page of a difference as a table, with links to the packages; `more` is the address of the rest.
Markup diff_table(const PastView& view, const publishing::DiffPage& page, const Markup& more);
/// Renders "2 added, 1 upgraded" or "no difference".
Markup diff_counts(const publishing::DiffCounts& counts);

}  // namespace slipway::server
