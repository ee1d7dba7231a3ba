#pragma once

#include "storage/s3/credentials.hpp"

#include <chrono>
#include <mutex>
#include <optional>

namespace slipway::s3 {

/// The credentials in use. They are loaded when they are first needed, renewed in the five minutes before they expire,
/// and loaded again when the store refuses them: a file or command may have others by then. The source is asked every
/// ten seconds at most; meanwhile what still holds is used, or the last failure is told again. Thread-safe.
class CredentialCache {
public:
    /// Both live longer.
    CredentialCache(const CredentialSource& source, const Clock& clock) : source_(source), clock_(clock) {}

    /// Blocks while they are loaded, unless others still hold. Faults: io, whatever the source says: it is the
    /// operator's concern, and never that of whoever wants an object.
    Result<Credentials> current();

    /// The store refused these. Whether there are others now. Blocks as above.
    bool replace(const Credentials& refused);

private:
    /// Precondition: this thread holds `loading_`.
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
