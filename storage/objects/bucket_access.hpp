#pragma once

#include "base/clock.hpp"
#include "storage/s3/bucket.hpp"
#include "storage/s3/call_counts.hpp"
#include "storage/s3/client.hpp"
#include "storage/s3/credential_sources.hpp"
#include "storage/s3/curl_transport.hpp"

#include <memory>

namespace slipway::storage {

/// Which bucket, and how it is reached.
struct BucketAccessSettings {
    s3::BucketSettings bucket;
    s3::CredentialSettings credentials{};
    s3::ConnectionSettings connection{};
};

/// A bucket with all that a client of it needs.
class BucketAccess {
public:
    /// Asks the bucket for its first object, so that a wrong name, key, region or right is told now. `clock` outlives
    /// the result. Blocks. Faults: invalid_input (a setting), io (the message says what to do; for a bucket that is
    /// missing it names the command that makes it).
    static Result<std::unique_ptr<BucketAccess>> open(const BucketAccessSettings& settings, const Clock& clock);

    s3::Client& client() { return client_; }
    const s3::Bucket& bucket() const { return bucket_; }
    const s3::CallCounts& counts() const { return counts_; }

private:
    BucketAccess(s3::Bucket bucket, std::unique_ptr<s3::CredentialSource> source,
                 std::unique_ptr<s3::Transport> transport, const Clock& clock);

    const s3::Bucket bucket_;
    const std::unique_ptr<s3::CredentialSource> source_;
    const std::unique_ptr<s3::Transport> transport_;
    s3::CredentialCache credentials_;
    s3::SystemTiming timing_;
    s3::CallCounts counts_;
    s3::Client client_;
};

}  // namespace slipway::storage
