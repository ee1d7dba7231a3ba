#pragma once

#include "base/files/durable.hpp"
#include "base/files/file_system.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace slipway::storage {

/// `DATA/slipway.id`, the marker of a data directory: the id that its catalog has, too (fact `directory_id`). Made
/// once, after the catalog; where it stands without its catalog, a catalog was lost.
Path marker_of(const Path& data);

/// A new id: 32 hex digits that no other directory has.
Result<std::string> new_directory_id();

/// Nothing if there is no marker. Faults: unsupported (it is no marker, or a symbolic link), io.
Result<std::optional<std::string>> read_marker(FileSystem& files, const Path& data);

/// Durable when it returns. Faults: storage_full, io.
Result<> write_marker(FileSystem& files, const Path& data, const std::string& id);

/// A file that holds the id in the same form, wherever it stands. Faults: as above.
Result<std::optional<std::string>> read_id(FileSystem& files, const Path& path);
Result<> write_id(FileSystem& files, const Path& path, const std::string& id, mode_t mode = private_file_mode);

/// Refuses a symbolic link, whose target is nobody's business here; what is missing is fine. Faults: unsupported, io.
Result<> refuse_link(const Path& path);

}  // namespace slipway::storage
