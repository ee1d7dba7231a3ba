#pragma once

#include "base/clock.hpp"
#include "storage/s3/bucket.hpp"
#include "storage/s3/call_counts.hpp"
#include "storage/s3/client.hpp"
#include "storage/s3/credential_sources.hpp"
#include "storage/s3/curl_transport.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace slipway::storage {

/// Names a bucket, and says how to reach it.
struct BucketAccessSettings {
    s3::BucketSettings bucket;
    s3::CredentialSettings credentials{};
    s3::ConnectionSettings connection{};
};

/// Checks the settings without asking the store. Faults: invalid_input; the message names the setting and what it must
/// be.
Result<> check(const BucketAccessSettings& settings);

/// What a process that uses the bucket connects to and reads.
struct BucketReach {
    std::optional<std::uint16_t> port{};         // of TCP; nothing: any, as a proxy or a program may be anywhere
    std::vector<std::filesystem::path> files{};  // of what proves who both are
};
/// Faults: invalid_input.
Result<BucketReach> reach_of(const BucketAccessSettings& settings);

/// A bucket, and everything that a client of it needs.
class BucketAccess {
public:
    /// Lists the first object of the bucket, so that a wrong name, key, region or right is reported now. `clock` must
    /// outlive the result. Blocks. Faults: invalid_input (a setting), io (the message says what to do; for a missing
    /// bucket it names the command that makes it).
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
