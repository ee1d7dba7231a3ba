#pragma once

#include "tests/publishing/publisher_fixture.hpp"

#include <future>
#include <string>
#include <vector>

namespace slipway::testing {

/// Packages as ingest hands them over, without files: `count` debs with texts of some hundred bytes, named by number
/// from `first` on. Names are spread, so that neighbours in number are no neighbours in the index.
std::vector<publishing::IngestedPackage> many_debs(const PublisherFixture& slipway, std::size_t first,
                                                   std::size_t count, const std::string& repository = "main");

/// As many_debs: rpms of repository `main` with two KB of texts, most of them in primary.xml.
std::vector<publishing::IngestedPackage> many_rpms(const PublisherFixture& slipway, std::size_t first,
                                                   std::size_t count);

/// Uploads them in one change; the answer comes later.
std::future<Result<publishing::UploadAnswer>> begin_upload(PublisherFixture& slipway,
                                                           std::vector<publishing::IngestedPackage> packages,
                                                           const std::string& repository = "main");

}  // namespace slipway::testing
