#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "publishing/publisher/publisher.hpp"
#include "server/files/pages.hpp"
#include "server/http/base_url.hpp"
#include "server/http/problem.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstddef>

namespace slipway::files {

/// What published files, their directories and pages are made from. Everything outlives whoever uses it.
struct Sources {
    publishing::Publisher& publisher;
    storage::Catalog& catalog;
    storage::BlobStore& blobs;
    const index::NodeReader& nodes;
    const Clock& clock;
    const Log& log;
    const Pages& pages;
    const http::Mount& mount;
    std::size_t listing_entries = 0;  // on one page of a directory; 0: directories are not listed
};

}  // namespace slipway::files
