#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::storage {

/// The name of a copy in the cache: its object, and when that was stored.
struct CopyName {
    std::string object;  // without "@" and "/"
    Seconds stored_at{};
};

/// Makes the paths of the cache. No other code makes them.
///
///     DATA/cache/
///     ├── run                           names the run of the machine that wrote the rest
///     ├── objects/
///     │   └── abcd…@1764380000          a whole copy of an object, and when that was stored
///     ├── partial/17                    a copy that is being fetched; numbers begin with 1 at every start
///     ├── incoming/17                   an upload under way
///     └── drafts/00018.pack             a pack that is not in the bucket yet
class CacheLayout {
public:
    explicit CacheLayout(const Path& data_directory) : root_(data_directory / "cache") {}

    const Path& directory() const { return root_; }
    Path run() const { return root_ / "run"; }
    Path objects() const { return root_ / "objects"; }
    Path partial() const { return root_ / "partial"; }
    Path incoming() const { return root_ / "incoming"; }
    Path drafts() const { return root_ / "drafts"; }

    Path path_of(const CopyName& name) const { return objects() / render(name); }
    Path partial(std::uint64_t number) const { return partial() / std::to_string(number); }
    Path incoming(std::uint64_t number) const { return incoming() / std::to_string(number); }

    static std::string render(const CopyName& name);
    /// The inverse of `render`. Returns nothing for any other name.
    static std::optional<CopyName> parse(std::string_view name);

private:
    Path root_;
};

}  // namespace slipway::storage
