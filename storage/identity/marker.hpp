#pragma once

#include "base/files/durable.hpp"
#include "base/files/file_system.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace slipway::storage {

/// `DATA/slipway.id`, the marker of a data directory. It has the id that is also in its catalog (fact `directory_id`).
/// It is made once, after the catalog: a marker without a catalog says that the catalog was lost.
Path marker_of(const Path& data);

/// Returns a new random id of 32 hex digits.
Result<std::string> new_directory_id();

/// Returns nothing if there is no marker. Faults: unsupported (the file is no marker, or a symbolic link), io.
Result<std::optional<std::string>> read_marker(FileSystem& files, const Path& data);

/// Durable when it returns. Faults: storage_full, io.
Result<> write_marker(FileSystem& files, const Path& data, const std::string& id);

/// Reads or writes an id in the same form in any file. Faults: as above.
Result<std::optional<std::string>> read_id(FileSystem& files, const Path& path);
Result<> write_id(FileSystem& files, const Path& path, const std::string& id, mode_t mode = private_file_mode);

/// Refuses a symbolic link, because its target may be anything. Accepts a missing file. Faults: unsupported, io.
Result<> refuse_link(const Path& path);

}  // namespace slipway::storage
