#include "storage/objects/bucket_access.hpp"

#include <utility>

namespace slipway::storage {

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
