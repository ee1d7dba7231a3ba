#include "publishing/model/purge.hpp"

namespace slipway::publishing {

bool is_purged(const RepositoryState& repository, const Sha256& digest) {
    return repository.purged && repository.purged->contains(digest);
}

std::string_view name_of(PurgedBytes bytes) {
    constexpr std::string_view names[] = {"destroyed", "kept-by-another-repository", "kept-by-an-upload", "kept"};
    return names[static_cast<std::size_t>(bytes)];
}

Error purged_earlier(const std::string& file_name, const Sha256& digest) {
    return Error(Fault::conflict, file_name + " (SHA-256 " + digest.hex() +
                                      ") was purged from this repository and is never accepted again. Build the "
                                      "package anew, with a higher version")
        .as("purged"_problem);
}

Error no_package(const RepositoryState& repository, const Sha256& digest) {
    if (is_purged(repository, digest))
        return Error("purged"_problem, "package " + digest.hex() +
                                           " was purged from this repository; build it anew, with a higher version");
    return Error(Fault::not_found, "this repository holds no package " + digest.hex());
}

}  // namespace slipway::publishing
