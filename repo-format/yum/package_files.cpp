#include "repo-format/yum/package_files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::yum {
namespace {

namespace tag = rpm::tag;

constexpr std::uint64_t type_mask = 0170000, directory_type = 0040000;
constexpr std::uint64_t ghost_flag = rpm::rpm_constant("RPMFILE_GHOST");

FileType type_of(std::uint64_t mode, std::uint64_t flags) {
    if ((mode & type_mask) == directory_type) return FileType::directory;
    return (flags & ghost_flag) != 0 ? FileType::ghost : FileType::file;
}

/// The paths, which rpm 4 keeps as base names and indexes into a list of directories, rpm 3 whole.
std::vector<std::string> paths_of(const rpm::Header& header) {
    std::vector<std::string> paths;
    const auto names = header.texts(tag::base_names);
    const auto directories = header.texts(tag::dir_names);
    const auto indexes = header.numbers(tag::dir_indexes);
    for (std::size_t i = 0; i < std::min(names.size(), indexes.size()); ++i) {
        if (indexes[i] >= directories.size()) break;
        paths.push_back(std::string(directories[indexes[i]]) + std::string(names[i]));
    }
    if (!names.empty()) return paths;
    for (const std::string_view path : header.texts(tag::old_file_names)) paths.emplace_back(path);
    return paths;
}

constexpr std::size_t longest_name = 255;                                                      // NAME_MAX
constexpr std::size_t longest_unpacked = longest_name - std::string_view(";0123abcd").size();  // rpm: lib/fsm.c

Result<> check_length(rpm::Tag tag, std::string_view name, std::size_t longest) {
    if (name.size() <= longest) return {};
    return Error("invalid-package"_problem, fmt::format("main header: tag {}: a name of {} bytes; rpm can store {}",
                                                        rpm::describe_main_tag(tag), name.size(), longest));
}

Result<> check_directories(const rpm::Header& header) {
    for (std::string_view rest : header.texts(tag::dir_names)) {
        while (!rest.empty()) {
            const auto name = rest.substr(0, rest.find('/'));
            TRY(check_length(tag::dir_names, name, longest_name));
            rest.remove_prefix(std::min(rest.size(), name.size() + 1));
        }
    }
    return {};
}

}  // namespace

Result<> check_file_names(const rpm::RpmPackage& package) {
    const auto modes = package.main.numbers(tag::file_modes);
    const auto flags = package.main.numbers(tag::file_flags);
    for (const auto which : {tag::base_names, tag::old_file_names}) {
        const auto paths = package.main.texts(which);
        for (std::size_t i = 0; i < std::min({paths.size(), modes.size(), flags.size()}); ++i) {
            const auto name = paths[i].substr(paths[i].rfind('/') + 1);
            TRY(check_length(which, name,
                             type_of(modes[i], flags[i]) == FileType::file ? longest_unpacked : longest_name));
        }
    }
    return check_directories(package.main);
}

std::vector<PackageFile> files_of(const rpm::RpmPackage& package) {
    std::vector<std::string> paths = paths_of(package.main);
    const auto modes = package.main.numbers(tag::file_modes);
    const auto flags = package.main.numbers(tag::file_flags);
    std::vector<PackageFile> files;
    const std::size_t count = std::min({paths.size(), modes.size(), flags.size()});
    files.reserve(count);
    for (std::size_t i = 0; i < count; ++i) files.push_back({std::move(paths[i]), type_of(modes[i], flags[i])});
    return files;
}

bool is_primary(std::string_view path) {
    return path.starts_with("/etc/") || path == "/usr/lib/sendmail" || path.find("bin/") != std::string_view::npos;
}

}  // namespace slipway::yum
