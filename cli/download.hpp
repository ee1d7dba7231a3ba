#pragma once

#include "cli/client.hpp"
#include "cli/package_names.hpp"

#include <filesystem>

namespace slipway::cli {

/// A package and its target file.
struct Download {
    NamedPackage package{};
    std::filesystem::path file{};
};

/// Returns the packages, each once, as files of this directory, with their names on the server. Faults: invalid_input
/// "usage" if two different packages have the same name; internal for a name that is not valid.
Result<std::vector<Download>> into_directory(const std::vector<NamedPackage>& packages,
                                             const std::filesystem::path& directory);

/// Returns the one package as this file. Faults: invalid_input "usage", with the choices, for several packages, and for
/// a path that exists and is not a file.
Result<Download> into_file(const std::vector<NamedPackage>& packages, const std::filesystem::path& file);

enum class Fetched : unsigned char { now, before };

/// Downloads the package. Its file gets its name when all bytes are there and their digest is right. Continues where an
/// earlier run was interrupted. Blocks. Faults: as `Client::send`; corrupt if the bytes do not have the digest; io;
/// busy while another process downloads it.
Result<Fetched> fetch(Client& client, const Download& download, Progress& progress);

/// Writes the package to this descriptor once its digest is verified. Blocks. Faults: as `fetch`.
Result<> fetch_to(Client& client, const NamedPackage& package, int fd, Progress& progress);

}  // namespace slipway::cli
