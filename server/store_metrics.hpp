#pragma once

#include "publishing/directory/own_directory.hpp"
#include "server/metric_family.hpp"

namespace slipway::server {

/// Adds the metrics of what is not on this machine: the calls of the catalog's database, and those of the object store
/// with its cache. Of an object store that is not in use there are none.
void add_distant_stores(MetricPage& page, const publishing::StoreGauges& stores);

}  // namespace slipway::server
