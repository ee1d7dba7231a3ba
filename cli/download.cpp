#include "cli/download.hpp"

#include "base/digest.hpp"
#include "base/percent_encoding.hpp"
#include "base/unique_fd.hpp"
#include "cli/exit_codes.hpp"
#include "cli/file_digest.hpp"
#include "cli/partial_file.hpp"
#include "cli/terminal.hpp"

#include <algorithm>
#include <fcntl.h>
#include <map>

namespace slipway::cli {
namespace {

namespace fs = std::filesystem;

/// Returns the last segment of the package's path. What a server says must not lead out of the directory.
Result<std::string> file_name_of(const NamedPackage& package) {
    const auto& path = package.path;
    const auto name = percent_decode(path.substr(path.rfind('/') + 1));
    if (!name || name->empty() || *name == "." || *name == ".." || name->find('/') != name->npos ||
        printable(*name) != *name)
        return Error(Fault::internal, "the server names no file of " + printable(package.text()));
    return *name;
}

Result<Sha256> digest_of_package(const NamedPackage& package) {
    if (const auto digest = Sha256::parse(package.sha256)) return *digest;
    return Error(Fault::internal, "the server names no digest of " + printable(package.text()));
}

/// Whether the file is there already, with these bytes.
Result<bool> is_there(const fs::path& file, const Sha256& digest) {
    const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return false;
    return TRY(digest_of_file(fd.get(), file.string())) == digest;
}

/// An interrupted download can be continued; of a refused one nothing is left.
bool is_worth_keeping(const Error& error) {
    return error.is(client_problem::unreachable) || error.fault() == Fault::busy || error.fault() == Fault::io;
}

Result<> receive(Client& client, const NamedPackage& package, PartialFile& file, Progress& progress) {
    if (file.size() == package.size) return {};
    Request request;
    request.url = package.url;
    request.sink = &file;
    auto answer = client.send(request, &progress);
    if (answer.ok()) return {};
    const auto error = file.failure() ? *file.failure() : answer.error();
    if (!is_worth_keeping(error)) file.discard();
    return error;
}

/// Gets all bytes, and the right ones. If pieces of an earlier run were wrong, downloads everything once more.
Result<> receive_right(Client& client, const NamedPackage& package, PartialFile& file, Progress& progress) {
    const bool was_begun = file.size() > 0;
    TRY(receive(client, package, file, progress));
    if (TRY(file.is_right())) return {};
    if (was_begun) {
        TRY(file.clear());
        TRY(receive(client, package, file, progress));
        if (TRY(file.is_right())) return {};
    }
    file.discard();
    return Error(Fault::corrupt, printable(package.url + " has other bytes than SHA-256 " + package.sha256 +
                                           " says; nothing was stored"));
}

}  // namespace

Result<std::vector<Download>> into_directory(const std::vector<NamedPackage>& packages, const fs::path& directory) {
    std::map<fs::path, NamedPackage> files;
    std::vector<Download> downloads;
    for (const auto& package : packages) {
        const auto file = directory / TRY(file_name_of(package));
        const auto [known, is_new] = files.try_emplace(file, package);
        if (is_new) downloads.push_back({package, file});
        if (!is_new && known->second.sha256 != package.sha256)
            return ambiguous("two packages would be written to " + file.string() + "; say which, or use --distro",
                             {known->second, package});
    }
    return downloads;
}

Result<Download> into_file(const std::vector<NamedPackage>& packages, const fs::path& file) {
    const auto is_first = [&](const auto& package) { return package.sha256 == packages.front().sha256; };
    if (!std::ranges::all_of(packages, is_first))
        return ambiguous("several packages cannot be written to one file; say which", packages);
    std::error_code failure;
    const auto place = fs::is_symlink(file, failure) ? fs::weakly_canonical(file, failure) : file;
    if (fs::exists(place, failure) && !fs::is_regular_file(place, failure))
        return Error(client_problem::usage, file.string() + " exists and is not a file");
    return Download{packages.front(), place};
}

Result<Fetched> fetch(Client& client, const Download& download, Progress& progress) {
    const auto digest = TRY(digest_of_package(download.package));
    if (TRY(is_there(download.file, digest))) return Fetched::before;
    auto file = TRY(PartialFile::open(download.file, digest, download.package.size, progress));
    TRY(receive_right(client, download.package, file, progress));
    TRY(file.finish());
    return Fetched::now;
}

Result<> fetch_to(Client& client, const NamedPackage& package, int fd, Progress& progress) {
    const auto digest = TRY(digest_of_package(package));
    auto file = TRY(PartialFile::open_nameless(digest, package.size, progress));
    TRY(receive_right(client, package, file, progress));
    return file.copy_to(fd);
}

}  // namespace slipway::cli
