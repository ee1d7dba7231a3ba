#pragma once

#include "base/result.hpp"
#include "repo-format/rpm/rpm_package.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace slipway::yum {

enum class FileType : unsigned char { file, directory, ghost };

/// One file of a package, as the metadata name it.
struct PackageFile {
    std::string path;
    FileType type;
};

/// All files in the header's order.
std::vector<PackageFile> files_of(const rpm::RpmPackage& package);

/// Checks that rpm can unpack every file: no name has more than 255 bytes, and the name of an unpacked file has nine
/// less, because rpm writes `NAME;0123abcd` first and renames it. Faults: invalid_input "invalid-package".
Result<> check_file_names(const rpm::RpmPackage& package);

/// Whether primary.xml lists the path, so that most file requirements resolve without filelists.xml (createrepo_c's
/// cr_is_primary): below /etc, with "bin/" anywhere in it, or /usr/lib/sendmail.
bool is_primary(std::string_view path);

}  // namespace slipway::yum
