#pragma once

#include "cli/channel_ref.hpp"
#include "cli/client.hpp"

namespace slipway::cli {

/// A package that a name on the command line stands for, in one distro.
struct NamedPackage {
    std::string sha256{};
    std::string name{};
    std::string version{};
    std::string architecture{};
    std::string distro{};  // of a repository's package: may be empty
    std::uint64_t size = 0;
    std::string path{};  // of its file on the server
    std::string url{};

    /// Renders "hello=1.0:amd64", which names it again.
    std::string text() const { return name + "=" + version + ":" + architecture; }
};

// A package is named by "NAME", "NAME=VERSION", "NAME=VERSION:ARCHITECTURE", a SHA-256, or the first 8 or more digits
// of one. A text that could be both a name and the beginning of a digest is a name if there is such a package.
//
// Faults of all below: not_found if there is none; invalid_input "usage", with the choices, if several are possible; as
// `Client::get_pages`.

/// Finds the packages of a channel that are meant, in all distros or in this one; a name means all architectures.
/// Several are possible if a distro has several versions for one architecture and none was named.
Result<std::vector<NamedPackage>> find_in_channel(Client& client, const ChannelRef& channel, const std::string& name,
                                                  const std::string& distro = {});

/// Returns the SHA-256 of the packages of a channel that these names mean, each once. A whole SHA-256 is used as it is.
Result<std::vector<std::string>> find_packages(Client& client, const ChannelRef& channel,
                                               const std::vector<std::string>& names, const std::string& distro = {});

/// Returns the SHA-256 of the one package that is meant, in any channel of the repository. A whole SHA-256 is used as
/// it is.
Result<std::string> find_package(Client& client, const std::string& repository, const std::string& name);

/// Makes the error if several packages are possible: `message`, and a line for each of them.
Error ambiguous(const std::string& message, const std::vector<NamedPackage>& choices);

}  // namespace slipway::cli
