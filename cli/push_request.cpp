#include "cli/push_request.hpp"

#include "base/text.hpp"
#include "base/unique_fd.hpp"
#include "cli/client.hpp"
#include "cli/exit_codes.hpp"
#include "cli/file_digest.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>

namespace slipway::cli {
namespace {

Error usage(const std::string& message) { return Error(client_problem::usage, message); }

Error file_error(const std::string& path, int error) {
    return Error(error == ENOENT || error == ENOTDIR ? Fault::not_found : Fault::io,
                 path + ": " + std::strerror(error));
}

Result<UploadFile> upload_file(const NamedFile& named) {
    const UniqueFd fd(::open(named.path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return file_error(named.path, errno);
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) return file_error(named.path, errno);
    if (!S_ISREG(status.st_mode)) return usage(named.path + " is not a file");
    UploadFile file;
    file.path = named.path;
    file.name = file.path.filename().string();
    file.field = named.target.empty() ? "package" : named.target;
    file.size = static_cast<std::uint64_t>(status.st_size);
    file.sha256 = TRY(digest_of_file(fd.get(), named.path)).hex();
    return file;
}

/// The query of a PUT for a file that names its target.
void name_target(std::string& target, const NamedFile& file) {
    const auto parts = split(file.target, '/');
    add_query(target, "distro", parts[0]);
    if (parts.size() > 1) add_query(target, "component", parts[1]);
}

}  // namespace

Result<Request> push_request(const Push& push) {
    TRY(check(push.provenance));
    Request request;
    for (const auto& file : push.files) request.files.push_back(TRY(upload_file(file)));
    request.headers = headers_of(push.provenance);
    request.target = api_path({"repositories", push.to.repository, "channels", push.to.channel, "packages"});
    const bool alone = request.files.size() == 1;
    request.method = alone ? Method::put : Method::post;
    if (alone) {
        request.target += "/" + encoded(request.files.front().name);
        request.headers.emplace_back("X-Checksum-Sha256", request.files.front().sha256);
        request.headers.emplace_back("Content-Type", "application/octet-stream");
    }
    if (alone && !push.files.front().target.empty()) {
        name_target(request.target, push.files.front());
        return request;
    }
    add_query(request.target, "distro", push.distro);
    add_query(request.target, "component", push.component);
    return request;
}

}  // namespace slipway::cli
