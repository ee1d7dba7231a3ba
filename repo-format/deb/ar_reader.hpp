#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace slipway::deb {

/// One member of an ar archive: where its bytes are. They lie wholly within the file.
struct ArMember {
    std::string name;
    std::uint64_t offset;  // of the first byte of the data
    std::uint64_t size;
};

/// Walks the members of an ar archive in the order and with the strictness of dpkg-deb; reads headers only.
class ArReader {
public:
    /// `file` must outlive the reader. Faults: invalid_input (code "invalid-package") unless the file begins with the
    /// magic of ar; io.
    static Result<ArReader> open(const RandomAccess& file);

    /// The next member, or nothing at the end of the file.
    /// Faults: invalid_input (code "invalid-package", naming the offset): a cut or malformed header, a name of more
    /// than 15 bytes in BSD's or GNU's notation, data that runs past the end of the file; io.
    Result<std::optional<ArMember>> next();

private:
    explicit ArReader(const RandomAccess& file);

    const RandomAccess* file_;
    std::uint64_t at_;
};

}  // namespace slipway::deb
