#pragma once

#include "cli/channel_ref.hpp"
#include "cli/client.hpp"

namespace slipway::cli {

/// A package that a name on the command line stands for, where a distro has it.
struct NamedPackage {
    std::string sha256{};
    std::string name{};
    std::string version{};
    std::string architecture{};
    std::string distro{};  // of a repository's package: may be empty
    std::uint64_t size = 0;
    std::string path{};  // of its file on the server
    std::string url{};

    /// "hello=1.0:amd64", as it can be named again.
    std::string text() const { return name + "=" + version + ":" + architecture; }
};

// A package is named by "NAME", "NAME=VERSION", "NAME=VERSION:ARCHITECTURE", a SHA-256, or the first 8 or more digits
// of one. What could be both a name and the beginning of a digest is a name, if there is such a package.
//
// Faults of all below: not_found when there is none; invalid_input "usage", with the choices, when it is open which one
// is meant; as `Client::get_pages`.

/// The packages of a channel, in all distros or in this one, that are meant: of a name in all architectures. It is open
/// which one is meant when a distro has several versions for one architecture, and none was named.
Result<std::vector<NamedPackage>> find_in_channel(Client& client, const ChannelRef& channel, const std::string& name,
                                                  const std::string& distro = {});

/// The SHA-256 of the packages of a channel that these names mean, each once. A whole SHA-256 is taken as it is.
Result<std::vector<std::string>> find_packages(Client& client, const ChannelRef& channel,
                                               const std::vector<std::string>& names, const std::string& distro = {});

/// The SHA-256 of the one package that is meant, in whatever channel of the repository. A whole SHA-256 is taken as it
/// is.
Result<std::string> find_package(Client& client, const std::string& repository, const std::string& name);

/// The error when several packages are possible: `message`, and a line for each of them.
Error ambiguous(const std::string& message, const std::vector<NamedPackage>& choices);

}  // namespace slipway::cli
