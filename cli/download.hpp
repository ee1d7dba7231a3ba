#pragma once

#include "cli/client.hpp"
#include "cli/package_names.hpp"

#include <filesystem>

namespace slipway::cli {

/// A package and where it goes.
struct Download {
    NamedPackage package{};
    std::filesystem::path file{};
};

/// The packages, each once, as files of this directory, named as on the server. Faults: invalid_input "usage" when two
/// that differ have one name; internal for a name that is none.
Result<std::vector<Download>> into_directory(const std::vector<NamedPackage>& packages,
                                             const std::filesystem::path& directory);

/// The one package, as this file. Faults: invalid_input "usage", with the choices, for several; also for a path that is
/// there and no file.
Result<Download> into_file(const std::vector<NamedPackage>& packages, const std::filesystem::path& file);

enum class Fetched : unsigned char { now, before };

/// Fetches the package; its file has its name when all bytes are there and their digest is right. Goes on where an
/// earlier run was interrupted. Blocks.
/// Faults: as `Client::send`; corrupt when the bytes are others than the digest says; io; busy while another process
/// fetches it.
Result<Fetched> fetch(Client& client, const Download& download, Progress& progress);

/// Writes the package to this descriptor, once its digest is known to be right. Blocks. Faults: as `fetch`.
Result<> fetch_to(Client& client, const NamedPackage& package, int fd, Progress& progress);

}  // namespace slipway::cli
