#pragma once

#include "base/clock.hpp"
#include "storage/s3/bucket.hpp"
#include "storage/s3/calls.hpp"
#include "storage/s3/credential_cache.hpp"
#include "storage/s3/http.hpp"
#include "storage/s3/retrying.hpp"
#include "storage/s3/timing.hpp"
#include "storage/s3/transport.hpp"

#include <string>

namespace slipway::s3 {

/// A request that is not signed yet.
struct Draft {
    Operation operation;
    Method method;
    std::string path;  // encoded
    Parameters query{};
    Fields fields{};
    Body body{};
    std::string payload_hash{};  // of the body, or `unsigned_payload`; empty if there is no body
};

/// Carries out requests. Signs each attempt anew, repeats a request that may succeed, within the time that its bytes
/// need, loads new credentials when the store refuses the present ones, and reports the call. Thread-safe; blocks.
class Caller {
public:
    /// What a caller is made of. All of it must outlive the caller.
    struct Parts {
        const Bucket& bucket;
        CredentialCache& credentials;
        Transport& transport;
        const Clock& clock;
        Timing& timing;
        CallObserver& observer;
    };

    Caller(Parts parts, Limits limits) : parts_(parts), limits_(limits) {}

    /// Returns a successful answer. `receiver` gets the body, and says what is missing when an attempt broke off; it
    /// may be null. Faults: those of `error_of`, of the receiver and of the body's source.
    Result<HttpAnswer> call(const Draft& draft, Receiver* receiver = nullptr);

private:
    struct UnderWay;

    Result<HttpAnswer> carry_out(UnderWay& call);
    Attempt attempt(UnderWay& call, const Credentials& credentials);
    bool may_repeat(UnderWay& call, const Credentials& credentials, const Attempt& last);

    const Parts parts_;
    const Limits limits_;
};

}  // namespace slipway::s3
