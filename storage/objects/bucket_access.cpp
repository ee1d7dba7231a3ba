#include "storage/objects/bucket_access.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace slipway::storage {
namespace {

constexpr std::array proxy_variables = {"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"};

bool is_behind_proxy() {
    return std::any_of(proxy_variables.begin(), proxy_variables.end(),
                       [](const char* name) { return std::getenv(name) != nullptr; });
}

}  // namespace

Result<> check(const BucketAccessSettings& settings) {
    TRY(s3::Bucket::create(settings.bucket));
    TRY(s3::source_of(settings.credentials));
    TRY(s3::CurlTransport::create(settings.connection));
    return {};
}

Result<BucketReach> reach_of(const BucketAccessSettings& settings) {
    const auto bucket = TRY(s3::Bucket::create(settings.bucket));
    BucketReach reach;
    if (settings.credentials.command.empty() && !is_behind_proxy()) reach.port = bucket.port();
    for (const auto& file : {settings.connection.ca_file, settings.credentials.file})
        if (!file.empty()) reach.files.push_back(file);
    return reach;
}

BucketAccess::BucketAccess(s3::Bucket bucket, std::unique_ptr<s3::CredentialSource> source,
                           std::unique_ptr<s3::Transport> transport, const Clock& clock)
    : bucket_(std::move(bucket)),
      source_(std::move(source)),
      transport_(std::move(transport)),
      credentials_(*source_, clock),
      client_({bucket_, credentials_, *transport_, clock, timing_, counts_}, {}) {}

Result<std::unique_ptr<BucketAccess>> BucketAccess::open(const BucketAccessSettings& settings, const Clock& clock) {
    auto bucket = TRY(s3::Bucket::create(settings.bucket));
    auto source = TRY(s3::source_of(settings.credentials));
    auto transport = TRY(s3::CurlTransport::create(settings.connection));
    std::unique_ptr<BucketAccess> access(
        new BucketAccess(std::move(bucket), std::move(source), std::move(transport), clock));
    TRY(access->client().check());
    return access;
}

}  // namespace slipway::storage
