#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace slipway::formats {

/// Where a distro lists a package. The layouts use different parts of it.
struct PackagePlace {
    std::string_view channel;
    std::string_view component;
    std::string_view architecture;  // of the index
};

/// What a path below a distro may name: a file of a channel, a package, or both. Points into the path.
struct PathInDistro {
    struct Package {
        std::string_view digest_prefix;
        std::string_view file_name;
        const std::string* architecture;  // of the index; null: the path names none
    };
    const std::string* channel = nullptr;  // null: the path names none
    std::span<const std::string> file{};   // below the channel
    std::optional<Package> package{};
};

/// A channel of a distro, as clients are told to find it.
struct ChannelAddress {
    std::string_view repository;
    std::string_view distro;
    std::string_view channel;
    std::string_view public_url;  // of the server, without a slash at its end
    std::string_view base_url;    // of the distro, or of a past state of it
    std::span<const std::string> components;
    std::string_view armored_keys;
    bool packages_are_signed = true;
};

}  // namespace slipway::formats
