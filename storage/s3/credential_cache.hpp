#pragma once

#include "storage/s3/credentials.hpp"

#include <chrono>
#include <mutex>
#include <optional>

namespace slipway::s3 {

/// Keeps the credentials in use. Loads them when they are first needed, renews them in the last five minutes before
/// they expire, and loads them again when the store refuses them: a file or command may have others by then. Asks the
/// source at most every ten seconds; meanwhile it uses credentials that are still valid, or repeats the last error.
/// Thread-safe.
class CredentialCache {
public:
    /// Both must outlive the cache.
    CredentialCache(const CredentialSource& source, const Clock& clock) : source_(source), clock_(clock) {}

    /// Blocks while credentials are loaded, unless the present ones are still valid. Faults: io, whatever the source
    /// says, because only the operator can do something about it.
    Result<Credentials> current();

    /// Says that the store refused these. Returns whether there are others now. Blocks as above.
    bool replace(const Credentials& refused);

private:
    /// Requires that this thread holds `loading_`.
    Result<Credentials> load();
    std::optional<Credentials> find_lasting(std::chrono::seconds margin) const;
    bool was_asked_lately() const;
    void remember(const Result<Credentials>& loaded);

    const CredentialSource& source_;
    const Clock& clock_;
    std::mutex loading_;  // held while the source is asked
    mutable std::mutex mutex_;
    std::optional<Credentials> known_{};  // guarded by `mutex_`, as are:
    std::optional<Error> failure_{};      // of the last load
    std::optional<Seconds> asked_at_{};
};

}  // namespace slipway::s3
